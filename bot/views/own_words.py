"""The window in which a person reads their own words. Texts are quoted as rich text, never parsed."""

from collections.abc import Iterator
from datetime import date

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextElementParts, RichTextQuoteElement
from slack_sdk.models.views import View

from bot import ids
from bot.views.answer_elements import chosen_label
from bot.views.parts import aside, filled, people, plain, strong
from flows.conversation.script import Kind
from flows.conversation.sights import OwnAnswer, OwnWords
from flows.text import pieces
from flows.words import Words

_PIECE = 2900
"""Longest run of text in one element, in characters."""

_ISOLATED = "\u2068{}\u2069"
"""Keeps the direction of a quoted text from spilling over what stands beside it."""


def own_words_modal(own: OwnWords, words: Words) -> View:
    """What the person wrote in one conversation."""
    heading = aside(words("words.from", title=own.title, day=words.full_day(own.started)))
    answers = [block for answer in own.answers for block in answer_blocks(answer, own.day, words)]
    return View(
        type="modal",
        callback_id=ids.WORDS_MODAL,
        title=words("words.title"),
        close=words("words.close"),
        blocks=[heading, *(answers or [plain(words("words.nothing"))])],
    )


def answer_blocks(answer: OwnAnswer, day: date, words: Words) -> Iterator[Block]:
    """A question and what was answered."""
    yield strong(filled(answer.ask, day, words))
    if answer.step.kind in {Kind.PERSON, Kind.PEOPLE}:
        yield people(answer.value.choices)
    elif label := chosen_label(answer.step, answer.value, words):
        yield plain(label)
    yield from quoted(answer.value.text)


def quoted(text: str) -> Iterator[Block]:
    """What somebody wrote, in as many pieces as Slack needs."""
    for piece in pieces(text, _PIECE):
        words = RichTextElementParts.Text(text=_ISOLATED.format(piece))
        yield RichTextBlock(elements=[RichTextQuoteElement(elements=[words])])
