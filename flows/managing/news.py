"""Look up what a leader is told when who coaches them changes, and when their part in a programme is over."""

from collections.abc import Collection
from datetime import datetime

from flows.conversation.ports import UnitOfWork
from flows.delivery import Delivery
from flows.errors import NotAvailable
from flows.managing.handing_over import of_those_before
from flows.managing.sights import FarewellSight, NewCoachSight
from flows.people import Person
from flows.programmes.enrolment import Reason, Stage
from flows.programmes.handing_over import Choice, choices
from flows.programmes.programme import Programme
from flows.programmes.tie import Tie
from flows.roles import COACHING
from flows.timing.local import local_day


async def see_new_coach(work: UnitOfWork, leader: Person, delivery: Delivery, now: datetime) -> NewCoachSight:
    """Who coaches a leader now, and who does no more. Raises NotAvailable."""
    about = delivery.details.get("tie") or delivery.details["gone"]
    tie = await work.ties.get(leader.workspace, about)
    if tie.leader != leader.id:
        raise NotAvailable
    enrolment = await work.enrolments.get(leader.workspace, tie.enrolment)
    programme = await work.programmes.get(leader.workspace, enrolment.programme)
    if "gone" in delivery.details:
        gone = [each for each in await work.ties.of_leader(leader) if _went_with(each, tie)]
        who = await slack_ids_of(work, leader.workspace, [each.person for each in gone])
        return NewCoachSight(tie.id, programme.design.name, "", "", tie.role, who)
    holds = tie.holds(local_day(leader.zone, now))
    if "until" in delivery.details:
        return await _stays(work, leader, tie, programme, over=not holds)
    before, shares = await of_those_before(work, leader, tie)
    return NewCoachSight(
        tie.id,
        programme.design.name,
        await slack_id_of(work, leader.workspace, tie.named_by),
        await slack_id_of(work, leader.workspace, tie.person),
        tie.role,
        await slack_ids_of(work, leader.workspace, [each.person for each in before if _made_room(each, tie)]),
        until=tie.until,
        asks=holds and not tie.handed_over and bool(choices(shares, before)),
        chosen=Choice(tie.handed_over) if tie.handed_over else None,
        over=not holds,
    )


async def _stays(work: UnitOfWork, leader: Person, tie: Tie, programme: Programme, *, over: bool) -> NewCoachSight:
    """Whoever is from outside has another last day."""
    coach = await slack_id_of(work, leader.workspace, tie.person)
    name = programme.design.name
    return NewCoachSight(tie.id, name, "", coach, tie.role, (), until=tie.until, stays=True, over=over)


def _made_room(before: Tie, tie: Tie) -> bool:
    return before.ended_at == tie.since and before.person != tie.person


def _went_with(tie: Tie, other: Tie) -> bool:
    together = tie.enrolment == other.enrolment and tie.ended_at == other.ended_at
    return together and tie.role in COACHING


async def see_farewell(work: UnitOfWork, leader: Person, delivery: Delivery) -> FarewellSight:
    """How a leader's part in a programme ended, and what is left to choose. Raises NotAvailable."""
    enrolment = await work.enrolments.get(leader.workspace, delivery.details["enrolment"])
    if enrolment.leader != leader.id:
        raise NotAvailable
    programme = await work.programmes.get(leader.workspace, enrolment.programme)
    goes_on = any(each.stage is Stage.JOINED for each in await work.enrolments.of_leader(leader))
    return FarewellSight(
        enrolment.id,
        programme.design.name,
        enrolment.reason or Reason.PROGRAMME_OVER,
        asks=leader.rhythm is not None and not goes_on,
        alone=leader.goes_on_alone,
    )


async def slack_ids_of(work: UnitOfWork, workspace: str, people: Collection[str]) -> list[str]:
    """Everybody of these whom Cairn has met, by Slack id, in this order."""
    found = await work.people.by_ids(workspace, people)
    return [found[each].slack_id for each in people if each in found]


async def slack_id_of(work: UnitOfWork, workspace: str, person: str) -> str:
    """Empty for the operator, who is nobody in Slack."""
    return next(iter(await slack_ids_of(work, workspace, [person])), "")
