"""A page of one's own journal: newest first, or what was looked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flows.conversation.belonging import may_now
from flows.conversation.desk import Desk
from flows.conversation.kept import Heading, Period
from flows.conversation.library import BASE_LANGUAGE
from flows.conversation.listing import listed
from flows.conversation.ports import UnitOfWork
from flows.errors import NotAvailable
from flows.journal.search_words import SearchWords
from flows.journal.sights import JournalPage
from flows.journal.when import Search, matches, read_search
from flows.people import Person
from flows.privacy import Action
from flows.timing.local import local_day, zone_of

PAGE = 10
"""Lines on one page of the journal."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page of whose journal, `asked` as it was typed into the search. Pages count from 0, the newest first."""

    workspace: str
    slack_id: str
    asked: str = ""
    page: int = 0


async def journal_page(desk: Desk, searches: Mapping[str, SearchWords], wanted: Wanted) -> tuple[JournalPage, str]:
    """The page, and its author's language. A page that is not there any more becomes the first one.

    Raises NotAvailable for somebody who is no full member any more.
    """
    async with desk.work() as work:
        person = await work.people.meet(wanted.workspace, wanted.slack_id)
        if person is None:
            return JournalPage((), asked=wanted.asked), BASE_LANGUAGE
        if not await may_now(work, person, Action.KEEP_A_JOURNAL, desk.clock.now()):
            raise NotAvailable
        words = searches.get(person.language) or searches[BASE_LANGUAGE]
        search = read_search(wanted.asked, local_day(person.zone, desk.clock.now()), words)
        page, headings = await _headings(work, person, search, wanted.page)
        lines = await listed(desk, work, person, headings[:PAGE])
    return JournalPage(lines, search, wanted.asked, page, older=len(headings) > PAGE), person.language


def period_of(search: Search, zone: str) -> Period:
    """The moments between which somebody in this zone looks. A day beyond the calendar's end is no limit."""
    until = search.until + timedelta(days=1) if search.until and search.until < date.max else None
    return Period(_midnight(search.since, zone), _midnight(until, zone))


def found_in(search: Search, texts: Iterable[tuple[str, str]]) -> Sequence[str]:
    """The conversations in whose texts, taken together, all words occur; in the order they come."""
    together: dict[str, list[str]] = {}
    for conversation, text in texts:
        together.setdefault(conversation, []).append(text)
    return [each for each, written in together.items() if matches(search, "\n".join(written))]


async def _headings(work: UnitOfWork, person: Person, search: Search, page: int) -> tuple[int, Sequence[Heading]]:
    """The headings of a page and, where there are more, the next one after it."""
    period = period_of(search, person.zone)
    if search.words:
        found = found_in(search, await work.journal.texts(person, period))
        page = page if found[page * PAGE :] else 0
        return page, await work.journal.chosen(person, found[page * PAGE :][: PAGE + 1])
    if headings := await work.journal.headings(person, period, PAGE + 1, page * PAGE):
        return page, headings
    return 0, await work.journal.headings(person, period, PAGE + 1) if page else ()


def _midnight(day: date | None, zone: str) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(day, time.min, zone_of(zone)).astimezone(UTC)
    except OverflowError:  # the first and the last day there are, in another zone
        return None
