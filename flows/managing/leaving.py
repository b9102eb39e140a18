"""A leader's part in a programme ends: by their own wish, by a programme manager's, or with the programme."""

from collections.abc import Sequence
from datetime import datetime

from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter
from flows.conversation.ports import UnitOfWork
from flows.delivery import Subject
from flows.errors import CairnError
from flows.managing.authority import enrolment_managed, programme_for
from flows.managing.ending import end_ties
from flows.managing.invitations import enrolment_for
from flows.managing.messages import bring_up_to_date, message_to
from flows.people import Person
from flows.ports import Ids
from flows.privacy import Action
from flows.programmes.enrolment import Enrolment, Reason, Stage, end
from flows.programmes.programme import Programme
from flows.timing.local import local_day

_LAST_ZONE = "Etc/GMT+12"  # where a day is over last
_AT_ONCE = 10


async def leave(encounter: Encounter, enrolment_id: str) -> Effect:
    """The leader wants to take part no more. Raises NotAvailable."""
    enrolment = await enrolment_for(encounter, enrolment_id, Action.LEAVE)
    await _part(encounter.work, encounter.desk.ids, [enrolment], Reason.LEFT, encounter.now)
    return Effect.CHANGED


async def take_out(encounter: Encounter, enrolment_id: str) -> Effect:
    """A programme manager takes a leader out. Raises NotAvailable."""
    enrolment, _ = await enrolment_managed(encounter, enrolment_id, Action.END_ENROLMENT)
    await _part(encounter.work, encounter.desk.ids, [enrolment], Reason.TAKEN_OUT, encounter.now)
    return Effect.CHANGED


async def end_programme(encounter: Encounter, programme_id: str) -> Effect:
    """A programme manager ends a programme before its last day. Raises NotAvailable, and Conflict."""
    programme = await programme_for(encounter, programme_id, Action.END_PROGRAMME)
    await _end(encounter.work, encounter.desk.ids, programme, encounter.now)
    return Effect.CHANGED


async def end_what_is_over(desk: Desk) -> Sequence[tuple[Programme, CairnError]]:
    """End every programme whose last day is over everywhere; what failed, and why. Raises NotSaved."""
    day = local_day(_LAST_ZONE, desk.clock.now())
    async with desk.work() as work:
        over = await work.programmes.over_by(day, _AT_ONCE)
    failed: list[tuple[Programme, CairnError]] = []
    for programme in over:
        try:
            async with desk.work() as work:
                await _end(work, desk.ids, programme, desk.clock.now())
                await work.commit()
        except CairnError as error:
            failed.append((programme, error))
    return failed


async def _end(work: UnitOfWork, ids: Ids, programme: Programme, now: datetime) -> None:
    await work.programmes.save(programme.ended(now))
    going_on = [each for each in await work.enrolments.of_programme(programme) if not each.is_over]
    await _part(work, ids, going_on, Reason.PROGRAMME_OVER, now)


async def _part(work: UnitOfWork, ids: Ids, enrolments: Sequence[Enrolment], reason: Reason, now: datetime) -> None:
    """They are over, with everything that somebody saw because of them."""
    if not enrolments:
        return
    workspace = enrolments[0].workspace
    ties = await work.ties.of_enrolments(workspace, [each.id for each in enrolments])
    await end_ties(work, ids, workspace, [each.id for each in ties if each.ended_at is None], now)
    await work.occasions.drop(workspace, [each.id for each in enrolments], now)
    await work.enrolments.save([end(each, reason, now) for each in enrolments])
    leaders = await work.people.by_ids(workspace, [each.leader for each in enrolments if each.is_known])
    for each in enrolments:
        if each.is_known:
            await _tell(work, ids, leaders[each.leader], each, now)


async def _tell(work: UnitOfWork, ids: Ids, leader: Person, before: Enrolment, now: datetime) -> None:
    """One message to whoever took part. Whoever never said yes is not written to: their invitation says it is over."""
    if before.stage is Stage.JOINED:
        await work.outbox.add(message_to(leader, Subject.FAREWELL, ids, now, enrolment=before.id))
    for subject in (Subject.WELCOME, Subject.REMINDER):
        await bring_up_to_date(work.outbox, leader, subject, ids, now, before.id)
