"""Conversations as lines of their author's journal."""

from collections.abc import Sequence

from flows.conversation.desk import Desk
from flows.conversation.kept import Heading, Period
from flows.conversation.ports import UnitOfWork
from flows.conversation.sights import Listed
from flows.people import Person
from flows.timing.local import zone_of

EVER = Period()


async def listed(desk: Desk, work: UnitOfWork, person: Person, headings: Sequence[Heading]) -> Sequence[Listed]:
    """The lines for these headings, in their order."""
    zone = zone_of(person.zone)
    titles = [await _title(desk, work, each) for each in headings]
    return [
        Listed(each.id, title, each.started_at.astimezone(zone), each.answers)
        for each, title in zip(headings, titles, strict=True)
    ]


async def newest(desk: Desk, work: UnitOfWork, person: Person, many: int) -> Sequence[Listed]:
    """The newest lines of all."""
    return await listed(desk, work, person, await work.journal.headings(person, EVER, many))


def title_of(desk: Desk, heading: Heading) -> str:
    """The title of a script that is there today, whatever became of its steps; empty for one that is not."""
    return desk.library.script(heading.script, heading.language).title if desk.library.known(heading.script) else ""


async def _title(desk: Desk, work: UnitOfWork, heading: Heading) -> str:
    return title_of(desk, heading) or (await desk.script_of(work, heading)).title
