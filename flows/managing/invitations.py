"""What a leader answers to an invitation, and the one reminder of it."""

from datetime import datetime

from flows.conversation.desk import Desk
from flows.conversation.encounter import Act, Effect, Encounter, Inbound, once
from flows.conversation.moving import deny, deny_here, redraw_pressed
from flows.conversation.ports import UnitOfWork
from flows.delivery import Subject
from flows.errors import NotAvailable
from flows.managing.messages import message_to
from flows.privacy import Action, Facts, State, relations, require
from flows.programmes.enrolment import Enrolment, Stage, needs_reminder, put_off, remind
from flows.programmes.occasion import Occasion

_STATES = {Stage.PREPARED: State.PREPARED, Stage.ENDED: State.OVER}


async def enrolment_for(encounter: Encounter, enrolment: str, action: Action, *, hold: bool = False) -> Enrolment:
    """An enrolment of the person's own, with which they may do this. Raises NotAvailable, whether it exists or not.

    With `hold`, for whoever changes it, nobody else does until the unit of work ends: it comes before its ties and
    occasions everywhere, so that nobody waits for each other.
    """
    found = await encounter.work.enrolments.get(encounter.person.workspace, enrolment, hold=hold)
    facts = Facts(encounter.person.standing, encounter.today, is_self=found.leader == encounter.person.id)
    require(relations(facts), _STATES.get(found.stage, State.RUNNING), action)
    return found


async def not_now(desk: Desk, inbound: Inbound, enrolment: str) -> Effect:
    """They will think about it: nobody brings it to mind, and Home keeps it. Raises NotSaved."""
    return await unless_denied(desk, inbound, enrolment, lambda encounter: _put_off(encounter, enrolment))


async def unless_denied(desk: Desk, inbound: Inbound, about: str, act: Act, *, in_window: bool = False) -> Effect:
    """Let `act` take effect once; where it may not, say that there is nothing here for them. Raises NotSaved.

    `in_window`: a window that is open says it itself.
    """

    async def attempt(encounter: Encounter) -> Effect:
        try:
            return await act(encounter)
        except NotAvailable:
            return await (deny_here if in_window else deny)(encounter, about)

    return await once(desk, inbound, attempt)


async def _put_off(encounter: Encounter, enrolment_id: str) -> Effect:
    enrolment = await enrolment_for(encounter, enrolment_id, Action.SET_UP, hold=True)
    if enrolment.stage is Stage.JOINED:
        await redraw_pressed(encounter)
        return Effect.STALE
    await encounter.work.enrolments.save([put_off(enrolment, encounter.now)])
    await encounter.work.occasions.drop(enrolment.workspace, [enrolment.id], encounter.now)
    await redraw_pressed(encounter)
    return Effect.CHANGED


async def bring_to_mind(desk: Desk, occasion: Occasion) -> bool:
    """The one reminder of an invitation, when it was not answered meanwhile; whether it is sent. Raises NotSaved."""
    async with desk.work() as work:
        now = desk.clock.now()
        reminds = await _remind(desk, work, occasion, now)
        await work.occasions.done(occasion, now)
        await work.commit()
    return reminds


async def _remind(desk: Desk, work: UnitOfWork, occasion: Occasion, now: datetime) -> bool:
    enrolment = await work.enrolments.get(occasion.workspace, occasion.about, hold=True)
    leader = await work.people.by_id(occasion.workspace, enrolment.leader)
    if leader is None or not needs_reminder(enrolment):
        return False
    await work.enrolments.save([remind(enrolment, now)])
    reminder = message_to(leader, Subject.REMINDER, desk.ids, now, enrolment=enrolment.id)
    await work.outbox.add(reminder)
    return True
