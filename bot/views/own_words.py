"""The window in which a person reads their own words. Texts are quoted as rich text, never parsed.

A conversation that is more than one window holds is shown page by page.
"""

from collections.abc import Iterator, Sequence
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
from bot.views.room import in_pages
from flows.conversation.checks import IN_A_FIELD
from flows.conversation.script import Kind
from flows.conversation.sights import OwnAnswer, OwnWords
from flows.text import pieces
from flows.words import Words

_PIECE = 2900
"""Longest run of text in one element, in characters."""

_ISOLATED = "\u2068{}\u2069"
"""Keeps the direction of a quoted text from spilling over what stands beside it."""


def own_words_modal(own: OwnWords, words: Words, page: int = 0, *, note: str = "", on_top: bool = False) -> View:
    """What the person wrote in one conversation; of several pages this one, or the last where there are fewer.

    `note` says what was just done; `on_top` of the journal's list.
    """
    heading = aside(words("words.from", title=own.title, day=words.full_day(own.started)))
    notes = [plain(note)] if note else []
    pages = in_pages(_everything(own, words))
    shown = min(page, len(pages) - 1)
    return View(
        type="modal",
        callback_id=ids.WORDS_MODAL,
        private_metadata=ids.Pointer(own.conversation).packed(),
        title=words("words.title"),
        close=words("words.back") if on_top else words("words.close"),
        blocks=[
            heading,
            *notes,
            *(pages[shown] or [plain(words("words.nothing"))]),
            *_page_turning(own.conversation, shown, len(pages), words),
            *_rest(own, words),
        ],
    )


def _everything(own: OwnWords, words: Words) -> Iterator[Sequence[Block]]:
    """Every answer in what stays together on a page; then those that are kept aside, below what says so."""
    for answer in own.answers:
        yield from _entry(own, answer, words)
    first, *others = [unit for answer in own.aside for unit in _entry(own, answer, words, aside=True)] or [()]
    if first:
        yield [plain(words("words.aside", count=len(own.aside))), *first]
    yield from others


def _page_turning(conversation: str, shown: int, pages: int, words: Words) -> Iterator[Block]:
    if pages == 1:
        return
    yield aside(words("words.page", page=shown + 1, pages=pages))
    ways = [("previous", shown - 1), ("next", shown + 1)]
    yield buttons(
        "pages",
        [
            button(words(f"words.{name}"), f"{ids.WORDS_PAGE}:{name}", ids.Pointer(conversation, page).packed())
            for name, page in ways
            if 0 <= page < pages
        ],
    )


def answer_units(answer: OwnAnswer, day: date, words: Words) -> Iterator[Sequence[Block]]:
    """What stays together on a page: the question with the first piece of its answer, and then each piece."""
    written = list(quoted(answer.value.text))
    yield [*_asked(answer, day, words), *written[:1]]
    yield from ([piece] for piece in written[1:])
    if len(answer.value.text) > IN_A_FIELD:
        yield [aside(words("words.long"))]


def _asked(answer: OwnAnswer, day: date, words: Words) -> Iterator[Block]:
    """The question, and what was chosen."""
    yield strong(filled(answer.ask, day, words))
    yield from _chosen(answer, words)


def shown_value(answer: OwnAnswer, words: Words) -> Iterator[Block]:
    """What was answered: pressed, picked, written."""
    yield from _chosen(answer, words)
    yield from quoted(answer.value.text)


def _chosen(answer: OwnAnswer, words: Words) -> Iterator[Block]:
    if answer.step.kind in {Kind.PERSON, Kind.PEOPLE}:
        yield people(answer.value.choices)
    elif (label := chosen_label(answer.step, answer.value, words)) and not _begins_with(answer.value.text, label):
        yield plain(label)


def _begins_with(remark: str, label: str) -> bool:
    """Whether a remark says what was chosen itself: “4 – rough week”."""
    return remark.casefold().startswith(label.casefold())


def answer_blocks(answer: OwnAnswer, day: date, words: Words) -> Iterator[Block]:
    """A question and what was answered, whole."""
    return (block for unit in answer_units(answer, day, words) for block in unit)


def _entry(own: OwnWords, answer: OwnAnswer, words: Words, *, aside: bool = False) -> Iterator[Sequence[Block]]:
    """An answer with what can be done about it, in what stays together on a page."""
    *before, last = answer_units(answer, own.day, words)
    yield from before
    changes = [_buttons(own, answer, words, aside=aside)] if own.conversation and not answer.step.silent else []
    yield [*last, *changes]


def _buttons(own: OwnWords, answer: OwnAnswer, words: Words, *, aside: bool) -> Block:
    """What is kept aside can be deleted; it is changed where it is part of what was said again."""
    ask = filled(answer.ask, own.day, words)
    pointer = ids.Pointer(own.conversation, answer.version, answer.step.id).packed()
    edit = button(words("words.edit"), ids.EDIT_ANSWER, pointer, read_as=words("words.edit_it", ask=ask))
    delete = button(words("words.delete"), ids.DELETE_ANSWER, pointer, read_as=words("words.delete_it", ask=ask))
    delete.confirm = ConfirmObject(
        title=words("words.sure"),
        text=PlainTextObject(text=words("words.sure_what"), emoji=False),
        confirm=words("words.sure_yes"),
        deny=words("words.sure_no"),
        style="danger",
    )
    return buttons(f"answer:{answer.step.id}", [delete] if aside else [edit, delete])


def _rest(own: OwnWords, words: Words) -> Iterator[Block]:
    if own.may_share:
        pointer = ids.Pointer(own.conversation).packed()
        yield buttons("sharing", [button(words("receipt.share"), ids.SHARE, pointer)])
    if own.asks:
        yield aside(words("words.asks"))


def quoted(text: str) -> Iterator[Block]:
    """What somebody wrote, in as many pieces as Slack needs."""
    for piece in pieces(text, _PIECE):
        words = RichTextElementParts.Text(text=_ISOLATED.format(piece))
        yield RichTextBlock(elements=[RichTextQuoteElement(elements=[words])])
