"""Where blocks and elements may stand, and what is wrong with those that may not."""

from collections.abc import Callable

import pytest

from sandbox.checks.blocks import block_types
from sandbox.checks.messages import check_blocks
from sandbox.json_object import Json
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
from tests.unit.sandbox.examples import GOOD_BLOCKS, GOOD_ELEMENTS
from tests.unit.sandbox.refused import block_problems, view_problems

BLOCKS = block_types()
IN_ACTIONS = block_types("ActionsBlockElement")
IN_CONTEXT_ACTIONS = block_types("ContextActionsBlockElement")
IN_INPUT = block_types("InputBlockElement")
IN_SECTION = block_types("SectionBlockAccessory")
ELEMENTS = IN_ACTIONS | IN_CONTEXT_ACTIONS | IN_INPUT | IN_SECTION
GROUP = {"label": plain("G"), "options": [option("a")]}


def test_every_modelled_block_and_element_has_an_example() -> None:
    assert set(GOOD_BLOCKS) == set(BLOCKS)
    assert set(GOOD_ELEMENTS) == set(ELEMENTS)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_good_block_is_taken_and_a_stray_key_refused(name: str) -> None:
    assert check_blocks([GOOD_BLOCKS[name]])

    problems = block_problems(GOOD_BLOCKS[name] | {"colour": "blue"})
    assert "[ERROR] invalid additional property: colour [json-pointer:/blocks/0]" in problems


HOMES: dict[str, tuple[set[str], Callable[[Json], Json]]] = {
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
        assert f"unsupported type: {element}" in block_problems(drawn)


@pytest.mark.parametrize("name", sorted(set(ELEMENTS) - {"image"}))
def test_a_stray_key_of_an_element_is_refused(name: str) -> None:
    put = next(put for allowed, put in HOMES.values() if name in allowed)

    assert "invalid additional property: colour" in block_problems(put(GOOD_ELEMENTS[name] | {"colour": 1}))


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
    "numbers the wrong way round": (
        question(element=GOOD_ELEMENTS["number_input"] | {"min_value": "5", "max_value": "4.5"}),
        "min_value must not be greater than max_value [json-pointer:/blocks/0/element]",
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

    assert message in block_problems(block)


def test_a_block_id_is_used_once() -> None:
    twice = [section(block_id="b"), section(block_id="b")]

    assert "block_id already exists: b [json-pointer:/blocks/1/block_id]" in block_problems(*twice)


def test_an_action_id_is_used_once_within_a_block_but_again_in_another() -> None:
    assert "`action_id` already exists: go" in block_problems(actions(button(), button()))
    assert check_blocks([actions(button()), actions(button())])


def test_a_message_has_one_table() -> None:
    assert "only one table allowed" in block_problems(GOOD_BLOCKS["table"], GOOD_BLOCKS["table"])


@pytest.mark.parametrize("day", ["2026-13-45", "2026-02-29"])
def test_a_day_must_be_in_the_calendar(day: str) -> None:
    picker = {"type": "datepicker", "action_id": "d", "initial_date": day}

    problem = "must be a day of the calendar"
    assert f"{problem} [json-pointer:/blocks/0/accessory/initial_date]" in block_problems(section(accessory=picker))
    assert f"{problem} [json-pointer:/view/blocks/0/element/initial_date]" in view_problems(
        modal(question(element=picker))
    )


@pytest.mark.parametrize("name", ["context_actions", "markdown", "table"])
def test_some_blocks_stand_in_messages_only(name: str) -> None:
    assert f"unsupported type: {name}" in view_problems(modal(GOOD_BLOCKS[name]))
    assert f"unsupported type: {name}" in view_problems(home(GOOD_BLOCKS[name]), "home")
