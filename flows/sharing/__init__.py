"""What a leader shows to whom, and what those read."""
