"""The window in which a person pages through their journal and looks for something in it."""

from collections.abc import Iterator

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    InputBlock,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.views import View

from bot import ids
from bot.views.parts import aside, button, buttons, plain
from flows.conversation.sights import Listed
from flows.journal.sights import JournalPage
from flows.journal.when import Search
from flows.words import Words

SEARCH_LENGTH = 150
"""Characters of a search."""


def journal_modal(page: JournalPage, words: Words, note: str = "") -> View:
    """A page of the journal below its search. `note` says what was just done."""
    understood = _understood(page.search, words)
    blocks: list[Block] = [_search(page, words)]
    blocks += [plain(note)] if note else []
    blocks += [aside(understood)] if understood else []
    blocks += [_line(entry, place, words) for place, entry in enumerate(page.entries, start=1)]
    blocks += [] if page.entries else [plain(_nothing(page, words))]
    ways = list(_ways(page, words))
    blocks += [buttons("pages", ways)] if ways else []
    blocks += [buttons("download", [download_button(words, page.page)])] if page.entries else []
    return View(
        type="modal",
        callback_id=ids.JOURNAL_MODAL,
        title=words("journal.title"),
        submit=words("journal.find"),
        close=words("words.close"),
        blocks=blocks,
    )


def listed_section(entry: Listed, opens: ButtonElement, words: Words) -> SectionBlock:
    """One line: what it was, when, how many answers, and the button that opens it."""
    day = words.full_day(entry.started.date())
    text = words("journal.line", title=entry.title, day=day, count=entry.answers)
    return SectionBlock(text=PlainTextObject(text=text, emoji=False), accessory=opens)


def open_button(entry: Listed, place: int, words: Words) -> ButtonElement:
    """Opens an entry. Its place tells it from others to somebody who hears the buttons."""
    day = words.full_day(entry.started.date())
    spoken = words("journal.open_line", place=place, title=entry.title, day=day)
    pointer = ids.Pointer(entry.conversation).packed()
    return button(words("journal.open_entry"), ids.OPEN_ENTRY, pointer, read_as=spoken)


def download_button(words: Words, page: int = 0) -> ButtonElement:
    """Brings the whole journal as a file, whichever page of it is shown."""
    return button(words("journal.download"), ids.DOWNLOAD, str(page))


def _line(entry: Listed, place: int, words: Words) -> SectionBlock:
    return listed_section(entry, open_button(entry, place, words), words)


def _search(page: JournalPage, words: Words) -> InputBlock:
    return InputBlock(
        block_id=ids.JOURNAL_SEARCH,
        label=PlainTextObject(text=words("journal.search"), emoji=False),
        hint=PlainTextObject(text=words("journal.search_hint"), emoji=False),
        element=PlainTextInputElement(
            action_id=ids.JOURNAL_SEARCH,
            initial_value=page.asked or None,
            max_length=SEARCH_LENGTH,
            dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
        ),
        optional=True,
        dispatch_action=True,
    )


def _understood(search: Search, words: Words) -> str:
    """Between which days was looked, so that somebody sees how their words were read."""
    if search.since and search.since == search.until:
        return words("journal.on", day=words.full_day(search.since))
    if search.since and search.until:
        return words("journal.between", since=words.full_day(search.since), until=words.full_day(search.until))
    if search.since:
        return words("journal.since", since=words.full_day(search.since))
    return words("journal.until", until=words.full_day(search.until)) if search.until else ""


def _nothing(page: JournalPage, words: Words) -> str:
    return words("journal.not_found") if page.asked else words("journal.empty", command=ids.COMMAND)


def _ways(page: JournalPage, words: Words) -> Iterator[ButtonElement]:
    if page.newer:
        yield button(words("journal.newer"), f"{ids.JOURNAL_PAGE}:newer", str(page.page - 1))
    if page.older:
        yield button(words("journal.older"), f"{ids.JOURNAL_PAGE}:older", str(page.page + 1))
