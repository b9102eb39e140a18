"""Each block as HTML, and hostile words in every place that an app can put words in."""

import re

import pytest

from sandbox.page.drawing import Canvas, draw_blocks
from sandbox.page.entered import with_entered
from tests.unit.sandbox_page.block_kit import Json, actions, drawn, field, mrkdwn, option, plain, words

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


def test_a_section_with_text_and_fields(canvas: Canvas) -> None:
    section = {"type": "section", "text": mrkdwn("*Hi*"), "fields": [mrkdwn("one"), plain("*two*")]}
    html = draw_blocks([section], canvas)
    assert "<strong>Hi</strong>" in html
    assert words(canvas, section) == "Hi one *two*"


def test_a_header_a_divider_and_a_context(canvas: Canvas) -> None:
    image = {"type": "image", "image_url": "https://x.example/i.png", "alt_text": "a hill"}
    tags = drawn(
        canvas,
        {"type": "header", "text": plain("Week 3")},
        {"type": "divider"},
        {"type": "context", "elements": [image, mrkdwn("_quiet_")]},
    )
    assert tags.all("h3")
    assert tags.all("hr")
    assert tags.one("img")["alt"] == "a hill"
    assert tags.all("em")


def test_an_image_with_a_title(canvas: Canvas) -> None:
    block = {"type": "image", "image_url": "https://x.example/i.png", "alt_text": "hill", "title": plain("Up")}
    assert drawn(canvas, block).one("img")["src"] == "https://x.example/i.png"
    assert words(canvas, block) == "Up"


def test_a_rich_text_block(canvas: Canvas) -> None:
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]}
    assert drawn(canvas, {"type": "rich_text", "elements": [quote]}).all("blockquote")


def test_a_table_begins_with_its_headings(canvas: Canvas) -> None:
    cell = {"type": "raw_text", "text": "x"}
    tags = drawn(canvas, {"type": "table", "rows": [[cell, cell], [cell, cell]]})
    assert (len(tags.all("th")), len(tags.all("td"))) == (2, 2)


@pytest.mark.parametrize("block", [{"type": "hologram"}, actions(type="hologram")])
def test_what_the_page_cannot_draw_it_names(canvas: Canvas, block: Json) -> None:
    assert "does not draw “hologram”" in words(canvas, block)


def everywhere(text: str) -> list[Json]:
    """The same words in every place that an app can put words in."""
    many = [option(text, text), option("other")]
    element: Json = {"action_id": text, "text": plain(text), "placeholder": plain(text), "options": many}
    element["initial_value"] = text
    pressed = ["button", "overflow", "radio_buttons", "checkboxes"]
    kinds = [*pressed, "static_select", "multi_static_select", "plain_text_input", "number_input"]
    confirm = {"title": plain(text), "text": mrkdwn(text), "confirm": plain(text), "deny": plain(text)}
    return [
        {"type": "section", "block_id": text, "text": mrkdwn(text), "fields": [plain(text)]},
        {"type": "header", "text": plain(text)},
        {"type": "context", "elements": [mrkdwn(text), {"type": "image", "image_url": text, "alt_text": text}]},
        {"type": "image", "image_url": text, "alt_text": text, "title": plain(text)},
        {"type": "markdown", "text": text},
        {"type": "table", "rows": [[{"type": "raw_text", "text": text}]]},
        {"type": text},
        *(actions(**element | {"type": kind, "confirm": confirm}) for kind in kinds),
        *(field(**element | {"type": kind}) | {"label": plain(text), "hint": plain(text)} for kind in kinds),
        actions(type="button", text=plain(text), url=text),
        actions(type=text),
    ]


def test_hostile_words_stay_words_wherever_they_stand(canvas: Canvas) -> None:
    wrong = Canvas(canvas.reader, HOSTILE, in_view=True, errors={"b": HOSTILE})
    tags = drawn(wrong, *everywhere(HOSTILE))
    assert not tags.all("script")
    assert len(tags.all("img")) == 2
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on")]


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "plain_text_input", "initial_value": "before"}, {"value": "new"}),
        ({"type": "plain_text_input", "multiline": True}, {"value": "new"}),
        ({"type": "datepicker"}, {"selected_date": "new"}),
        ({"type": "static_select", "options": [option("new")]}, {"selected_option": option("new")}),
        ({"type": "multi_users_select"}, {"selected_users": ["U2"]}),
    ],
)
def test_what_was_entered_is_drawn(canvas: Canvas, element: Json, value: Json) -> None:
    block = field(**element)
    entered = {"b": {"a": {"type": element["type"], **value}}}
    html = str(draw_blocks(with_entered([block], entered), canvas))
    assert re.search(r'"new"|>\nnew<| selected>| checked>', html)
    assert "before" not in html


def test_an_emptied_field_stays_empty(canvas: Canvas) -> None:
    block = field(type="plain_text_input", initial_value="before")
    drawn_again = with_entered([block], {"b": {"a": {"type": "plain_text_input", "value": None}}})
    assert drawn(canvas, *drawn_again).one("input")["value"] == ""
    assert block["element"]["initial_value"] == "before"
