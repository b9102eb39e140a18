"""What a person's choice becomes: the state of the field it was made in."""

import re

from sandbox.acting.outcomes import NotOnScreenError
from sandbox.json_object import Json
from sandbox.surface import SEVERAL, empty_value, value_key
from sandbox.workspace import Workspace

Choice = str | int | list[str] | None
_PATTERNS = {"selected_date": r"\d{4}-\d\d-\d\d", "selected_time": r"([01]\d|2[0-3]):[0-5]\d"}


def chosen(element: Json, choice: Choice, workspace: Workspace) -> Json:
    """The value of a field after a choice, typed text or a picked date."""
    key = value_key(element["type"])
    if element["type"] == "overflow":
        key = "selected_option"
    if choice in (None, "", []):
        return empty_value(element)
    held = _several(key, element, choice, workspace) if key in SEVERAL else _one(key, element, choice, workspace)
    return {"type": element["type"], key: held}


def _several(key: str, element: Json, choice: Choice, workspace: Workspace) -> list[object]:
    wanted = [str(each) for each in choice] if isinstance(choice, list) else [str(choice)]
    most = element.get("max_selected_items", len(wanted))
    if len(wanted) > most:
        raise NotOnScreenError(f"at most {most} can be chosen here")
    return [_one(key.removesuffix("s"), element, each, workspace) for each in wanted]


def _one(key: str, element: Json, choice: Choice, workspace: Workspace) -> object:
    if key == "selected_option":
        return _option(element, str(choice))
    if key == "selected_user":
        return workspace.person(str(choice)).id
    if key in {"selected_channel", "selected_conversation"}:
        return workspace.channel(str(choice)).id
    if key == "selected_date_time":
        return int(str(choice))
    return _written(key, str(choice))


def _written(key: str, words: str) -> str:
    if key in _PATTERNS and not re.fullmatch(_PATTERNS[key], words):
        raise NotOnScreenError(f"nobody can pick {words!r} here")
    return words


def _option(element: Json, wanted: str) -> Json:
    groups = element.get("option_groups") or [element]
    offered: list[Json] = [option for group in groups for option in group["options"]]
    # The value first: two options may read alike, never the other way round.
    for option in offered:
        if option["value"] == wanted:
            return option
    for option in offered:
        if option["text"]["text"] == wanted:
            return option
    labels = ", ".join(option["text"]["text"] for option in offered)
    raise NotOnScreenError(f"no option {wanted!r}; there are {labels}")
