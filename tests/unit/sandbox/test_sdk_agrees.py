"""What Slack's own SDK builds is taken, and what is taken its models take too: they know no limit beyond ours."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models import blocks as b
from slack_sdk.models.blocks import Block, InputBlock
from slack_sdk.models.blocks.basic_components import DispatchActionConfig, FeedbackButtonObject
from slack_sdk.models.views import View

from sandbox.checks.messages import check_blocks
from sandbox.checks.views import check_view
from sandbox.json_object import Json
from sandbox.refusal import Refusal
from tests.unit.sandbox.examples import GOOD_BLOCKS, GOOD_ELEMENTS

OPTIONS = [b.Option(value="a", label="A"), b.Option(value="b", label="B", description="Second")]
CONFIRM = b.ConfirmObject(title="Sure?", text="Really?", style="danger")
PARTS = b.RichTextElementParts
BUILT: dict[str, Block] = {
    "section": b.SectionBlock(text="*Hello*", fields=["a", "b"], accessory=b.ButtonElement(text="Go", action_id="go")),
    "header": b.HeaderBlock(text="Title"),
    "divider": b.DividerBlock(),
    "context": b.ContextBlock(elements=[b.MarkdownTextObject(text="_a_", verbatim=True)]),
    "image": b.ImageBlock(image_url="https://x.y/z.png", alt_text="Z", title="Zed"),
    "markdown": b.MarkdownBlock(text="**a**"),
    "actions": b.ActionsBlock(
        elements=[
            b.ButtonElement(text="Go", action_id="a1", value="1", style="primary", confirm=CONFIRM),
            b.StaticSelectElement(action_id="a2", options=OPTIONS, initial_option=OPTIONS[0]),
            b.RadioButtonsElement(action_id="a3", options=OPTIONS),
            b.CheckboxesElement(action_id="a4", options=OPTIONS, initial_options=OPTIONS),
            b.OverflowMenuElement(action_id="a5", options=OPTIONS[:1]),
            b.DatePickerElement(action_id="a6", initial_date="2026-11-22"),
            b.TimePickerElement(action_id="a7", initial_time="09:30", timezone="Europe/Madrid"),
            b.UserSelectElement(action_id="a8", placeholder="Who?"),
            b.ConversationSelectElement(action_id="a9", filter=b.ConversationFilter(include=["public"])),
        ]
    ),
    "input": InputBlock(
        label="Question",
        hint="Why",
        dispatch_action=True,
        element=b.PlainTextInputElement(
            action_id="t",
            multiline=True,
            max_length=3000,
            dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_character_entered"]),
        ),
    ),
    "number": InputBlock(label="How many", element=b.NumberInputElement(action_id="n", is_decimal_allowed=False)),
    "rich text": b.RichTextBlock(
        elements=[
            b.RichTextSectionElement(
                elements=[
                    PARTS.Text(text="a", style=PARTS.TextStyle(bold=True)),
                    PARTS.User(user_id="U1"),
                    PARTS.Emoji(name="wave"),
                    PARTS.Date(timestamp=1_700_000_000, format="{date}", fallback="soon"),
                ]
            ),
            b.RichTextQuoteElement(elements=[PARTS.Text(text="quoted")]),
            b.RichTextListElement(
                style="bullet",
                indent=0,
                elements=[b.RichTextSectionElement(elements=[PARTS.Text(text="item")])],
            ),
        ]
    ),
    "feedback": b.ContextActionsBlock(
        elements=[
            b.FeedbackButtonsElement(
                action_id="f",
                positive_button=FeedbackButtonObject(text="Good", value="1"),
                negative_button=FeedbackButtonObject(text="Bad", value="0"),
            )
        ]
    ),
}


@pytest.mark.parametrize("name", BUILT)
def test_a_block_of_the_sdk_is_taken(name: str) -> None:
    assert check_blocks([BUILT[name].to_dict()])


@pytest.mark.parametrize("kind", ["modal", "home"])
def test_a_view_of_the_sdk_is_taken(kind: str) -> None:
    only_modal: dict[str, Any] = {"title": "T", "submit": "S", "close": "C"}
    more = only_modal if kind == "modal" else {}
    view = View(type=kind, blocks=[BUILT["input"], BUILT["section"]], private_metadata="c1", **more).to_dict()

    assert check_view(view, kind) == view


@pytest.mark.parametrize("name", sorted(GOOD_BLOCKS))
def test_what_is_taken_the_sdk_would_take_too(name: str) -> None:
    view = View(type="modal", title="T", submit="S", blocks=[GOOD_BLOCKS[name]])

    assert view.to_dict()["blocks"][0]["type"] == name


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(each for key, held in below for each in _places(held, (*path, key)))]


def _put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    copied: Any = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = _put(value[path[0]], path[1:], new)
    return copied


def _standing(element: Json) -> list[Json]:
    label = {"type": "plain_text", "text": "Q"}
    return [
        {"type": "actions", "elements": [element]},
        {"type": "section", "text": label, "accessory": element},
        {"type": "input", "label": label, "element": element},
        {"type": "context_actions", "elements": [element]},
    ]


DRAWN: list[Json] = [
    *GOOD_BLOCKS.values(),
    *(each for name in GOOD_ELEMENTS for each in _standing(GOOD_ELEMENTS[name])),
]
LENGTHS = [0, 1, 24, 25, 30, 31, 75, 76, 100, 101, 150, 151, 255, 256, 300, 301, 2000, 2001, 3000, 3001]
SPOILS: st.SearchStrategy[Any] = (
    st.sampled_from(LENGTHS).map("x".__mul__)
    | st.sampled_from(["primary", "2026-02-29", "2026-02-28", "23:59", "24:00", "plain_text", "bullet", "#00ff00"])
    | st.integers(-1, 3001)
    | st.sampled_from([10**9, 10**10, True, None, [], {}])
)


@settings(deadline=None, max_examples=400)
@given(st.data())
def test_what_the_schema_takes_the_models_of_the_sdk_take_too(data: st.DataObject) -> None:
    block = data.draw(st.sampled_from(DRAWN))
    spoilt = _put(block, data.draw(st.sampled_from(_places(block))), data.draw(SPOILS))
    try:
        taken = check_blocks([spoilt])
    except Refusal:
        return

    for each in Block.parse_all(list(taken)):
        each.to_dict()


def test_the_models_of_the_sdk_take_every_good_element() -> None:
    taken = 0
    for block in DRAWN:
        try:
            check_blocks([block])
        except Refusal:
            continue
        taken += 1
        for each in Block.parse_all([block]):
            each.to_dict()

    assert taken > len(GOOD_BLOCKS) + len(GOOD_ELEMENTS)
