"""A leader says when they want to be asked, where they answer, in which language, and to whom they say yes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.conversation.belonging import who_asks
from flows.conversation.choosing import Chosen, kept_choice, own_settings
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.library import FIRST_MINUTE
from flows.conversation.moving import deny_here, redraw_question
from flows.conversation.ports import UnitOfWork
from flows.conversation.starting import begin
from flows.delivery import Subject
from flows.errors import NotAvailable
from flows.managing.agreeing import settled
from flows.managing.agreement_sights import SetUpSight
from flows.managing.invitations import enrolment_for
from flows.managing.messages import bring_up_to_date
from flows.managing.pacts import pact_for
from flows.privacy import Action
from flows.programmes.agreement import Shared, Side
from flows.programmes.enrolment import Enrolment, join
from flows.programmes.terms import chosen_by, held
from flows.rhythm import Rhythm
from flows.roles import COACHING


@dataclass(frozen=True, slots=True)
class SetUp:
    """What a leader sent off. `agreed`: the ties to which they said yes, and whether with reflections."""

    rhythm: Rhythm
    chosen: Chosen
    agreed: Mapping[str, bool]


async def see_set_up(desk: Desk, inbound: Inbound, enrolment_id: str) -> SetUpSight:
    """What this leader may choose, and what they have chosen. Raises NotAvailable."""
    own = await own_settings(desk, inbound)
    async with desk.work() as work:
        encounter = await _looking(desk, work, inbound)
        enrolment = await enrolment_for(encounter, enrolment_id, Action.SET_UP)
        programme = await work.programmes.get(enrolment.workspace, enrolment.programme)
        pacts = [
            (await pact_for(work, encounter.person, each, Action.SEE_AGREEMENT, encounter.now)).shown()
            for each in await _ties(encounter, enrolment)
        ]
        return SetUpSight(enrolment.id, programme.design.name, own, encounter.person.rhythm, pacts)


async def set_up(desk: Desk, inbound: Inbound, enrolment_id: str, sent: SetUp) -> Effect:
    """Take part from now on, as chosen; again, to choose anew. Raises NotSaved.

    NOT_AVAILABLE says that it is over, or nothing to them: then nothing at all is kept.
    """
    return await once(desk, inbound, lambda encounter: _unless_over(encounter, enrolment_id, sent))


async def _unless_over(encounter: Encounter, enrolment_id: str, sent: SetUp) -> Effect:
    try:
        enrolment = await enrolment_for(encounter, enrolment_id, Action.SET_UP, hold=True)
        for tie in sent.agreed:
            await pact_for(encounter.work, encounter.person, tie, Action.ACCEPT, encounter.now)
    except NotAvailable:
        return await deny_here(encounter, enrolment_id)
    return await _take(encounter, enrolment, sent)


async def _take(met: Encounter, enrolment: Enrolment, sent: SetUp) -> Effect:
    person = replace(kept_choice(met.desk, met.person, sent.chosen), rhythm=sent.rhythm)
    await met.work.people.save(person)
    encounter = replace(met, person=person)
    await encounter.work.enrolments.save([join(enrolment, encounter.now)])
    await encounter.work.occasions.drop(enrolment.workspace, [enrolment.id], encounter.now)
    await _say_yes(encounter, enrolment, sent.agreed)
    await _redraw_invitation(encounter, enrolment)
    for conversation in await encounter.work.conversations.unfinished(person):
        await redraw_question(encounter, conversation)
    await _first_minute(encounter)
    return Effect.CHANGED


async def _say_yes(encounter: Encounter, enrolment: Enrolment, agreed: Mapping[str, bool]) -> None:
    """Only to ties of this enrolment to which they have not said yes: those are changed in a window of their own."""
    for tie in await _ties(encounter, enrolment):
        if tie not in agreed:
            continue
        pact = await pact_for(encounter.work, encounter.person, tie, Action.ACCEPT, encounter.now, hold=True)
        if held(pact.versions, Side.LEADER) is None:
            more = {Shared.REFLECTIONS} if agreed[tie] else set[Shared]()
            await settled(encounter, {tie: chosen_by(pact.versions, Side.LEADER) | more})


async def _ties(encounter: Encounter, enrolment: Enrolment) -> list[str]:
    """Those with coaches and mentors that go on, in their order."""
    ties = await encounter.work.ties.of_enrolments(enrolment.workspace, [enrolment.id])
    return [each.id for each in ties if each.role in COACHING and each.holds(encounter.today)]


async def _redraw_invitation(encounter: Encounter, enrolment: Enrolment) -> None:
    work, ids, now = encounter.work, encounter.desk.ids, encounter.now
    for subject in (Subject.WELCOME, Subject.REMINDER):
        await bring_up_to_date(work.outbox, encounter.person, subject, ids, now, enrolment.id)


async def _first_minute(encounter: Encounter) -> None:
    """Once in a life, and only where this conversation is offered."""
    if not encounter.desk.library.known(FIRST_MINUTE):
        return
    if await encounter.work.conversations.latest(encounter.person, FIRST_MINUTE) is None:
        await begin(encounter, FIRST_MINUTE)


async def _looking(desk: Desk, work: UnitOfWork, inbound: Inbound) -> Encounter:
    """Somebody looks, and nothing is stored."""
    person = await who_asks(work, *inbound.sender, desk.clock.now())
    return Encounter(desk, work, person, inbound, desk.clock.now())
