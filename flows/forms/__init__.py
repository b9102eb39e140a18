"""Answering in a form: open it, keep what is typed, take what is sent off."""
