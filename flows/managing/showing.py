"""Look up what a message about a programme shows, at the moment it is drawn."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from flows.conversation.belonging import may_be_told
from flows.conversation.desk import Desk
from flows.conversation.ports import UnitOfWork
from flows.delivery import Delivery, Subject
from flows.errors import NotAvailable
from flows.managing.agreement_sights import ProposalSight
from flows.managing.news import see_farewell, see_new_coach, slack_id_of, slack_ids_of
from flows.managing.pacts import pact_for
from flows.managing.sights import Answer, CoachWelcomeSight, FarewellSight, NewCoachSight, ProgrammeSight, WelcomeSight
from flows.people import Person
from flows.privacy import Action, State
from flows.programmes.agreement import Side
from flows.programmes.enrolment import Enrolment, Stage
from flows.programmes.programme import Programme
from flows.programmes.terms import asked_for
from flows.programmes.tie import Tie
from flows.roles import COACHING

SUBJECTS = frozenset(
    {
        Subject.WELCOME,
        Subject.REMINDER,
        Subject.COACH_WELCOME,
        Subject.NEW_COACH,
        Subject.FAREWELL,
        Subject.PROPOSAL,
    }
)
"""What is looked up here."""

_ANSWERS: Mapping[Stage, Answer] = {
    Stage.INVITED: Answer.OPEN,
    Stage.WAITING: Answer.PUT_OFF,
    Stage.JOINED: Answer.ACCEPTED,
    Stage.ENDED: Answer.OVER,
}


async def see_programme(desk: Desk, delivery: Delivery) -> tuple[ProgrammeSight, Person]:
    """What a delivery shows, and to whom. Raises NotAvailable when there is nothing to show any more."""
    async with desk.work() as work:
        person = await work.people.by_id(delivery.workspace, delivery.person)
        if person is None or not await may_be_told(work, person, desk.clock.now()):
            raise NotAvailable
        sight = await _sight(work, person, delivery, desk.clock.now())
    if delivery.ts is None and _is_over(sight):
        raise NotAvailable("nobody is written to for the first time about what is over")
    return sight, person


async def _sight(work: UnitOfWork, person: Person, delivery: Delivery, now: datetime) -> ProgrammeSight:
    match delivery.subject:
        case Subject.COACH_WELCOME:
            return await _coach_welcome(work, person, delivery)
        case Subject.NEW_COACH:
            return await see_new_coach(work, person, delivery, now)
        case Subject.FAREWELL:
            return await see_farewell(work, person, delivery)
        case Subject.PROPOSAL:
            return await _proposal(work, person, delivery, now)
        case _:
            return await _welcome(work, person, delivery)


def _is_over(sight: ProgrammeSight) -> bool:
    match sight:
        case WelcomeSight():
            return sight.answer is Answer.OVER
        case CoachWelcomeSight() | NewCoachSight():
            return sight.over
        case ProposalSight():
            return sight.settled
        case FarewellSight():
            return False


async def _welcome(work: UnitOfWork, person: Person, delivery: Delivery) -> WelcomeSight:
    enrolment = await work.enrolments.get(person.workspace, delivery.details["enrolment"])
    if enrolment.leader != person.id:
        raise NotAvailable
    reminds = delivery.subject is Subject.REMINDER
    if reminds and delivery.ts is None and enrolment.stage is not Stage.INVITED:
        raise NotAvailable("they have answered meanwhile, so nobody needs to be reminded")
    programme = await work.programmes.get(person.workspace, enrolment.programme)
    others = await work.enrolments.of_leader(person)
    sight = await welcome_sight(work, programme, enrolment)
    known = any(_takes_part(each, enrolment) for each in others)
    return replace(sight, known=known, reminds=reminds, rhythm=person.rhythm)


async def welcome_sight(work: UnitOfWork, programme: Programme, enrolment: Enrolment) -> WelcomeSight:
    """The invitation of somebody who was told of it, as to somebody who takes part in nothing else."""
    ties = await work.ties.of_enrolments(enrolment.workspace, [enrolment.id])
    return WelcomeSight(
        enrolment.id,
        programme.design.name,
        await slack_id_of(work, enrolment.workspace, enrolment.enrolled_by),
        await slack_ids_of(work, enrolment.workspace, [each.person for each in _coaching(ties)]),
        _ANSWERS[enrolment.stage],
        outside=await _outside(work, ties),
    )


async def _proposal(work: UnitOfWork, person: Person, delivery: Delivery, now: datetime) -> ProposalSight:
    """What the other one proposes now; settled when that is answered, or something else is proposed by now."""
    pact = await pact_for(work, person, delivery.details["tie"], Action.SEE_AGREEMENT, now)
    asked = asked_for(pact.versions, pact.side)
    asks = asked and str(pact.versions[-1].version) == delivery.details["version"]
    settled = not asks or pact.state is not State.RUNNING
    return ProposalSight(pact.tie.id, pact.other.slack_id, pact.side is Side.COACH, asked, settled)


async def _coach_welcome(work: UnitOfWork, person: Person, delivery: Delivery) -> CoachWelcomeSight:
    programme = await work.programmes.get(person.workspace, delivery.details["programme"])
    return await coach_welcome_sight(work, programme, person)


async def coach_welcome_sight(
    work: UnitOfWork, programme: Programme, person: Person, *, as_if_begun: Collection[str] = ()
) -> CoachWelcomeSight:
    """What somebody is told who is to coach in a programme: of whom is only prepared, nothing.

    `as_if_begun` are ids of enrolments that are to begin.
    """
    every = await work.enrolments.of_programme(programme)
    told = {each.id for each in every if each.stage is not Stage.PREPARED or each.id in as_if_begun}
    ties = [each for each in _coaching(await work.ties.of_person(person)) if each.enrolment in told]
    return CoachWelcomeSight(
        programme.id,
        programme.design.name,
        await slack_id_of(work, person.workspace, ties[-1].named_by) if ties else "",
        await slack_ids_of(work, person.workspace, [each.leader for each in ties]),
        over=not ties,
    )


def _coaching(ties: Collection[Tie]) -> list[Tie]:
    return [each for each in ties if each.role in COACHING and each.ended_at is None]


async def _outside(work: UnitOfWork, ties: Collection[Tie]) -> list[tuple[str, date]]:
    return [
        (await slack_id_of(work, each.workspace, each.person), each.until)
        for each in _coaching(ties)
        if each.until is not None
    ]


def _takes_part(other: Enrolment, this: Enrolment) -> bool:
    return other.id != this.id and other.stage is Stage.JOINED
