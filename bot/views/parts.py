"""Small pieces every view is made of. Texts go in as plain text or rich text: nothing in them is ever parsed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    InteractiveElement,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
    SectionBlock,
)

from flows.text import one_line
from flows.words import Words

_SLACK_ID = re.compile("[UW][A-Z0-9]{1,20}")

_WEEK_START = "{week.start}"

BUTTON_LENGTH = 75
"""As much as Slack shows on a button, and lets a screen reader say."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as Slack takes it. `text` carries the full meaning of the blocks, for reading aloud."""

    text: str
    blocks: Sequence[Block]


def plain(text: str) -> SectionBlock:
    """A paragraph."""
    return SectionBlock(text=PlainTextObject(text=text, emoji=False))


def strong(text: str) -> RichTextBlock:
    """A paragraph that stands out."""
    style = RichTextElementParts.TextStyle(bold=True)
    words = RichTextElementParts.Text(text=text, style=style)
    return RichTextBlock(elements=[RichTextSectionElement(elements=[words])])


def people(slack_ids: Sequence[str]) -> SectionBlock:
    """People by name. The one place where Slack parses anything of ours: windows only, so that nobody is told.

    Not rich text, which Slack may refuse as a whole because of one id that it does not know.
    """
    named = ", ".join(f"<@{each}>" for each in slack_ids if _SLACK_ID.fullmatch(each))
    return SectionBlock(text=MarkdownTextObject(text=named or "–"))


def link(url: str) -> RichTextBlock:
    """An address to press, on a line of its own."""
    return RichTextBlock(elements=[RichTextSectionElement(elements=[RichTextElementParts.Link(url=url)])])


def aside(text: str) -> ContextBlock:
    """A small grey line."""
    return ContextBlock(elements=[PlainTextObject(text=text, emoji=False)])


def button(label: str, action_id: str, value: str, *, style: str | None = None, read_as: str = "") -> ButtonElement:
    """A button. `read_as` is what a screen reader says where the label alone is not enough."""
    spoken = one_line(read_as, BUTTON_LENGTH) if read_as and read_as != label else None
    return ButtonElement(
        text=PlainTextObject(text=one_line(label, BUTTON_LENGTH), emoji=False),
        action_id=action_id,
        value=value,
        style=style,
        accessibility_label=spoken,
    )


def buttons(block_id: str, elements: Sequence[InteractiveElement]) -> ActionsBlock:
    """A row of things to press."""
    return ActionsBlock(block_id=block_id, elements=list(elements))


def aloud(*sentences: str) -> str:
    """Sentences as one text, without the empty ones."""
    return "\n".join(sentence for sentence in sentences if sentence)


def filled(text: str, day: date, words: Words) -> str:
    """A text of a script with its placeholders filled. `day` is what the conversation is about."""
    return text.replace(_WEEK_START, words.day(day)) if _WEEK_START in text else text


def escaped(text: str) -> str:
    """A text for the top-level `text` of a message, where Slack would otherwise read `<…>` and `&`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
