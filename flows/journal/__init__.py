"""A person's journal: what they wrote, found again by word and by day."""
