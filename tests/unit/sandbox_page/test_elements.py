"""Each element as HTML: what a person would press, pick or fill in."""

import re

import pytest

from sandbox.page.drawing import Canvas, draw_blocks
from tests.unit.sandbox_page.block_kit import Json, actions, drawn, field, mrkdwn, option, plain, words


def test_a_button_sends_its_block_and_action(canvas: Canvas) -> None:
    button = drawn(canvas, actions(type="button", text=plain("Go"), style="primary")).one("button")
    assert button["value"] == '["b", "a"]'
    assert button["name"] == "press"
    assert "primary" in str(button["class"])


def test_a_button_that_asks_first(canvas: Canvas) -> None:
    confirm = {"title": plain("Sure?"), "text": mrkdwn("*Really*"), "confirm": plain("Do it"), "deny": plain("No")}
    block = actions(type="button", text=plain("Go"), confirm=confirm)
    tags = drawn(canvas, block)
    assert tags.one("button", name="press")["data-confirm"] == tags.one("dialog")["id"]
    assert words(canvas, block) == "Go Sure? Really No Do it"


def test_a_link_button_is_a_link(canvas: Canvas) -> None:
    link = drawn(canvas, actions(type="button", text=plain("Read"), url="https://x.example")).one("a")
    assert link["href"] == "https://x.example"
    assert link["data-press"] == '["b", "a"]'


def test_a_link_button_never_leads_into_a_script(canvas: Canvas) -> None:
    tags = drawn(canvas, actions(type="button", text=plain("x"), url="javascript:alert(1)"))
    assert not tags.all("a")
    assert tags.one("button")


def test_a_select_offers_its_options(canvas: Canvas) -> None:
    tags = drawn(
        canvas,
        actions(
            type="static_select",
            placeholder=plain("Pick"),
            options=[option("x"), option("y")],
            initial_option=option("y"),
        ),
    )
    assert [one["value"] for one in tags.all("option")] == ["", "x", "y"]
    assert "selected" in tags.one("option", value="y")
    assert tags.one("select")["aria-label"] == "Pick"
    assert tags.one("select")["data-press"] == '["b", "a"]'


def test_a_select_with_groups(canvas: Canvas) -> None:
    groups = [{"label": plain("Near"), "options": [option("x")]}, {"label": plain("Far"), "options": [option("y")]}]
    tags = drawn(canvas, actions(type="static_select", option_groups=groups))
    assert [one["label"] for one in tags.all("optgroup")] == ["Near", "Far"]


def test_people_and_channels_to_choose_from(canvas: Canvas) -> None:
    assert words(canvas, actions(type="users_select")) == "Choose… Ana Ruiz &lt;b&gt;Ben&lt;/b&gt; Send"
    assert "#general" in words(canvas, actions(type="channels_select"))
    assert drawn(canvas, actions(type="users_select", initial_user="U2")).one("option", value="U2").keys() >= {
        "selected"
    }


def test_many_options_are_boxes_with_one_button(canvas: Canvas) -> None:
    options = [option("x"), option("y")]
    tags = drawn(
        canvas,
        actions(type="multi_static_select", options=options, initial_options=[option("x")], max_selected_items=1),
    )
    assert [("checked" in one) for one in tags.all("input")] == [True, False]
    assert tags.one("button", name="press")
    assert tags.one("div", role="group")["data-most"] == "1"


def test_a_closed_list_of_many_says_what_is_chosen(canvas: Canvas) -> None:
    x, y, z = option("x"), option("y"), option("z")
    block = field(type="multi_static_select", options=[x, y, z], initial_options=[x, z])
    html = draw_blocks([block], canvas)
    assert ">X, Z</span>" in html


def test_many_people(canvas: Canvas) -> None:
    tags = drawn(canvas, field(type="multi_users_select", initial_users=["U1"]))
    assert [one["value"] for one in tags.all("input") if "checked" in one] == ["U1"]
    assert not tags.all("button")  # in a form the form's own button sends it


@pytest.mark.parametrize(("kind", "shape"), [("radio_buttons", "radio"), ("checkboxes", "checkbox")])
def test_radios_and_checkboxes(canvas: Canvas, kind: str, shape: str) -> None:
    described = option("x") | {"description": plain("what x means")}
    start = {"initial_option": option("y")} if shape == "radio" else {"initial_options": [option("y")]}
    tags = drawn(canvas, actions(type=kind, options=[described, option("y")], **start))
    assert [one["type"] for one in tags.all("input")] == [shape, shape]
    assert ["checked" in one for one in tags.all("input")] == [False, True]
    assert "what x means" in words(canvas, actions(type=kind, options=[described]))


def test_an_overflow_menu_sends_the_choice(canvas: Canvas) -> None:
    tags = drawn(canvas, actions(type="overflow", options=[option("edit"), option("drop")]))
    assert [one["value"] for one in tags.all("button")] == ['["b", "a", "edit"]', '["b", "a", "drop"]']


def test_feedback_buttons_send_their_value(canvas: Canvas) -> None:
    block = actions(
        type="feedback_buttons",
        positive_button={"text": plain("Good"), "value": "up"},
        negative_button={"text": plain("Bad"), "value": "down"},
    )
    assert [one["value"] for one in drawn(canvas, block).all("button")] == ['["b", "a", "up"]', '["b", "a", "down"]']


def test_a_text_field(canvas: Canvas) -> None:
    tags = drawn(
        canvas, field(type="plain_text_input", initial_value="so far", max_length=300, placeholder=plain("Say"))
    )
    box = tags.one("input")
    assert (box["value"], box["maxlength"], box["placeholder"]) == ("so far", "300", "Say")
    assert tags.one("label")["for"] == box["id"]
    assert "data-press" not in box


def test_a_large_text_field_keeps_its_words(canvas: Canvas) -> None:
    html = str(draw_blocks([field(type="plain_text_input", multiline=True, initial_value="\na </textarea>")], canvas))
    # A parser drops the first line break of a textarea, so the page writes one of its own.
    assert re.search(r"<textarea[^>]*>\n\na &lt;/textarea&gt;</textarea>", html)


def test_a_field_that_tells_while_it_is_typed_in(canvas: Canvas) -> None:
    config = {"trigger_actions_on": ["on_character_entered"]}
    box = drawn(canvas, field(type="plain_text_input", dispatch=True, dispatch_action_config=config)).one("input")
    assert box["data-on"] == "on_character_entered"
    assert box["data-press"] == '["b", "a"]'


@pytest.mark.parametrize(
    ("kind", "start", "shape", "value"),
    [
        ("datepicker", {"initial_date": "2026-11-22"}, "date", "2026-11-22"),
        ("timepicker", {"initial_time": "09:05"}, "time", "09:05"),
        ("datetimepicker", {"initial_date_time": 1700000000}, "datetime-local", "2023-11-14T23:13"),
        ("number_input", {"initial_value": "4", "min_value": "1", "is_decimal_allowed": False}, "number", "4"),
        ("email_text_input", {"initial_value": "a@x.example"}, "email", "a@x.example"),
        ("url_text_input", {"initial_value": "https://x.example"}, "url", "https://x.example"),
    ],
)
def test_fields_with_a_shape_of_their_own(canvas: Canvas, kind: str, start: Json, shape: str, value: str) -> None:
    box = drawn(canvas, field(type=kind, **start)).one("input")
    assert (box["type"], box["value"]) == (shape, value)


def test_an_error_stands_under_its_field(canvas: Canvas) -> None:
    wrong = Canvas(canvas.reader, canvas.key, in_view=True, errors={"b": "Say a little more"})
    tags = drawn(wrong, field(type="plain_text_input"))
    assert tags.one("input")["aria-invalid"] == "true"
    assert tags.one("input")["aria-describedby"] == tags.one("p")["id"]
    assert "Say a little more" in words(wrong, field(type="plain_text_input"))


def test_hints_and_optional_fields(canvas: Canvas) -> None:
    block = field(optional=True, type="plain_text_input") | {"hint": plain("One line will do")}
    assert words(canvas, block) == "Your answer (optional) One line will do"
    assert "aria-required" not in drawn(canvas, block).one("input")
