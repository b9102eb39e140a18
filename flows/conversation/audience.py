"""Who sees an entry besides its author, and to whom its author could show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.conversation.ports import UnitOfWork
from flows.conversation.sights import Audience, Opened, ShownTo
from flows.people import Person
from flows.programmes.agreement import Agreement, Shared, in_force, shares
from flows.programmes.enrolment import Stage
from flows.programmes.share import READERS, Reading, Share
from flows.programmes.tie import Tie
from flows.roles import COACHING
from flows.timing.local import local_day, zone_of

_DAYS = 5
"""Of somebody who opened an entry day after day, so many days are named: the last ones."""


@dataclass(frozen=True, slots=True)
class Companion:
    """A tie by which a leader may show something, with what the two agreed on; a sponsor needs no agreement."""

    tie: Tie
    agreements: Sequence[Agreement] = ()


async def companions(work: UnitOfWork, leader: Person, now: datetime, *, hold: bool = False) -> Sequence[Companion]:
    """Everybody to whom a leader may show something now: sponsors, and coaches and mentors once both said yes.

    With `hold`, for whoever shows them something, no tie ends before the unit of work does.
    """
    ties = await work.ties.of_leader(leader, hold=hold)
    if not ties:
        return ()
    told = {each.id for each in await work.enrolments.of_leader(leader) if each.stage is not Stage.PREPARED}
    today = local_day(leader.zone, now)
    reading = [each for each in ties if each.role in READERS and each.holds(today) and each.enrolment in told]
    versions = await work.agreements.of([each.id for each in reading if each.role in COACHING])
    found = [Companion(each, [version for version in versions if version.tie == each.id]) for each in reading]
    return [each for each in found if each.tie.role not in COACHING or in_force(each.agreements)]


async def by_default(
    work: UnitOfWork, leader: Person, begun_at: datetime, now: datetime, *, hold: bool = False
) -> Sequence[Companion]:
    """Who sees by itself what a leader began then: by each tie with a coach or mentor who agreed on it before.

    Held as in `companions`.
    """
    return [
        each
        for each in await companions(work, leader, now, hold=hold)
        if each.tie.role in COACHING and shares(each.agreements, Shared.REFLECTIONS, begun_at)
    ]


async def may_be_shared(work: UnitOfWork, leader: Person, conversation: str, now: datetime) -> bool:
    """Whether there is anybody to show an entry to, or somebody who sees it now."""
    if await companions(work, leader, now):
        return True
    return any(each.ended_at is None for each in await work.shares.of_conversation(leader, conversation))


async def audience_of(work: UnitOfWork, owner: Person, conversation: str, now: datetime) -> Audience:
    """Who sees an entry now or in a while, and who opened it.

    Nobody who does not accompany its author any more, nor a coach or mentor as long as there is no agreement.
    """
    there = {each.tie.id for each in await companions(work, owner, now)}
    shares = await work.shares.of_conversation(owner, conversation)
    readings = await work.shares.readings(owner, conversation) if shares else ()
    met = await work.people.by_ids(owner.workspace, [each.viewer for each in shares])
    people = {each.id: each.slack_id for each in met.values()}
    current = [each for each in shares if each.ended_at is None and each.tie in there and each.viewer in people]
    return Audience(
        today=local_day(owner.zone, now),
        shown=_shown(current, people, owner, now),
        opened=_opened(readings, people, owner),
        may_share=bool(there),
    )


def _shown(current: Sequence[Share], people: Mapping[str, str], owner: Person, now: datetime) -> Sequence[ShownTo]:
    """One for each person who sees all of it, or will, and one for each who sees single answers."""
    found = []
    for viewer in dict.fromkeys(each.viewer for each in current):
        theirs = [each for each in current if each.viewer == viewer]
        for part in ([each for each in theirs if not each.step], [each for each in theirs if each.step]):
            if part:
                since = min(each.visible_from for each in part)
                steps = tuple(each.step for each in part if each.step)
                local = since.astimezone(zone_of(owner.zone))
                found.append(ShownTo(viewer, people[viewer], steps, local, seen=since <= now))
    return found


def _opened(readings: Sequence[Reading], people: Mapping[str, str], owner: Person) -> Sequence[Opened]:
    """By whom, and on which days where the owner is: nobody is told the hour."""
    readers = dict.fromkeys(each.reader for each in readings if each.reader in people)
    days = {
        reader: dict.fromkeys(local_day(owner.zone, each.at) for each in readings if each.reader == reader)
        for reader in readers
    }
    return [Opened(people[reader], tuple(days[reader])[-_DAYS:]) for reader in readers]
