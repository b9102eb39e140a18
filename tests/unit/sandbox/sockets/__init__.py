"""Socket Mode."""
