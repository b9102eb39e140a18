"""The windows of those who set up programmes."""
