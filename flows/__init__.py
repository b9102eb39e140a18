"""Decisions: what a coaching conversation is and when it happens.

No Slack, no SQL, no clock, no files: a function here is given everything it needs.
"""
