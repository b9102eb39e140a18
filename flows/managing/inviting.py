"""A programme manager lets a programme begin: everybody prepared is invited, once, and nobody before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flows.conversation.encounter import Effect, Encounter
from flows.conversation.ports import UnitOfWork
from flows.delivery import Delivery, Subject
from flows.errors import NotAvailable
from flows.managing.authority import programme_for
from flows.managing.messages import message_to
from flows.people import Person
from flows.privacy import Action
from flows.programmes.enrolment import Enrolment, Stage, invite, may_be_written
from flows.programmes.occasion import Kind, Occasion
from flows.programmes.programme import Programme
from flows.programmes.tie import Tie
from flows.roles import COACHING
from flows.timing.working_days import working_days_later

REMIND_AFTER = 3
"""Working days without an answer after which an invitation is brought to mind, once."""


async def let_begin(encounter: Encounter, programme_id: str) -> Effect:
    """Invite everybody of a programme who was not. Raises NotAvailable."""
    programme = await programme_for(encounter, programme_id, Action.CONFIRM_PROGRAMME)
    if not programme.confirmed_at:
        await encounter.work.programmes.save(replace(programme, confirmed_at=encounter.now))
    prepared = [each for each in await encounter.work.enrolments.of_programme(programme, hold=True) if _waits(each)]
    if not prepared and programme.confirmed_at:
        return Effect.STALE
    invited = [invite(each, encounter.now) for each in prepared]
    await encounter.work.enrolments.save(invited)
    await _welcome_leaders(encounter, invited)
    await _welcome_coaches(encounter, programme, invited)
    await encounter.note("programme_begun", programme.id)
    return Effect.CHANGED


def _waits(enrolment: Enrolment) -> bool:
    return enrolment.stage is Stage.PREPARED


async def _welcome_leaders(encounter: Encounter, invited: Sequence[Enrolment]) -> None:
    occasions: list[Occasion] = []
    leaders = await _people(encounter, [each.leader for each in invited])
    for enrolment in invited:
        leader = leaders[enrolment.leader]
        if not await _is_written_to(encounter.work, leader, enrolment):
            continue
        welcome = message_to(leader, Subject.WELCOME, encounter.desk.ids, encounter.now, enrolment=enrolment.id)
        await encounter.work.outbox.add(welcome)
        due = working_days_later(leader.zone, encounter.now, REMIND_AFTER)
        key = f"{Kind.REMIND}:{enrolment.id}"
        occasions.append(Occasion(encounter.desk.ids.new(), enrolment.workspace, key, Kind.REMIND, enrolment.id, due))
    await encounter.work.occasions.plan(occasions)


async def _is_written_to(work: UnitOfWork, leader: Person, enrolment: Enrolment) -> bool:
    """Whether an invitation is sent as a message: nobody is written to twice before they have said yes."""
    return may_be_written([each for each in await work.enrolments.of_leader(leader) if each.id != enrolment.id])


async def _welcome_coaches(encounter: Encounter, programme: Programme, invited: Sequence[Enrolment]) -> None:
    """One message to each, however many leaders they are to accompany; another one when more leaders follow later."""
    ties = await encounter.work.ties.of_enrolments(programme.workspace, [each.id for each in invited])
    first = _first_ties(ties)
    coaches = await _people(encounter, first)
    for each, tie in first.items():
        await encounter.work.outbox.add(welcome_coach(encounter, coaches[each], programme.id, tie))


def welcome_coach(encounter: Encounter, coach: Person, programme: str, tie: Tie) -> Delivery:
    """What tells somebody that they are to coach, because of this tie."""
    ids, now = encounter.desk.ids, encounter.now
    return message_to(coach, Subject.COACH_WELCOME, ids, now, programme=programme, tie=tie.id)


def _first_ties(ties: Iterable[Tie]) -> dict[str, Tie]:
    """Everybody who coaches, in a steady order, with one of their ties."""
    coaching = sorted((each for each in ties if each.role in COACHING and each.ended_at is None), key=_by_person)
    return {each.person: each for each in reversed(coaching)}


def _by_person(tie: Tie) -> tuple[str, str]:
    return tie.person, tie.id


async def _people(encounter: Encounter, people: Iterable[str]) -> Mapping[str, Person]:
    """Everybody of these at once: there may be thousands."""
    wanted = list(people)
    found = await encounter.work.people.by_ids(encounter.person.workspace, wanted)
    if not found.keys() >= set(wanted):
        raise NotAvailable
    return found
