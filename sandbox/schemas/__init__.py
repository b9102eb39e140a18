"""What Slack takes and sends, as JSON Schemas made from the types it publishes (see `regenerate/`)."""
