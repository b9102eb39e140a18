"""What people do in the workspace: type, press, choose, submit, look."""
