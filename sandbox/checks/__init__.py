"""What Slack refuses in messages, blocks and views, said with Slack's words and a pointer."""
