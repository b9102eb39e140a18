"""The edge: Slack listeners and views, the HTTP door, the sender, the command line, the wiring."""
