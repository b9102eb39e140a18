"""Draw what a person has already entered, in place of what the app put there first."""

from collections.abc import Iterable, Mapping
from copy import deepcopy

from sandbox.json_object import Json
from sandbox.screens import Entered
from sandbox.surface import elements

STARTS = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}


def with_entered(blocks: Iterable[Json], entered: Entered) -> list[Json]:
    """The blocks as a client shows them after somebody typed or chose something."""
    drawn = deepcopy(list(blocks))
    for block, element in elements(drawn):
        value = entered.get(block.get("block_id", ""), {}).get(element["action_id"])
        if value is not None and value.get("type") == element["type"]:
            _start_with(element, value)
    return drawn


def _start_with(element: Json, value: Mapping[str, object]) -> None:
    for key, initial in STARTS.items():
        if key in value:
            element.pop(initial, None)
            if value[key] not in (None, []):
                element[initial] = value[key]
