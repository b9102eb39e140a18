"""Who may do anything with Cairn: full members of the workspace, and guests who were named to read for a while."""

from datetime import date, datetime

from flows.conversation.ports import UnitOfWork
from flows.errors import NotAvailable
from flows.people import Person, Standing
from flows.privacy import Action, Bond, Facts, Relation, State, may_any, relations
from flows.programmes.tie import Tie
from flows.timing.local import local_day


async def may_now(work: UnitOfWork, person: Person, action: Action, now: datetime) -> bool:
    """Whether somebody whom Cairn has met may do this with it at all, as things stand now."""
    if may_any(_by_standing(person), State.RUNNING, action):
        return True
    if person.standing is not Standing.GUEST:
        return False
    named = [each for each in await work.ties.of_person(person) if each.outside and each.ended_at is None]
    for each in sorted(named, key=_last_day, reverse=True):  # the first of them decides it for nearly everybody
        if may_any(await _by_tie(work, person, each, now), State.RUNNING, action):
            return True
    return False


async def who_asks(
    work: UnitOfWork, workspace: str, slack_id: str, now: datetime, needs: Action = Action.KEEP_A_JOURNAL
) -> Person:
    """Somebody who looks at something, held as in an encounter. Raises NotAvailable where they may not."""
    person = await work.people.meet(workspace, slack_id)
    if person is None or not await may_now(work, person, needs, now):
        raise NotAvailable
    return person


async def may_be_told(work: UnitOfWork, person: Person, now: datetime) -> bool:
    """Whether anything may be sent to somebody. Slack takes it for people who have left, too."""
    return await may_now(work, person, Action.READ_WHAT_WAS_SHARED, now)


def _by_standing(person: Person) -> frozenset[Relation]:
    return relations(Facts(person.standing, date.min))


async def _by_tie(work: UnitOfWork, person: Person, tie: Tie, now: datetime) -> frozenset[Relation]:
    leader = await work.people.by_id(tie.workspace, tie.leader)
    if leader is None:
        return frozenset()
    bond = Bond(tie.role, ended=False, agreed=False, until=tie.until)
    return relations(Facts(person.standing, local_day(leader.zone, now), bonds=[bond]))


def _last_day(tie: Tie) -> date:
    return tie.until or date.min
