"""Somebody who accompanies leaders reads what those show to them. Whatever shows words writes down who saw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.conversation.accompanying import leaders_of, reading_ties
from flows.conversation.belonging import may_now
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import shown
from flows.conversation.kept import Heading
from flows.conversation.listing import listed
from flows.conversation.moving import deny
from flows.conversation.ports import UnitOfWork
from flows.conversation.showing import own_answer
from flows.conversation.subjects import subject_day
from flows.errors import NotAvailable
from flows.people import Person
from flows.privacy import Action, Bond, Facts, Relation, may_any, relations, require
from flows.programmes.agreement import in_force
from flows.programmes.share import Accompanied, Reading, Share
from flows.sharing.sights import LeadersSight, SharedEntry, SharedSight
from flows.timing.local import local_day

LEADERS = 20
"""Leaders on a page."""

ENTRIES = 10
"""Shared entries on a page."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Somebody who reads, and what they are to a leader by each of their ties that are in force."""

    person: Person
    now: datetime
    ties: Mapping[str, Accompanied]
    agreed: frozenset[str]

    def may(self, share: Share, action: Action, *, hidden: bool = False) -> bool:
        """Whether they may do this with what is shown to them."""
        return may_any(self._relations(share.tie), share.state(self.now, hidden=hidden), action)

    def require(self, share: Share, action: Action) -> None:
        """Raise NotAvailable unless they may."""
        require(self._relations(share.tie), share.state(self.now), action)

    def _relations(self, tie: str) -> frozenset[Relation]:
        """By the tie of the share alone: what somebody is to a leader in another way shows them no more of it."""
        found = self.ties.get(tie)
        if found is None:
            return relations(Facts(self.person.standing, self.now.date()))
        bond = Bond(found.tie.role, ended=False, agreed=tie in self.agreed, until=found.tie.until)
        return relations(Facts(self.person.standing, local_day(found.zone, self.now), bonds=[bond]))


async def leaders(desk: Desk, workspace: str, slack_id: str, page: int = 0) -> tuple[LeadersSight, str]:
    """A page of the leaders whom somebody accompanies, and their language.

    Raises NotAvailable for somebody who reads nothing here.
    """
    async with desk.work() as work:
        person = await _met(work, workspace, slack_id, desk.clock.now())
        found = await leaders_of(work, person, desk.clock.now())
    at = _page_of(page, len(found), LEADERS)
    some = found[at * LEADERS : (at + 1) * LEADERS]
    return LeadersSight(some, at, more=len(found) > (at + 1) * LEADERS), person.language


async def shared_by(desk: Desk, workspace: str, slack_id: str, tie: str, page: int = 0) -> tuple[SharedSight, str]:
    """A page of what a leader shows to somebody, and the reader's language. Raises NotAvailable."""
    async with desk.work() as work:
        now = desk.clock.now()
        reader = await _reader(work, await _met(work, workspace, slack_id, now), now)
        accompanied = reader.ties.get(tie)
        if accompanied is None:
            raise NotAvailable
        leader = await _person(work, reader.person.workspace, accompanied.tie.leader)
        entries = await _listed(work, reader, leader)
        at = _page_of(page, len(entries), ENTRIES)
        some = entries[at * ENTRIES : (at + 1) * ENTRIES]
        lines = await listed(desk, work, leader, [each.heading for each in some])
    named = [
        replace(line, conversation=each.share, answers=each.answers) for line, each in zip(lines, some, strict=True)
    ]
    return SharedSight(tie, leader.slack_id, named, at, len(entries) > (at + 1) * ENTRIES), reader.person.language


@dataclass(frozen=True, slots=True)
class Opening:
    """What came of opening something: the entry, or nothing, and the language of the one who reads."""

    effect: Effect
    entry: SharedEntry | None = None
    language: str = ""


async def open_shared(desk: Desk, inbound: Inbound, share: str) -> Opening:
    """Open what is shown to this person, and write down in the same transaction that they did.

    No entry for a repeat, nor where it is not shown to them any more. Raises NotSaved when it could not be written
    down: then nothing must be shown. Raises Unreadable when a text of it is damaged.
    """
    found: list[tuple[SharedEntry, str]] = []

    async def act(encounter: Encounter) -> Effect:
        found.clear()
        try:
            found.append((await _read(encounter, share), encounter.person.language))
        except NotAvailable:
            return await deny(encounter, share)
        return Effect.OPENED

    effect = await once(desk, inbound, act, Action.READ_WHAT_WAS_SHARED)
    return Opening(effect, *found[0]) if found else Opening(effect)


async def _read(encounter: Encounter, about: str) -> SharedEntry:
    work, person = encounter.work, encounter.person
    share = await _share(work, person, about)
    reader = await _reader(work, person, encounter.now)  # also for what is not there: every refusal costs the same
    if share is None:
        raise NotAvailable
    reader.require(share, Action.READ)
    owner = await _person(work, person.workspace, share.owner)
    conversation = await work.conversations.get(owner, share.conversation)
    script = await encounter.desk.script_of(work, conversation)
    said = shown(script, conversation) if conversation.is_over else ()  # opened again, it is not there for them
    every = [each for each in await work.shares.of_conversation(owner, conversation.id) if each.viewer == person.id]
    seen = [each for each in every if reader.may(each, Action.READ, hidden=not each.of(said))]
    steps = frozenset[str]().union(*(each.of(said) for each in seen))
    if not share.of(said):
        raise NotAvailable
    for each in seen:
        await work.shares.note_reading(_reading(encounter, each))
    await encounter.note("opened", share.id)
    return SharedEntry(
        share=share.id,
        leader=owner.slack_id,
        title=script.title,
        started=local_day(owner.zone, conversation.started_at),
        day=subject_day(conversation.subject),
        answers=[own_answer(script, conversation.entries[step]) for step in said if step in steps],
    )


def _reading(encounter: Encounter, share: Share) -> Reading:
    return Reading(
        id=encounter.desk.ids.new(),
        workspace=share.workspace,
        share=share.id,
        owner=share.owner,
        reader=encounter.person.id,
        conversation=share.conversation,
        at=encounter.now,
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A conversation of which something can be read: by which share it is opened, and how many answers."""

    heading: Heading
    share: str
    answers: int


async def _listed(work: UnitOfWork, reader: _Reader, leader: Person) -> Sequence[_Entry]:
    """Everything of a leader that a reader may see in a list, the newest first."""
    shares = await work.shares.shown(leader, reader.person)
    readable = await work.shares.readable(leader, {each.conversation for each in shares})
    visible = [
        each for each in shares if reader.may(each, Action.SEE_IN_LIST, hidden=not each.of(readable[each.conversation]))
    ]
    found = []
    for heading in await work.journal.chosen(leader, [each.conversation for each in visible]):
        theirs = [each for each in visible if each.conversation == heading.id]
        steps = frozenset[str]().union(*(each.of(readable[heading.id]) for each in theirs))
        found.append(_Entry(heading, theirs[0].id, len(steps)))
    return found


async def _reader(work: UnitOfWork, person: Person, now: datetime) -> _Reader:
    ties = {each.tie.id: each for each in await reading_ties(work, person, now)}
    versions = await work.agreements.of(list(ties))
    agreed = {tie for tie in ties if in_force([each for each in versions if each.tie == tie])}
    return _Reader(person, now, ties, frozenset(agreed))


async def _share(work: UnitOfWork, person: Person, share: str) -> Share | None:
    try:
        return await work.shares.get(person, share)
    except NotAvailable:
        return None


async def _met(work: UnitOfWork, workspace: str, slack_id: str, now: datetime) -> Person:
    person = await work.people.meet(workspace, slack_id)
    if person is None or not await may_now(work, person, Action.READ_WHAT_WAS_SHARED, now):
        raise NotAvailable
    return person


async def _person(work: UnitOfWork, workspace: str, person: str) -> Person:
    found = await work.people.by_id(workspace, person)
    if found is None:
        raise NotAvailable
    return found


def _page_of(wanted: int, many: int, on_a_page: int) -> int:
    """The page that was wanted, or the last one where there are fewer by now."""
    return min(wanted, max(many - 1, 0) // on_a_page)
