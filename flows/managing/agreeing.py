"""Two people say, each for themselves, what a coach is to see: yes, more, or less."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from flows.conversation.belonging import who_asks
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.moving import deny, deny_here
from flows.conversation.ports import UnitOfWork
from flows.conversation.situated import situation_of
from flows.delivery import Delivery, Subject
from flows.errors import NotAvailable
from flows.managing.agreement_sights import AgreementSight, AgreementsSight
from flows.managing.leaving import leave
from flows.managing.messages import bring_up_to_date, message_to, was_told
from flows.managing.pacts import Pact, pact_for
from flows.people import Person
from flows.privacy import Action, State
from flows.programmes.agreement import Shared, Side, Terms, by_default
from flows.programmes.enrolment import Stage
from flows.programmes.programme import Programme
from flows.programmes.share import Why
from flows.programmes.terms import asked_for, chosen_by, held, settle

MOST_TOGETHER = 40
"""So many agreements stand in one window."""

_BETWEEN = timedelta(days=7)
"""Between two messages that ask the same person for more; what was asked meanwhile stands in the agreement."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody looks at, in which language, and as whom."""

    sight: AgreementSight | AgreementsSight
    language: str


async def see_agreement(desk: Desk, inbound: Inbound, about: str) -> Looked:
    """An agreement by its tie, or all of a coach's in one programme. Raises NotAvailable."""
    async with desk.work() as work:
        person = await who_asks(work, *inbound.sender, desk.clock.now(), Action.READ_WHAT_WAS_SHARED)
        try:
            pact = await pact_for(work, person, about, Action.SEE_AGREEMENT, desk.clock.now())
        except NotAvailable:
            return Looked(await _of_programme(work, person, about, desk.clock.now()), person.language)
        return Looked(await _shown(work, pact, desk.clock.now()), person.language)


async def agree(desk: Desk, inbound: Inbound, tie: str, wanted: Terms) -> Effect:
    """Say yes to an agreement, with exactly this to be seen by itself. Raises NotSaved.

    NOT_AVAILABLE says that it is over, or nothing to them.
    """
    accept = partial(_unless_over, wishes={tie: wanted})
    return await once(desk, inbound, accept, Action.READ_WHAT_WAS_SHARED)


async def agree_with_all(desk: Desk, inbound: Inbound, ties: Collection[str], programme: str = "") -> Effect:
    """Say yes to several agreements as they are proposed; with a programme, to all of a coach's in it."""

    async def act(encounter: Encounter) -> Effect:
        every = set(ties)
        if programme:
            every |= {each.tie.id for each in await _pacts(encounter.work, encounter.person, programme, encounter.now)}
        return await _unless_over(encounter, dict.fromkeys(sorted(every)))

    return await once(desk, inbound, act, Action.READ_WHAT_WAS_SHARED)


async def leave_pressed(desk: Desk, inbound: Inbound, enrolment: str) -> Effect:
    """Take part no more, and have nothing seen any more because of it. Raises NotSaved."""

    async def act(encounter: Encounter) -> Effect:
        try:
            return await leave(encounter, enrolment)
        except NotAvailable:
            return await deny(encounter, enrolment)

    return await once(desk, inbound, act)


async def settled(encounter: Encounter, wishes: Mapping[str, Terms | None]) -> None:
    """Store what the person of an encounter wants in these ties; None is what is proposed. Raises NotAvailable."""
    for tie, wanted in wishes.items():
        pact = await pact_for(encounter.work, encounter.person, tie, Action.ACCEPT, encounter.now, hold=True)
        proposed = chosen_by(pact.versions, pact.side)
        await _settle(encounter, pact, proposed if wanted is None else wanted)


async def _unless_over(encounter: Encounter, wishes: Mapping[str, Terms | None]) -> Effect:
    """All of them or none: who may do it is asked before anything is stored."""
    try:
        for tie, wanted in wishes.items():
            await _allowed(encounter, tie, wanted)
    except NotAvailable:
        return await deny_here(encounter, ",".join(wishes)[:64])
    await settled(encounter, wishes)
    return Effect.CHANGED


async def _allowed(encounter: Encounter, tie: str, wanted: Terms | None) -> None:
    """Raise NotAvailable unless they may say yes, and to more and to less where that is what they want."""
    pact = await pact_for(encounter.work, encounter.person, tie, Action.ACCEPT, encounter.now)
    before = chosen_by(pact.versions, pact.side)
    if wanted is not None and wanted - before:
        await pact_for(encounter.work, encounter.person, tie, Action.WIDEN, encounter.now)
    if wanted is not None and before - wanted:
        await pact_for(encounter.work, encounter.person, tie, Action.NARROW, encounter.now)


async def _settle(encounter: Encounter, pact: Pact, wanted: Terms) -> None:
    work, now = encounter.work, encounter.now
    outcome = settle(pact.versions, pact.side, wanted, encounter.desk.ids, now)
    for each in outcome.changed:
        await work.agreements.save(each)
    for each in outcome.added:
        await work.agreements.add(each)
    if outcome.changed or outcome.added:
        await encounter.note("agreed", pact.tie.id)
    await _keep_what_waits(work, pact, now)
    await _redraw_proposal(encounter, pact)
    asks = outcome.asks and outcome.added and _may_be_written_to(pact)
    if asks and not await _asked_lately(work, pact, now):
        await work.outbox.add(_proposal(encounter, pact, outcome.added[-1].version))


async def _keep_what_waits(work: UnitOfWork, pact: Pact, now: datetime) -> None:
    """What is held for its hour is not shown when reflections are not shown by themselves any more."""
    if Shared.REFLECTIONS in by_default(await work.agreements.of([pact.tie.id])):
        return
    shown = await work.shares.shown(pact.leader, pact.coach)
    waits = [each.id for each in shown if each.tie == pact.tie.id and not each.ended_at and each.visible_from > now]
    if waits:
        await work.shares.end(waits, Why.TAKEN_BACK, now)


def _may_be_written_to(pact: Pact) -> bool:
    """Nobody is written to twice before they have said yes: a leader to Cairn, a coach to this agreement."""
    if pact.side is Side.LEADER:
        return held(pact.versions, Side.COACH) is not None
    return pact.enrolment.stage is Stage.JOINED


async def _asked_lately(work: UnitOfWork, pact: Pact, now: datetime) -> bool:
    """Whether a message asked them for more a short while ago: who changes their mind often must not write often."""
    lately = [each for each in pact.versions if each.proposed_by is pact.side and now - each.proposed_at < _BETWEEN]
    told = [
        await was_told(work.outbox, pact.other, Subject.PROPOSAL, pact.tie.id, str(each.version)) for each in lately
    ]
    return any(told)


def _proposal(encounter: Encounter, pact: Pact, version: int) -> Delivery:
    ids, now = encounter.desk.ids, encounter.now
    return message_to(pact.other, Subject.PROPOSAL, ids, now, tie=pact.tie.id, version=str(version))


async def _redraw_proposal(encounter: Encounter, pact: Pact) -> None:
    """The message that asked for this answer shows that it was given."""
    about = pact.tie.id, str(pact.versions[-1].version)
    work, ids, now = encounter.work, encounter.desk.ids, encounter.now
    await bring_up_to_date(work.outbox, encounter.person, Subject.PROPOSAL, ids, now, *about)


async def _shown(work: UnitOfWork, pact: Pact, now: datetime) -> AgreementSight:
    programme = await work.programmes.get(pact.tie.workspace, pact.enrolment.programme)
    is_leader = pact.side is Side.LEADER
    situation = await situation_of(work, pact.leader, now) if is_leader else None
    return AgreementSight(
        pact.shown(),
        pact.enrolment.id,
        programme.design.name,
        is_leader,
        ticked=chosen_by(pact.versions, pact.side),
        asked=asked_for(pact.versions, pact.side),
        managers=await _managers(work, programme),
        others=[each for each in situation.by if each.tie != pact.tie.id] if situation else (),
        other_said_on=pact.said_on(Side.COACH) if is_leader else None,
        over=pact.state is not State.RUNNING,
    )


async def _managers(work: UnitOfWork, programme: Programme) -> Sequence[str]:
    found = [await work.people.by_id(programme.workspace, each) for each in programme.managers]
    return [each.slack_id for each in found if each]


async def _of_programme(work: UnitOfWork, person: Person, programme_id: str, now: datetime) -> AgreementsSight:
    pacts = await _pacts(work, person, programme_id, now)
    if not pacts:
        raise NotAvailable
    programme = await work.programmes.get(person.workspace, programme_id)
    shown = sorted((each.shown() for each in pacts), key=lambda each: each.said_on is not None)
    return AgreementsSight(programme.id, programme.design.name, shown)


async def _pacts(work: UnitOfWork, person: Person, programme: str, now: datetime) -> list[Pact]:
    """All agreements of a coach in a programme that go on, in the order of their ties."""
    found: list[Pact] = []
    for tie in await work.ties.of_person(person):
        try:
            pact = await pact_for(work, person, tie.id, Action.SEE_AGREEMENT, now)
        except NotAvailable:
            continue
        if pact.enrolment.programme == programme:
            found.append(pact)
    return found
