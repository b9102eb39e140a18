"""Who may do anything with Cairn: full members of the workspace, and guests who were named to read for a while."""

from datetime import date, datetime

from flows.conversation.ports import UnitOfWork
from flows.errors import NotAvailable
from flows.people import Person, Standing
from flows.privacy import Action, Bond, Facts, Relation, State, may_any, relations
from flows.programmes.share import Accompanied
from flows.timing.local import local_day


async def may_now(work: UnitOfWork, person: Person, action: Action, now: datetime) -> bool:
    """Whether somebody whom Cairn has met may do this with it at all, as things stand now."""
    if may_any(_by_standing(person), State.RUNNING, action):
        return True
    if person.standing is not Standing.GUEST:
        return False
    begun = await work.shares.accompanied(person)  # of what is only prepared nobody has been told
    return any(may_any(_by_tie(person, each, now), State.RUNNING, action) for each in begun)


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


def _by_tie(person: Person, accompanied: Accompanied, now: datetime) -> frozenset[Relation]:
    tie, today = accompanied.tie, local_day(accompanied.zone, now)
    bond = Bond(tie.role, ended=False, agreed=False, until=tie.until)
    return relations(Facts(person.standing, today, bonds=[bond]))
