"""One file per change, in order. What was released is never edited."""
