"""What is refused in blocks and views beside sheer size, and what every modelled shape looks like."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.checks.blocks import BLOCKS
from sandbox.checks.elements import ELEMENTS, IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.checks.messages import check_blocks
from sandbox.checks.views import check_view
from sandbox.refusal import Refusal
from tests.unit.sandbox.drawn import (
    actions,
    button,
    home,
    modal,
    mrkdwn,
    option,
    plain,
    question,
    section,
    select,
    text_field,
)

Json = dict[str, Any]
INLINE: list[Json] = [
    {"type": "text", "text": "Hello", "style": {"bold": True}},
    {"type": "link", "url": "https://x.y"},
    {"type": "user", "user_id": "U1"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "emoji", "name": "wave"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#00ff00"},
    {"type": "date", "timestamp": 1_700_000_000, "format": "{date}", "fallback": "soon"},
]
RICH_TEXT: Json = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": INLINE},
        {"type": "rich_text_quote", "elements": INLINE},
        {"type": "rich_text_preformatted", "elements": INLINE[:2]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": []}],
        },
    ],
}
GOOD_ELEMENTS: dict[str, Json] = {
    "button": button(style="primary"),
    "image": {"type": "image", "image_url": "https://x.y/z.png", "alt_text": "Z"},
    "static_select": select(option("a"), option("b"), initial_option=option("a")),
    "multi_static_select": {
        "type": "multi_static_select",
        "action_id": "m",
        "options": [option("a")],
        "max_selected_items": 1,
    },
    "users_select": {"type": "users_select", "action_id": "u", "initial_user": "U1"},
    "multi_users_select": {"type": "multi_users_select", "action_id": "u", "initial_users": ["U1"]},
    "channels_select": {"type": "channels_select", "action_id": "c"},
    "conversations_select": {
        "type": "conversations_select",
        "action_id": "c",
        "filter": {"include": ["public"]},
    },
    "radio_buttons": {
        "type": "radio_buttons",
        "action_id": "r",
        "options": [{"text": mrkdwn("*A*"), "value": "a"}],
    },
    "checkboxes": {"type": "checkboxes", "action_id": "c", "options": [option("a")]},
    "overflow": {
        "type": "overflow",
        "action_id": "o",
        "options": [option("a") | {"url": "https://x.y"}],
    },
    "datepicker": {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-22"},
    "timepicker": {"type": "timepicker", "action_id": "t", "initial_time": "09:30"},
    "datetimepicker": {
        "type": "datetimepicker",
        "action_id": "d",
        "initial_date_time": 1_700_000_000,
    },
    "plain_text_input": text_field(
        multiline=True, dispatch_action_config={"trigger_actions_on": ["on_character_entered"]}
    ),
    "number_input": {"type": "number_input", "action_id": "n", "is_decimal_allowed": False},
    "email_text_input": {"type": "email_text_input", "action_id": "e"},
    "url_text_input": {"type": "url_text_input", "action_id": "w"},
    "feedback_buttons": {
        "type": "feedback_buttons",
        "action_id": "f",
        "positive_button": {"text": plain("Yes"), "value": "1"},
        "negative_button": {"text": plain("No"), "value": "0"},
    },
    "icon_button": {"type": "icon_button", "action_id": "i", "icon": "trash", "text": plain("X")},
}
GOOD_BLOCKS: dict[str, Json] = {
    "section": section(accessory=button()),
    "divider": {"type": "divider", "block_id": "d"},
    "header": {"type": "header", "text": plain("Title")},
    "image": {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Z"},
    "actions": actions(button(), select(option("a"))),
    "context": {"type": "context", "elements": [plain("a"), mrkdwn("b"), GOOD_ELEMENTS["image"]]},
    "context_actions": {"type": "context_actions", "elements": [GOOD_ELEMENTS["feedback_buttons"]]},
    "input": question(hint=plain("Why"), optional=True, dispatch_action=True),
    "rich_text": RICH_TEXT,
    "markdown": {"type": "markdown", "text": "**bold**"},
    "table": {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "a"}, RICH_TEXT]],
        "column_settings": [{"align": "right"}],
    },
}


GROUP = {"label": plain("G"), "options": [option("a")]}


def _problems(*blocks: Json) -> str:
    with pytest.raises(Refusal) as refusal:
        check_blocks(list(blocks))
    assert refusal.value.error == "invalid_blocks"
    return "\n".join(refusal.value.messages)


def _view_problems(view: object, kind: str = "modal") -> str:
    with pytest.raises(Refusal) as refusal:
        check_view(view, kind)
    assert refusal.value.error == "invalid_arguments"
    return "\n".join(refusal.value.messages)


def test_every_modelled_block_and_element_has_an_example() -> None:
    assert set(GOOD_BLOCKS) == set(BLOCKS)
    assert set(GOOD_ELEMENTS) == set(ELEMENTS)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_good_block_is_taken_and_a_stray_key_refused(name: str) -> None:
    assert check_blocks([GOOD_BLOCKS[name]])

    problems = _problems(GOOD_BLOCKS[name] | {"colour": "blue"})
    assert "[ERROR] invalid additional property: colour [json-pointer:/blocks/0]" in problems


HOMES: dict[str, tuple[frozenset[str], Callable[[Json], Json]]] = {
    "section": (IN_SECTION, lambda element: section(accessory=element)),
    "actions": (IN_ACTIONS, actions),
    "input": (IN_INPUT, lambda element: question(element=element)),
    "context_actions": (
        IN_CONTEXT_ACTIONS,
        lambda element: {"type": "context_actions", "elements": [element]},
    ),
}


@pytest.mark.parametrize("element", sorted(ELEMENTS))
@pytest.mark.parametrize("block", sorted(HOMES))
def test_an_element_stands_only_where_slack_lets_it(block: str, element: str) -> None:
    allowed, put = HOMES[block]
    drawn = put(GOOD_ELEMENTS[element])

    if element in allowed:
        assert check_blocks([drawn])
    else:
        assert f"unsupported type: {element}" in _problems(drawn)


@pytest.mark.parametrize("name", sorted(set(ELEMENTS) - {"image"}))
def test_a_stray_key_of_an_element_is_refused(name: str) -> None:
    put = next(put for allowed, put in HOMES.values() if name in allowed)

    assert "invalid additional property: colour" in _problems(put(GOOD_ELEMENTS[name] | {"colour": 1}))


WRONG: dict[str, tuple[Json, str]] = {
    "unknown block": ({"type": "sonnet"}, "unsupported type: sonnet [json-pointer:/blocks/0/type]"),
    "block not modelled": ({"type": "video"}, "unsupported type: video"),
    "no type": ({"text": plain("x")}, "missing required field: type [json-pointer:/blocks/0]"),
    "section of nothing": ({"type": "section"}, "must define either `text` or `fields`"),
    "header in mrkdwn": (
        {"type": "header", "text": mrkdwn("x")},
        "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
    ),
    "text as a string": (
        {"type": "section", "text": "x"},
        "must be an object [json-pointer:/blocks/0/text]",
    ),
    "emoji flag as text": (
        {"type": "header", "text": plain("x") | {"emoji": "yes"}},
        "must be a boolean [json-pointer:/blocks/0/text/emoji]",
    ),
    "elements as an object": (
        {"type": "actions", "elements": {}},
        "must be an array [json-pointer:/blocks/0/elements]",
    ),
    "button without text": (
        actions({"type": "button", "action_id": "a"}),
        "missing required field: text [json-pointer:/blocks/0/elements/0]",
    ),
    "button in a strange style": (actions(button(style="loud")), "must be one of: primary, danger"),
    "value as a number": (
        actions(button(value=7)),
        "must be a string [json-pointer:/blocks/0/elements/0/value]",
    ),
    "mrkdwn in a menu": (
        section(accessory=select({"text": mrkdwn("x"), "value": "v"})),
        "must be one of: plain_text",
    ),
    "options and groups": (
        section(accessory=select(option("a"), option_groups=[GROUP])),
        "must define exactly one of: options, option_groups",
    ),
    "initial option of another menu": (
        section(accessory=select(option("a"), initial_option=option("b"))),
        "initial options must be among the options",
    ),
    "date in another format": (
        section(accessory={"type": "datepicker", "action_id": "d", "initial_date": "22/11/26"}),
        "has an invalid format",
    ),
    "time past midnight": (
        section(accessory={"type": "timepicker", "action_id": "t", "initial_time": "24:00"}),
        "has an invalid format",
    ),
    "number field without the decimal rule": (
        question(element={"type": "number_input", "action_id": "n"}),
        "missing required field: is_decimal_allowed",
    ),
    "lengths the wrong way round": (
        question(element=text_field(min_length=5, max_length=4)),
        "min_length must not be greater than max_length",
    ),
    "length as text": (question(element=text_field(max_length="9")), "must be an integer"),
    "length below nothing": (
        question(element=text_field(min_length=-1)),
        "must be between 0 and 3000 [json-pointer:/blocks/0/element/min_length]",
    ),
    "confirmation without words": (
        actions(button(confirm={"title": plain("Sure?")})),
        "missing required field: text [json-pointer:/blocks/0/elements/0/confirm]",
    ),
    "image from two places": (
        {"type": "image", "alt_text": "x", "image_url": "u", "slack_file": {"id": "F"}},
        "must define exactly one of: image_url, slack_file",
    ),
    "image from nowhere": ({"type": "image", "alt_text": "x"}, "must define exactly one of"),
    "image without words": (
        {"type": "image", "image_url": "https://x.y"},
        "missing required field: alt_text",
    ),
    "unknown rich text": (
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "song"}]}],
        },
        "unsupported type: song [json-pointer:/blocks/0/elements/0/elements/0/type]",
    ),
    "not a block at all": ("block", "must be an object [json-pointer:/blocks/0]"),  # type: ignore[dict-item]  # the point
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_block_is_refused_with_a_pointer(name: str) -> None:
    block, message = WRONG[name]

    assert message in _problems(block)


def test_a_block_id_is_used_once() -> None:
    twice = [section(block_id="b"), section(block_id="b")]

    assert "block_id already exists: b [json-pointer:/blocks/1/block_id]" in _problems(*twice)


def test_an_action_id_is_used_once_within_a_block_but_again_in_another() -> None:
    assert "`action_id` already exists: go" in _problems(actions(button(), button()))
    assert check_blocks([actions(button()), actions(button())])


def test_a_message_has_one_table() -> None:
    assert "only one table allowed" in _problems(GOOD_BLOCKS["table"], GOOD_BLOCKS["table"])


def test_the_models_of_slacks_own_sdk_are_asked_too() -> None:
    picker = {"type": "datepicker", "action_id": "d", "initial_date": "2026-13-45"}

    assert "initial_date attribute must be in format" in _problems(section(accessory=picker))
    assert "initial_date attribute" in _view_problems(modal(question(element=picker)))


WRONG_VIEWS: dict[str, tuple[object, str, str]] = {
    "input without submit": (
        {key: value for key, value in modal().items() if key != "submit"},
        "modal",
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/type]",
    ),
    "no title": (
        {key: value for key, value in modal().items() if key != "title"},
        "modal",
        "missing required field: title [json-pointer:/view]",
    ),
    "title in mrkdwn": (modal(title=mrkdwn("x")), "modal", "must be one of: plain_text"),
    "no blocks": ({"type": "home"}, "home", "missing required field: blocks"),
    "blocks as text": (modal() | {"blocks": "[]"}, "modal", "must be an array"),
    "Home with a title": (home(title=plain("x")), "home", "invalid additional property: title"),
    "Home where a modal belongs": (home(), "modal", "must be one of: modal"),
    "stray key": (modal(submit_disabled=True), "modal", "additional property: submit_disabled"),
    "flag as text": (modal(clear_on_close="yes"), "modal", "must be a boolean"),
    "wrong block within": (
        modal(section("x" * 3001)),
        "modal",
        "must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]",
    ),
    "not an object": ([], "modal", "must be an object [json-pointer:/view]"),
}


@pytest.mark.parametrize("name", WRONG_VIEWS)
def test_a_wrong_view_is_refused_with_a_pointer(name: str) -> None:
    view, kind, message = WRONG_VIEWS[name]

    assert message in _view_problems(view, kind)


@pytest.mark.parametrize("view", [home(), modal(clear_on_close=True, notify_on_close=True)])
def test_a_good_view_is_taken(view: Json) -> None:
    assert check_view(view, view["type"]) == view


def test_a_view_without_input_needs_no_submit() -> None:
    reading = {"type": "modal", "title": plain("Read"), "blocks": [section()]}

    assert check_view(reading, "modal") == reading
