"""The edge: Slack listeners and views, the HTTP door, the outbox sender, the command line, the wiring."""
