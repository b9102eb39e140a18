"""The windows in which somebody reads what a leader shares with them. Texts are quoted, never parsed."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import ids
from bot.views.journal import listed_section
from bot.views.naming_people import here, naming
from bot.views.own_words import answer_units
from bot.views.parts import aside, button, buttons, plain
from bot.views.room import in_pages
from flows.conversation.sights import Listed
from flows.sharing.sights import SharedEntry, SharedSight
from flows.words import Words


def shared_modal(sight: SharedSight, words: Words, *, on_top: bool = False) -> View:
    """A page of what one leader shares: titles and days, the newest first."""
    intro = words("reading.intro", **here("leader")) if sight.entries else words("reading.nothing", **here("leader"))
    return View(
        type="modal",
        callback_id=ids.SHARED_MODAL,
        private_metadata=ids.Pointer(sight.tie).packed(),
        title=words("reading.title"),
        close=words("words.back") if on_top else words("words.close"),
        blocks=[
            naming(intro, {"leader": [sight.leader]}),
            *(_line(each, place, words) for place, each in enumerate(sight.entries, start=1)),
            *_list_turning(sight, words),
        ],
    )


def shared_words_modal(entry: SharedEntry, words: Words, page: int = 0, *, on_top: bool = False) -> View:
    """An entry, as far as it is shared; of several pages this one, or the last where there are fewer."""
    pages = in_pages(unit for answer in entry.answers for unit in answer_units(answer, entry.day, words))
    shown = min(page, len(pages) - 1)
    return View(
        type="modal",
        callback_id=ids.SHARED_WORDS_MODAL,
        private_metadata=ids.Pointer(entry.share).packed(),
        title=words("reading.title"),
        close=words("words.back") if on_top else words("words.close"),
        blocks=[
            naming(words("reading.by", **here("leader")), {"leader": [entry.leader]}),
            aside(words("words.from", title=entry.title, day=words.full_day(entry.started))),
            *pages[shown],
            *_page_turning(entry.share, shown, len(pages), words),
            aside(words("reading.told")),
        ],
    )


def nothing_to_read_modal(sentence: str, words: Words, *, on_top: bool = False) -> View:
    """A window that says why there is nothing to be read in it."""
    return View(
        type="modal",
        callback_id=ids.SHARED_WORDS_MODAL,
        title=words("reading.title"),
        close=words("words.back") if on_top else words("words.close"),
        blocks=[plain(sentence)],
    )


def _line(entry: Listed, place: int, words: Words) -> Block:
    day = words.full_day(entry.started.date())
    spoken = words("journal.open_line", place=place, title=entry.title, day=day)
    pointer = ids.Pointer(entry.conversation).packed()
    return listed_section(entry, button(words("journal.open_entry"), ids.OPEN_SHARED, pointer, read_as=spoken), words)


def _list_turning(sight: SharedSight, words: Words) -> Iterator[Block]:
    ways = []
    if sight.page:
        newer = ids.Pointer(sight.tie, sight.page - 1).packed()
        ways.append(button(words("journal.newer"), f"{ids.SHARED_PAGE}:newer", newer))
    if sight.more:
        older = ids.Pointer(sight.tie, sight.page + 1).packed()
        ways.append(button(words("journal.older"), f"{ids.SHARED_PAGE}:older", older))
    if ways:
        yield buttons("pages", ways)


def _page_turning(share: str, shown: int, pages: int, words: Words) -> Iterator[Block]:
    if pages == 1:
        return
    yield aside(words("words.page", page=shown + 1, pages=pages))
    ways = [("previous", shown - 1), ("next", shown + 1)]
    yield buttons(
        "pages",
        [
            button(words(f"words.{name}"), f"{ids.SHARED_WORDS_PAGE}:{name}", ids.Pointer(share, page).packed())
            for name, page in ways
            if 0 <= page < pages
        ],
    )
