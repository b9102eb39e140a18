"""Look up where somebody stands with programmes."""

from collections.abc import Sequence
from datetime import datetime

from flows.conversation.accompanying import reading_ties
from flows.conversation.desk import Desk
from flows.conversation.encounter import Inbound
from flows.conversation.ports import UnitOfWork
from flows.conversation.situation import NOWHERE, Accompanied, Accompanying, Part, Situation
from flows.people import Person
from flows.programmes.agreement import Agreement, by_default, in_force
from flows.programmes.enrolment import Enrolment, Stage
from flows.programmes.tie import Tie
from flows.roles import COACHING
from flows.timing.local import local_day

_GOING_ON = frozenset({Stage.INVITED, Stage.WAITING, Stage.JOINED})


async def own_situation(desk: Desk, inbound: Inbound) -> Situation:
    """That of the person something comes from; for somebody new there is nothing."""
    async with desk.work() as work:
        person = await work.people.meet(inbound.workspace, inbound.slack_id)
        return await situation_of(work, person, desk.clock.now()) if person else NOWHERE


async def situation_of(work: UnitOfWork, person: Person, now: datetime) -> Situation:
    """That of a person, as the store says now."""
    enrolments = [each for each in await work.enrolments.of_leader(person) if each.stage in _GOING_ON]
    joined = [each for each in enrolments if each.stage is Stage.JOINED]
    return Situation(
        invited=[await _part(work, each) for each in enrolments if each.stage is not Stage.JOINED],
        joined=[await _part(work, each) for each in joined],
        by=await _accompanied(work, person, enrolments, now),
        of=await _accompanying(work, person, now),
        rhythm=person.rhythm,
    )


async def _part(work: UnitOfWork, enrolment: Enrolment) -> Part:
    programme = await work.programmes.get(enrolment.workspace, enrolment.programme)
    return Part(enrolment.id, programme.design.name)


async def _accompanied(
    work: UnitOfWork, person: Person, enrolments: Sequence[Enrolment], now: datetime
) -> Sequence[Accompanied]:
    today = local_day(person.zone, now)
    ties = await work.ties.of_enrolments(person.workspace, [each.id for each in enrolments])
    holding = [each for each in ties if each.holds(today)]
    versions = await work.agreements.of([each.id for each in holding])
    found = [await _one(work, each, [one for one in versions if one.tie == each.id]) for each in holding]
    return [each for each in found if each.slack_id]


async def _one(work: UnitOfWork, tie: Tie, versions: Sequence[Agreement]) -> Accompanied:
    other = await work.people.by_id(tie.workspace, tie.person)
    slack_id = other.slack_id if other else ""
    agreed = in_force(versions) is not None
    return Accompanied(tie.id, slack_id, tie.role, tie.until, agreed, by_default(versions))


async def _accompanying(work: UnitOfWork, person: Person, now: datetime) -> Sequence[Accompanying]:
    """By programme, the one named first coming first."""
    leaders: dict[str, list[str]] = {}
    for each in await reading_ties(work, person, now):
        if each.tie.role not in COACHING:
            continue
        enrolment = await work.enrolments.get(each.tie.workspace, each.tie.enrolment)
        if enrolment.stage in _GOING_ON:
            leaders.setdefault(enrolment.programme, []).append(each.slack_id)
    return [await _of_programme(work, person, programme, them) for programme, them in leaders.items()]


async def _of_programme(work: UnitOfWork, person: Person, programme: str, leaders: Sequence[str]) -> Accompanying:
    found = await work.programmes.get(person.workspace, programme)
    return Accompanying(programme, found.design.name, leaders)
