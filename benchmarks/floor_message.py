"""The message that the floors post: one of Cairn's questions, written out by hand, as long and of the same parts.

It is the same every time: drawing it costs a floor nothing.
"""

from typing import Any

Json = dict[str, Any]

_ASK = "When did you change your mind this week? What made you see it differently?"
_HINT = "If this does not fit your week, write about any other moment. Please write roles, not names, for other people."
_LABELS = {"skip": "Skip", "back": "Back", "later": "Later", "stop": "Stop", "help": "Help"}
_POINTER = "AAAAAAAAAAAAAAAAAAAAAA.2."

TEXT = f"{_ASK}\n{_HINT}\nOr: {', '.join(_LABELS.values())}"


def _button(name: str, label: str) -> Json:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "action_id": name if name == "help" else f"question:{name}",
        "value": _POINTER,
    }


def _strong(text: str) -> Json:
    words = {"type": "text", "text": text, "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [words]}]}


def _aside(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}


QUESTION: list[Json] = [
    _strong(_ASK),
    _aside(_HINT),
    {
        "type": "actions",
        "block_id": f"{_POINTER}controls",
        "elements": [_button(name, label) for name, label in _LABELS.items()],
    },
]
"""The question as it is asked."""

ANSWERED: list[Json] = [_strong(_ASK), _aside("Recorded. Only you can see it.")]
"""The same question once it is answered."""


def metadata(delivery: str) -> Json:
    """What ties a message to the delivery it is."""
    return {"event_type": "cairn_delivery", "event_payload": {"id": delivery}}
