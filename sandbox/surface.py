"""Walk what stands on a message or a view: its elements, their ids, their values."""

from collections.abc import Callable, Iterable, Iterator

from sandbox.json_object import Json
from sandbox.screens import Entered

WITHOUT_STATE = frozenset({"button", "overflow", "image", "feedback_buttons", "icon_button", "plain_text", "mrkdwn"})
_ROWS = frozenset({"actions", "context_actions"})
SEVERAL = frozenset({"selected_options", "selected_users", "selected_channels", "selected_conversations"})
_INITIAL = {
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_channel": "selected_channel",
    "initial_channels": "selected_channels",
    "initial_conversation": "selected_conversation",
    "initial_conversations": "selected_conversations",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_date_time": "selected_date_time",
    "initial_value": "value",
}
_EMPTY = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "external_select": "selected_option",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        for element in _within(block):
            if "action_id" in element:
                yield block, element


def _within(block: Json) -> list[Json]:
    single = [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
    many = block.get("elements", ()) if block.get("type") in _ROWS else ()
    return [*single, *many]


def with_ids(blocks: Iterable[Json], fresh: Callable[[], str]) -> list[Json]:
    """The blocks with an id wherever the app left one out, as Slack fills them in."""
    return [_with_ids(block, fresh) for block in blocks]


def _with_ids(block: Json, fresh: Callable[[], str]) -> Json:
    # Only what gets an id is copied: nobody changes what stands below it.
    filled = block if "block_id" in block else block | {"block_id": fresh()}
    if filled["type"] in _ROWS:
        return filled | {"elements": [_named(each, fresh) for each in filled["elements"]]}
    return filled | {key: _named(filled[key], fresh) for key in ("accessory", "element") if key in filled}


def _named(element: Json, fresh: Callable[[], str]) -> Json:
    if "action_id" in element or element["type"] == "image":
        return element
    return element | {"action_id": fresh()}


def value_key(element_type: str) -> str:
    """Under which name an element's value stands in the state."""
    return _EMPTY.get(element_type, "value")


def empty_value(element: Json) -> Json:
    """The state of a field in which nothing stands."""
    key = value_key(element["type"])
    nothing: object = [] if key in SEVERAL else None
    return {"type": element["type"], key: nothing}


def first_value(element: Json) -> Json:
    """The state of a field that nobody has touched."""
    for given, key in _INITIAL.items():
        if given in element:
            return {"type": element["type"], key: element[given]}
    return empty_value(element)


def state_values(blocks: Iterable[Json], entered: Entered) -> Entered:
    """What stands in every field: what was entered, else what the app put there."""
    values: Entered = {}
    for block, element in elements(blocks):
        if element["type"] in WITHOUT_STATE:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        typed = entered.get(block_id, {}).get(action_id)
        if typed is not None and typed["type"] != element["type"]:
            typed = None
        values.setdefault(block_id, {})[action_id] = typed or first_value(element)
    return values


def is_empty(value: Json) -> bool:
    """Whether a field's state holds nothing."""
    return all(held in (None, "", []) for key, held in value.items() if key != "type")
