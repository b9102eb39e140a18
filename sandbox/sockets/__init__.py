"""Socket Mode: the connections that an app opens to Slack, and what is handed over on them."""
