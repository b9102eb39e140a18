"""Whom somebody accompanies, by their ties alone: nothing that a leader does, writes or agrees to changes it."""

from collections.abc import Sequence
from datetime import datetime

from flows.conversation.ports import UnitOfWork
from flows.conversation.sights import Led
from flows.people import Person
from flows.privacy import Action, Bond, Facts, State, may_any, relations
from flows.programmes.share import READERS, Accompanied
from flows.timing.local import local_day


async def leaders_of(work: UnitOfWork, person: Person, now: datetime) -> Sequence[Led]:
    """The leaders of whom somebody may read what they share, each once, the longest accompanied first."""
    found: dict[str, Led] = {}
    for each in await reading_ties(work, person, now):
        found.setdefault(each.tie.leader, Led(each.tie.id, each.slack_id))
    return list(found.values())


async def reading_ties(work: UnitOfWork, person: Person, now: datetime) -> Sequence[Accompanied]:
    """The ties in force by which somebody may read what is shared with them, whether it was agreed on or not."""
    return [each for each in await work.shares.accompanied(person) if _reads(person, each, now)]


def _reads(person: Person, accompanied: Accompanied, now: datetime) -> bool:
    tie, today = accompanied.tie, local_day(accompanied.zone, now)
    bond = Bond(tie.role, ended=False, agreed=False, until=tie.until)
    found = relations(Facts(person.standing, today, bonds=[bond]))
    reads = may_any(found, State.RUNNING, Action.READ_WHAT_WAS_SHARED)
    return reads and tie.role in READERS and tie.holds(today)
