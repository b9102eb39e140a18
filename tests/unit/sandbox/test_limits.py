"""Every limit of messages and views: what just fits is taken, one more is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.checks.messages import check_blocks, check_text
from sandbox.checks.views import check_view
from sandbox.json_object import Json
from sandbox.refusal import Refusal
from tests.unit.sandbox.drawn import (
    actions,
    button,
    home,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    question,
    section,
    select,
    text_field,
)


def _blocks(*blocks: Json) -> None:
    check_blocks(list(blocks))


def _in_section(element: Json) -> None:
    _blocks(section(accessory=element))


def _in_input(element: Json) -> None:
    check_view(modal(question(element=element)), "modal")


def _in_view(**more: Any) -> None:
    check_view(modal(**more), "modal")


def _at_home(*blocks: Json, **more: Any) -> None:
    check_view(home(*blocks, **more), "home")


def _text(text: str) -> None:
    check_text(text)


def _radio(*choices: Json) -> Json:
    return {"type": "radio_buttons", "action_id": "r", "options": list(choices)}


def _overflow(*choices: Json) -> Json:
    return {"type": "overflow", "action_id": "o", "options": list(choices)}


def _confirm(**more: Any) -> Json:
    return button(confirm={"title": plain("Sure?"), "text": mrkdwn("Really?"), **more})


def _buttons(count: int) -> list[Json]:
    return [button(action_id=f"b{number}") for number in range(count)]


def _table(rows: int, cells: int) -> Json:
    cell = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * cells] * rows}


def _image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://x.y/z.png", "alt_text": "Z", **more}


def _group(label: str, count: int) -> Json:
    return {"label": plain(label), "options": options(count)}


def _grouped(*groups: Json) -> Json:
    return {"type": "static_select", "action_id": "pick", "option_groups": list(groups)}


def _context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def _feedback(count: int) -> Json:
    icon = {"type": "icon_button", "icon": "trash", "text": plain("Delete")}
    elements = [icon | {"action_id": f"i{number}"} for number in range(count)]
    return {"type": "context_actions", "elements": elements}


TEXT_LIMITS: dict[str, tuple[int, Callable[[str], None]]] = {
    "message text": (40_000, _text),
    "section text": (3000, lambda text: _blocks(section(text))),
    "section field": (2000, lambda text: _blocks({"type": "section", "fields": [mrkdwn(text)]})),
    "header": (150, lambda text: _blocks({"type": "header", "text": plain(text)})),
    "markdown block": (12_000, lambda text: _blocks({"type": "markdown", "text": text})),
    "context text": (2000, lambda text: _blocks(_context(mrkdwn(text)))),
    "image alt text": (2000, lambda text: _blocks(_image(alt_text=text))),
    "image title": (2000, lambda text: _blocks(_image(title=plain(text)))),
    "image address": (3000, lambda text: _blocks(_image(image_url=text))),
    "block id": (255, lambda text: _blocks(section(block_id=text))),
    "action id": (255, lambda text: _in_section(button(action_id=text))),
    "button label": (75, lambda text: _in_section(button(text))),
    "button value": (2000, lambda text: _in_section(button(value=text))),
    "button address": (3000, lambda text: _in_section(button(url=text))),
    "button for screen readers": (75, lambda text: _in_section(button(accessibility_label=text))),
    "option text": (75, lambda text: _in_section(select(option("v", text)))),
    "option value": (150, lambda text: _in_section(select(option(text, "T")))),
    "option description": (
        75,
        lambda text: _in_section(select(option("v") | {"description": plain(text)})),
    ),
    "option group label": (75, lambda text: _in_section(_grouped(_group(text, 1)))),
    "placeholder": (150, lambda text: _in_section(select(option("v"), placeholder=plain(text)))),
    "confirm title": (100, lambda text: _in_section(_confirm(title=plain(text)))),
    "confirm text": (300, lambda text: _in_section(_confirm(text=mrkdwn(text)))),
    "confirm yes": (30, lambda text: _in_section(_confirm(confirm=plain(text)))),
    "confirm no": (30, lambda text: _in_section(_confirm(deny=plain(text)))),
    "input label": (2000, lambda text: _in_view(blocks=[question(label=plain(text))])),
    "input hint": (2000, lambda text: _in_view(blocks=[question(hint=plain(text))])),
    "initial value": (3000, lambda text: _in_input(text_field(initial_value=text))),
    "modal title": (24, lambda text: _in_view(title=plain(text))),
    "modal submit": (24, lambda text: _in_view(submit=plain(text))),
    "modal close": (24, lambda text: _in_view(close=plain(text))),
    "callback id": (255, lambda text: _in_view(callback_id=text)),
    "external id": (255, lambda text: _in_view(external_id=text)),
    "private metadata": (3000, lambda text: _in_view(private_metadata=text)),
    "home private metadata": (
        3000,
        lambda text: _at_home(private_metadata=text),
    ),
}
COUNT_LIMITS: dict[str, tuple[int, Callable[[int], None]]] = {
    "blocks in a message": (50, lambda count: _blocks(*[section()] * count)),
    "blocks in a modal": (100, lambda count: _in_view(blocks=[section()] * count)),
    "blocks on a Home tab": (
        100,
        lambda count: _at_home(*[section()] * count),
    ),
    "section fields": (10, lambda n: _blocks({"type": "section", "fields": [mrkdwn("x")] * n})),
    "elements in actions": (25, lambda count: _blocks(actions(*_buttons(count)))),
    "elements in context": (10, lambda count: _blocks(_context(*[mrkdwn("x")] * count))),
    "elements in context actions": (5, lambda count: _blocks(_feedback(count))),
    "options of a menu": (100, lambda count: _in_section(select(*options(count)))),
    "option groups": (
        100,
        lambda count: _in_section(_grouped(*[_group("G", 1)] * count)),
    ),
    "options of radio buttons": (10, lambda count: _in_section(_radio(*options(count)))),
    "options of checkboxes": (
        10,
        lambda count: _in_section(_radio(*options(count)) | {"type": "checkboxes"}),
    ),
    "options of an overflow menu": (5, lambda count: _in_section(_overflow(*options(count)))),
    "rows of a table": (100, lambda count: _blocks(_table(count, 1))),
    "cells of a row": (20, lambda count: _blocks(_table(1, count))),
    "longest answer": (3000, lambda count: _in_input(text_field(max_length=count))),
}


def _refused(draw: Callable[[], None]) -> str:
    with pytest.raises(Refusal) as refusal:
        draw()
    return str(refusal.value)


@pytest.mark.parametrize("name", TEXT_LIMITS)
@pytest.mark.parametrize("character", ["x", "&", "é", "🙂"])
def test_a_text_may_be_so_long_and_no_longer(name: str, character: str) -> None:
    most, draw = TEXT_LIMITS[name]

    draw(character * most)
    refusal = _refused(lambda: draw(character * (most + 1)))

    assert "msg_too_long" in refusal or f"must be less than {most + 1} characters" in refusal


@pytest.mark.parametrize("name", COUNT_LIMITS)
def test_there_may_be_so_many_and_no_more(name: str) -> None:
    most, draw = COUNT_LIMITS[name]

    draw(most)

    refusal = _refused(lambda: draw(most + 1))
    assert f"no more than {most} items allowed" in refusal or "must be between" in refusal


NEVER_EMPTY: dict[str, Callable[[], None]] = {
    "actions": lambda: _blocks(actions()),
    "context": lambda: _blocks(_context()),
    "menu options": lambda: _in_section(select()),
    "radio options": lambda: _in_section(_radio()),
    "overflow options": lambda: _in_section(_overflow()),
    "section text": lambda: _blocks(section("")),
    "section fields": lambda: _blocks({"type": "section", "fields": []}),
    "header": lambda: _blocks({"type": "header", "text": plain("")}),
    "button label": lambda: _in_section(button("")),
    "action id": lambda: _in_section(button(action_id="")),
    "option value": lambda: _in_section(select(option("", "T"))),
    "modal title": lambda: _in_view(title=plain("")),
    "input label": lambda: _in_view(blocks=[question(label=plain(""))]),
    "rich text": lambda: _blocks({"type": "rich_text", "elements": []}),
}


@pytest.mark.parametrize("name", NEVER_EMPTY)
def test_some_things_may_not_be_empty(name: str) -> None:
    refusal = _refused(NEVER_EMPTY[name])

    assert "no fewer than 1 items" in refusal or "must be more than 0 characters" in refusal


def test_all_markdown_of_a_message_together_has_a_limit() -> None:
    half = {"type": "markdown", "text": "x" * 6000}

    _blocks(half, half)
    assert _refused(lambda: _blocks(half, half, half)) == "msg_blocks_too_long"


def test_a_view_of_250_kilobytes_is_the_largest() -> None:
    sections = [section("x" * 2900, block_id=f"b{number}") for number in range(84)]
    size = len(json.dumps(modal(*sections, private_metadata=""), separators=(",", ":")))
    fitting = "x" * (250_000 - size)

    _in_view(blocks=sections, private_metadata=fitting)
    too_much = _refused(lambda: _in_view(blocks=sections, private_metadata=fitting + "x"))
    assert too_much == "view_too_large"
