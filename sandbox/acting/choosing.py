"""What a person's choice becomes: the state of the field it was made in."""

from sandbox.acting.outcomes import NotOnScreenError
from sandbox.json_object import Json
from sandbox.surface import empty_value, value_key
from sandbox.workspace import Workspace

Choice = str | int | list[str] | None


def chosen(element: Json, choice: Choice, workspace: Workspace) -> Json:
    """The value of a field after a choice, typed text or a picked date."""
    key = value_key(element["type"])
    if element["type"] == "overflow":
        key = "selected_option"
    if choice in (None, "", []):
        return empty_value(element)
    return {"type": element["type"], key: _held(key, element, choice, workspace)}


def _held(key: str, element: Json, choice: Choice, workspace: Workspace) -> object:
    if key == "selected_option":
        return _option(element, str(choice))
    if key == "selected_options":
        return [_option(element, each) for each in _several(choice)]
    if key == "selected_user":
        return workspace.person(str(choice)).id
    if key == "selected_users":
        return [workspace.person(each).id for each in _several(choice)]
    if key in {"selected_channel", "selected_conversation"}:
        return workspace.channel(str(choice)).id
    return choice if key == "selected_date_time" else str(choice)


def _several(choice: Choice) -> list[str]:
    return [str(each) for each in choice] if isinstance(choice, list) else [str(choice)]


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
