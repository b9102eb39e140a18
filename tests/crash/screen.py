"""What stands in a message or a window, as somebody who looks at it sees it."""

from typing import Any

from sandbox.records import Message, View
from sandbox.surface import state_values

_FIELD = "field:"


def labels(message: Message) -> list[str]:
    """The labels of its buttons."""
    return [element["text"]["text"] for element in _buttons(message)]


def value(message: Message, label: str) -> str:
    """What the button with this label carries."""
    return next(str(element["value"]) for element in _buttons(message) if element["text"]["text"] == label)


def conversation(message: Message, label: str) -> str:
    """The conversation that the button with this label points at."""
    return value(message, label).split(".")[0]


def texts(node: Any) -> list[str]:
    """Every text in blocks."""
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for each in node.values() for text in texts(each)]
    return [text for each in node for text in texts(each)] if isinstance(node, list | tuple) else []


def held(view: View) -> dict[str, str]:
    """What the fields of a form hold as the bot put it up, by step; empty where nothing stands."""
    states = state_values(view.blocks, {})
    steps = [block["block_id"] for block in view.blocks if block["block_id"].startswith(_FIELD)]
    return {block.removeprefix(_FIELD): _of(*states[block].values()) for block in steps}


def is_form(view: View) -> bool:
    """Whether one answers in it what is asked now."""
    return bool(view.definition["callback_id"] == "form_modal")


def points(view: View, step: str) -> list[str]:
    """What can be chosen in a field; nothing where one writes."""
    element = next(block["element"] for block in view.blocks if block["block_id"] == field_of(step))
    return [option["value"] for option in element.get("options", ())]


def field_of(step: str) -> str:
    """The id of the block in which a step is answered."""
    return f"{_FIELD}{step}"


def _of(state: dict[str, Any]) -> str:
    chosen = state.get("selected_option") or {}
    return str(state.get("value") or chosen.get("value") or "")


def _buttons(message: Message) -> list[dict[str, Any]]:
    elements = [element for block in message.blocks for element in block.get("elements", ())]
    return [element for element in elements if element.get("type") == "button"]
