"""What Slack's own SDK builds is taken; the sandbox is strict, not pedantic."""

from typing import Any

import pytest
from slack_sdk.models import blocks as b
from slack_sdk.models.blocks import Block, InputBlock
from slack_sdk.models.blocks.basic_components import DispatchActionConfig, FeedbackButtonObject
from slack_sdk.models.views import View

from sandbox.checks.messages import check_blocks
from sandbox.checks.views import check_view
from tests.unit.sandbox.examples import GOOD_BLOCKS

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
