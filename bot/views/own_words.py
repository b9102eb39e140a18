"""The window in which a person reads their own words. Texts are quoted as rich text, never parsed."""

from collections.abc import Iterator
from datetime import date

from slack_sdk.models.blocks import (
    Block,
    ConfirmObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
)
from slack_sdk.models.views import View

from bot import ids
from bot.views.answer_elements import chosen_label
from bot.views.parts import aside, button, buttons, filled, people, plain, strong
from flows.conversation.script import Kind
from flows.conversation.sights import OwnAnswer, OwnWords
from flows.text import pieces
from flows.words import Words

_PIECE = 2900
"""Longest run of text in one element, in characters."""

_ISOLATED = "\u2068{}\u2069"
"""Keeps the direction of a quoted text from spilling over what stands beside it."""


def own_words_modal(own: OwnWords, words: Words, *, note: str = "", on_top: bool = False) -> View:
    """What the person wrote in one conversation. `note` says what was just done; `on_top` of the journal's list."""
    heading = aside(words("words.from", title=own.title, day=words.full_day(own.started)))
    answers = [block for answer in own.answers for block in _answer(own, answer, words)]
    notes = [plain(note)] if note else []
    return View(
        type="modal",
        callback_id=ids.WORDS_MODAL,
        private_metadata=ids.Pointer(own.conversation).packed(),
        title=words("words.title"),
        close=words("words.back") if on_top else words("words.close"),
        blocks=[heading, *notes, *(answers or [plain(words("words.nothing"))]), *_rest(own, words)],
    )


def answer_blocks(answer: OwnAnswer, day: date, words: Words) -> Iterator[Block]:
    """A question and what was answered."""
    yield strong(filled(answer.ask, day, words))
    yield from shown_value(answer, words)


def shown_value(answer: OwnAnswer, words: Words) -> Iterator[Block]:
    """What was answered: pressed, picked, written."""
    if answer.step.kind in {Kind.PERSON, Kind.PEOPLE}:
        yield people(answer.value.choices)
    elif label := chosen_label(answer.step, answer.value, words):
        yield plain(label)
    yield from quoted(answer.value.text)


def _answer(own: OwnWords, answer: OwnAnswer, words: Words) -> Iterator[Block]:
    yield from answer_blocks(answer, own.day, words)
    if own.conversation and not answer.step.silent:
        yield _buttons(own, answer, words)


def _buttons(own: OwnWords, answer: OwnAnswer, words: Words) -> Block:
    ask = filled(answer.ask, own.day, words)
    pointer = ids.Pointer(own.conversation, answer.version, answer.step.id).packed()
    edit = button(words("words.edit"), ids.EDIT_ANSWER, pointer, read_as=words("words.edit_it", ask=ask))
    delete = button(words("words.delete"), ids.DELETE_ANSWER, pointer, read_as=words("words.delete_it", ask=ask))
    delete.confirm = ConfirmObject(
        title=words("words.sure"),
        text=PlainTextObject(text=words("words.sure_what"), emoji=False),
        confirm=words("words.sure_yes"),
        deny=words("words.sure_no"),
    )
    return buttons(f"answer:{answer.step.id}", [edit, delete])


def _rest(own: OwnWords, words: Words) -> Iterator[Block]:
    if own.aside:
        yield plain(words("words.aside", count=own.aside))
    if own.asks:
        yield aside(words("words.asks"))


def quoted(text: str) -> Iterator[Block]:
    """What somebody wrote, in as many pieces as Slack needs."""
    for piece in pieces(text, _PIECE):
        words = RichTextElementParts.Text(text=_ISOLATED.format(piece))
        yield RichTextBlock(elements=[RichTextQuoteElement(elements=[words])])
