"""What the page's forms say, read back."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from sandbox.clock import ManualClock
from sandbox.page.drawing import Canvas
from sandbox.page.form import Press, enter, read_form
from sandbox.page.reader import Reader
from sandbox.workspace import Workspace

MADRID = ZoneInfo("Europe/Madrid")
BLOCK = {"type": "input", "block_id": 'odd "id" & more'}


@pytest.mark.parametrize(
    ("kind", "sent", "choice"),
    [
        ("plain_text_input", ["a\r\nb"], "a\nb"),
        ("plain_text_input", [], ""),
        ("static_select", ["x"], "x"),
        ("checkboxes", ["x", "y"], ["x", "y"]),
        ("multi_users_select", [], []),
        ("datepicker", ["2026-11-22"], "2026-11-22"),
        ("datetimepicker", ["2023-11-14T23:13"], 1699999980),
        ("datetimepicker", [""], ""),
    ],
)
def test_each_field_is_read_as_its_kind(reader: Reader, kind: str, sent: list[str], choice: object) -> None:
    element = {"type": kind, "action_id": "ü"}
    name = Canvas(reader, "key").field_name(BLOCK, element)
    form = read_form(urlencode({name: sent}, doseq=True).encode())
    assert form.entered(BLOCK, element, MADRID) == choice


def test_what_was_pressed_is_read_back(reader: Reader) -> None:
    canvas, element = Canvas(reader, "key"), {"type": "overflow", "action_id": "a"}
    for choice in (None, "snooze"):
        value = canvas.press_value(BLOCK, element, choice)
        form = read_form(urlencode({"press": value}).encode())
        assert form.press() == Press(BLOCK["block_id"], "a", choice)


def test_a_form_that_was_not_pressed() -> None:
    form = read_form(b"text=hello+there&text=second")
    assert form.press() is None
    assert (form.typed("text"), form.typed("other")) == ("hello there", "")


def test_what_stands_in_the_fields_is_put_before_the_person(reader: Reader) -> None:
    workspace = Workspace(ManualClock())
    ana = workspace.add_person("Ana", tz="Europe/Madrid")
    text = {"type": "plain_text_input", "action_id": "t"}
    button = {"type": "button", "action_id": "b", "text": {"type": "plain_text", "text": "Go"}}
    blocks: list[dict[str, Any]] = [
        BLOCK | {"element": text},
        {"type": "actions", "block_id": "x", "elements": [button]},
    ]
    name = Canvas(reader, "V1").field_name(blocks[0], text)
    enter(workspace, ana.id, "V1", blocks, read_form(urlencode({name: "typed"}).encode()))
    assert workspace.screens.entered(ana.id, "V1") == {
        BLOCK["block_id"]: {"t": {"type": "plain_text_input", "value": "typed"}}
    }
