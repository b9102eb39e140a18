"""Keys by which repeats of typed messages and of what happens to them are told, where more than one room needs them."""


def message_key(channel: str, ts: str) -> str:
    """A message somebody typed."""
    return f"message:{channel}:{ts}"


def edit_key(channel: str, ts: str, edit: str) -> str:
    """That such a message was changed at this timestamp."""
    return f"edit:{channel}:{ts}:{edit}"


def edit_of(key: str, channel: str, ts: str) -> str | None:
    """Which change of this message a key stands for: empty for the message itself, None for anything else."""
    if key == message_key(channel, ts):
        return ""
    change = edit_key(channel, ts, "")
    return key.removeprefix(change) if key.startswith(change) else None


def deletion_key(channel: str, ts: str) -> str:
    """That such a message was deleted."""
    return f"deletion:{channel}:{ts}"
