"""Draw what a person has already entered, in place of what the app put there first."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy

from sandbox.acting.choosing import Choice
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


Offers = Mapping[str, Sequence[Json]]
EXTERNAL = frozenset({"external_select", "multi_external_select"})


def with_offers(blocks: Iterable[Json], offers: Offers) -> list[Json]:
    """The blocks with the options that the app has looked up, and those that were there before."""
    drawn = deepcopy(list(blocks))
    for _, element in elements(drawn):
        if element["type"] in EXTERNAL:
            options = [*offers.get(element["action_id"], ()), *_initial(element)]
            element["options"] = list({option["value"]: option for option in options}.values())
    return drawn


def labels(options: Sequence[Json], choice: Choice) -> Choice:
    """The chosen options as they read rather than by their values."""
    words = {option["value"]: str(option["text"]["text"]) for option in options}
    return [words.get(each, each) for each in choice] if isinstance(choice, list) else words.get(str(choice), choice)


def _initial(element: Json) -> list[Json]:
    one = element.get("initial_option")
    return [*element.get("initial_options", ()), *([one] if one else [])]


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
