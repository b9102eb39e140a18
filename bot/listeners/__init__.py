"""What Slack sends in, turned into our own types and one use case each."""
