"""When things happen: a person's days and hours."""
