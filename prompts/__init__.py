"""Words: every sentence the bot says, as data."""
