"""A person's whole journal, to be written down: read page by page, so that nobody else waits for it."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.kept import Heading, KeptAnswer
from flows.conversation.listing import EVER, title_of
from flows.conversation.ports import UnitOfWork
from flows.conversation.script import Script
from flows.conversation.showing import own_answer
from flows.conversation.subjects import subject_day
from flows.journal.sights import WrittenAnswer, WrittenEntry
from flows.people import Person
from flows.timing.local import local_day

_PAGE = 50
"""Entries read in one go."""

_ALL = 1_000_000
"""More conversations than anybody has."""


async def download(desk: Desk, inbound: Inbound) -> Effect:
    """Bring this person their whole journal as a file, in their direct message. Raises NotSaved."""
    return await once(desk, inbound, _download)


async def whole_journal(desk: Desk, workspace: str, person_id: str) -> AsyncIterator[Sequence[WrittenEntry]]:
    """Everything that this person wrote, the newest first. What goes while it is read is left out. Raises NotSaved."""
    async with desk.work() as work:
        person = await work.people.by_id(workspace, person_id)
        headings = await work.journal.headings(person, EVER, _ALL) if person else ()
    if person is None:
        return
    reader = _Reader(desk, person)
    for at in range(0, len(headings), _PAGE):
        yield await reader.read(headings[at : at + _PAGE])


async def _download(encounter: Encounter) -> Effect:
    await encounter.voice.journal()
    return Effect.HELPED


@dataclass(slots=True)
class _Reader:
    """Reads one person's entries. A script of former times is looked up once."""

    desk: Desk
    person: Person
    scripts: dict[tuple[str, str, str], Script] = field(default_factory=dict)

    async def read(self, headings: Sequence[Heading]) -> Sequence[WrittenEntry]:
        """The entries under these headings, in their order; without those in which nothing stands any more."""
        async with self.desk.work() as work:
            kept = _by_conversation(await work.journal.answers(self.person, [each.id for each in headings]))
            return [await self._entry(work, each, kept[each.id]) for each in headings if each.id in kept]

    async def _entry(self, work: UnitOfWork, heading: Heading, kept: Sequence[KeptAnswer]) -> WrittenEntry:
        script = await self._script(work, heading)
        places = list(script.steps)
        return WrittenEntry(
            title=title_of(self.desk, heading) or script.title,
            started=local_day(self.person.zone, heading.started_at),
            day=subject_day(heading.subject),
            answers=[_written(script, each) for each in sorted(kept, key=lambda each: places.index(each.entry.step))],
        )

    async def _script(self, work: UnitOfWork, heading: Heading) -> Script:
        which = (heading.script, heading.fingerprint, heading.language)
        if which not in self.scripts:
            self.scripts[which] = await self.desk.script_of(work, heading)
        return self.scripts[which]


def _by_conversation(kept: Iterable[KeptAnswer]) -> Mapping[str, Sequence[KeptAnswer]]:
    together: dict[str, list[KeptAnswer]] = {}
    for each in kept:
        together.setdefault(each.conversation, []).append(each)
    return together


def _written(script: Script, kept: KeptAnswer) -> WrittenAnswer:
    return WrittenAnswer(own_answer(script, kept.entry), kept.aside, kept.lost)
