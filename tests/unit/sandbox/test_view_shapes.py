"""What is refused in modals and Home tabs beside sheer size."""

import pytest

from sandbox.checks.views import check_view
from sandbox.json_object import Json
from tests.unit.sandbox.drawn import (
    home,
    modal,
    mrkdwn,
    plain,
    section,
)
from tests.unit.sandbox.refused import view_problems

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

    assert message in view_problems(view, kind)


@pytest.mark.parametrize("view", [home(), modal(clear_on_close=True, notify_on_close=True)])
def test_a_good_view_is_taken(view: Json) -> None:
    assert check_view(view, view["type"]) == view


def test_a_view_without_input_needs_no_submit() -> None:
    reading = {"type": "modal", "title": plain("Read"), "blocks": [section()]}

    assert check_view(reading, "modal") == reading
