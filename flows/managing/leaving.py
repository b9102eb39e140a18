"""A leader's part in a programme ends: by their own wish, by a programme manager's, or with the programme."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter
from flows.conversation.ports import UnitOfWork
from flows.delivery import Subject
from flows.errors import CairnError
from flows.managing.authority import enrolment_managed, programme_for
from flows.managing.ending import end_ties
from flows.managing.invitations import enrolment_for
from flows.managing.messages import bring_all_up_to_date, message_to
from flows.managing.one_by_one import one_by_one
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
    enrolment = await enrolment_for(encounter, enrolment_id, Action.LEAVE, hold=True)
    await _part(encounter.work, encounter.desk.ids, [enrolment], Reason.LEFT, encounter.now)
    await encounter.note("left", enrolment.id)
    return Effect.CHANGED


async def take_out(encounter: Encounter, enrolment_id: str) -> Effect:
    """A programme manager takes a leader out. Raises NotAvailable."""
    enrolment, _ = await enrolment_managed(encounter, enrolment_id, Action.END_ENROLMENT, hold=True)
    await _part(encounter.work, encounter.desk.ids, [enrolment], Reason.TAKEN_OUT, encounter.now)
    await encounter.note("taken_out", enrolment.id)
    return Effect.CHANGED


async def end_programme(encounter: Encounter, programme_id: str) -> Effect:
    """A programme manager ends a programme before its last day. Raises NotAvailable, and Conflict."""
    programme = await programme_for(encounter, programme_id, Action.END_PROGRAMME)
    await _end(encounter.work, encounter.desk.ids, programme, encounter.now)
    await encounter.note("programme_ended", programme.id)
    return Effect.CHANGED


async def end_what_is_over(desk: Desk) -> Sequence[tuple[Programme, CairnError]]:
    """End every programme whose last day is over everywhere; what failed, and why. Raises NotSaved."""

    async def over(many: int) -> Sequence[Programme]:
        async with desk.work() as work:
            return await work.programmes.over_by(local_day(_LAST_ZONE, desk.clock.now()), many)

    async def end_it(programme: Programme) -> None:
        async with desk.work() as work:
            await _end(work, desk.ids, programme, desk.clock.now())
            await work.commit()

    return await one_by_one(over, end_it, _AT_ONCE)


async def _end(work: UnitOfWork, ids: Ids, programme: Programme, now: datetime) -> None:
    await work.programmes.save(programme.ended(now))
    enrolments = await work.enrolments.of_programme(programme, hold=True)
    await _part(work, ids, [each for each in enrolments if not each.is_over], Reason.PROGRAMME_OVER, now)


async def _part(work: UnitOfWork, ids: Ids, enrolments: Sequence[Enrolment], reason: Reason, now: datetime) -> None:
    """They are over, with everything that somebody saw because of them."""
    if not enrolments:
        return
    workspace = enrolments[0].workspace
    ties = await work.ties.of_enrolments(workspace, [each.id for each in enrolments])
    await end_ties(work, ids, workspace, [each.id for each in ties if each.ended_at is None], now)
    await work.occasions.drop(workspace, [each.id for each in enrolments], now)
    await work.enrolments.save([end(each, reason, now) for each in enrolments])
    known = [each for each in enrolments if each.is_known]
    leaders = await work.people.by_ids(workspace, [each.leader for each in known])
    await _tell(work, ids, {each.id: leaders[each.leader] for each in known}, known, now)


async def _tell(
    work: UnitOfWork, ids: Ids, leaders: Mapping[str, Person], before: Sequence[Enrolment], now: datetime
) -> None:
    """One message to whoever took part. Whoever never said yes is not written to: their invitation says it is over."""
    for each in before:
        if each.stage is Stage.JOINED:
            await work.outbox.add(message_to(leaders[each.id], Subject.FAREWELL, ids, now, enrolment=each.id))
    await bring_all_up_to_date(work.outbox, leaders, (Subject.WELCOME, Subject.REMINDER), ids, now)
