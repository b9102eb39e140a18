"""What somebody may do with a programme: facts from the store, the decision from the one table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from flows.conversation.encounter import Effect, Encounter
from flows.conversation.moving import deny
from flows.conversation.ports import UnitOfWork
from flows.errors import NotAvailable
from flows.people import Person
from flows.privacy import Action, Facts, Relation, State, relations, require
from flows.programmes.enrolment import Enrolment
from flows.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class Authority:
    """What one person is to programmes, as the store says now."""

    person: Person
    may_manage: bool
    today: date

    def towards(self, programme: Programme | None) -> frozenset[Relation]:
        """What they are to this programme; to none, what they are at all."""
        manages = programme is not None and self.person.id in programme.managers
        return relations(
            Facts(
                self.person.standing,
                self.today,
                is_owner=self.person.is_owner,
                manages=manages if self.may_manage else None,
            )
        )


async def authority(encounter: Encounter) -> Authority:
    """What the person of an encounter is."""
    return await authority_of(encounter.work, encounter.person, encounter.today)


async def authority_of(work: UnitOfWork, person: Person, today: date) -> Authority:
    """The same where there is no encounter."""
    return Authority(person, await work.managers.is_manager(person), today)


async def programme_for(encounter: Encounter, programme: str, action: Action) -> Programme:
    """A programme with which the person may do this. Raises NotAvailable, whether it exists or not."""
    who = await authority(encounter)
    found = await encounter.work.programmes.get(encounter.person.workspace, programme)
    require(who.towards(found), state_of(found), action)
    return found


async def enrolment_managed(
    encounter: Encounter, enrolment: str, action: Action, *, hold: bool = False
) -> tuple[Enrolment, Programme]:
    """An enrolment with which a programme manager may do this, and its programme; held as in `enrolment_for`.

    Raises NotAvailable, whether it exists or not, after having looked up as much.
    """
    try:
        found = await encounter.work.enrolments.get(encounter.person.workspace, enrolment, hold=hold)
    except NotAvailable:
        await programme_for(encounter, "", action)
        raise
    programme = await programme_for(encounter, found.programme, action)
    if found.is_over:
        raise NotAvailable
    return found, programme


async def may_create(encounter: Encounter) -> None:
    """Raise NotAvailable unless the person may set up programmes."""
    require((await authority(encounter)).towards(None), State.PREPARED, Action.CREATE_PROGRAMME)


def state_of(programme: Programme) -> State:
    """How a programme stands."""
    if programme.ended_at is not None:
        return State.OVER
    return State.RUNNING if programme.confirmed_at else State.PREPARED


async def unless_denied(encounter: Encounter, about: str, act: Callable[[Encounter], Awaitable[Effect]]) -> Effect:
    """Let them do it; where they may not, say so, write it down, and give NOT_AVAILABLE."""
    try:
        return await act(encounter)
    except NotAvailable:
        return await deny(encounter, about)
