"""What people see: pure functions from our types to Block Kit."""
