"""Keys by which repeats of typed messages and of what happens to them are told, where more than one room needs them."""


def message_key(channel: str, ts: str) -> str:
    """A message somebody typed."""
    return f"message:{channel}:{ts}"


def deletion_key(channel: str, ts: str) -> str:
    """That such a message was deleted."""
    return f"deletion:{channel}:{ts}"
