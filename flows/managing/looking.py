"""What programme managers and owners are shown when they look: their programmes, and one of them from inside.

Nobody reads here whether a leader answered an invitation, or how: who has joined looks like who has not.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flows.conversation.desk import Desk
from flows.conversation.encounter import Inbound
from flows.conversation.ports import UnitOfWork
from flows.errors import NotAvailable
from flows.managing.authority import authority_of, state_of
from flows.managing.membership import hear_of
from flows.managing.news import slack_ids_of
from flows.managing.window_sights import Enrolled, Inside, Overview, Told
from flows.people import Person, Profile, may_take_part, newcomer
from flows.privacy import Action, require
from flows.programmes.enrolment import Enrolment, Stage
from flows.programmes.programme import Programme
from flows.programmes.tie import Tie
from flows.roles import Role
from flows.timing.local import local_day

PAGE = 10
"""Leaders on one page of a window."""


_TOLD: Mapping[Stage, Told] = {
    Stage.PREPARED: Told.PREPARED,
    Stage.INVITED: Told.INVITED,
    Stage.WAITING: Told.INVITED,
    Stage.JOINED: Told.INVITED,
    Stage.ENDED: Told.ENDED,
}


async def arrive(desk: Desk, inbound: Inbound, profile: Profile) -> Overview:
    """What somebody finds who looks for programmes, as Slack tells of them now, which is kept. Raises NotSaved."""
    now = desk.clock.now()
    await hear_of(desk, inbound.workspace, profile, now)
    async with desk.work() as work:
        person = await work.people.meet(inbound.workspace, inbound.slack_id)
        if person is None and may_take_part(profile.standing):
            await work.people.add(newcomer(desk.ids.new(), inbound.workspace, profile, now))
            person = await work.people.meet(inbound.workspace, inbound.slack_id)
        if person is None:
            return Overview(profile.language, local_day(profile.zone, now), may_take_part=False)
        found = await _overview(work, person, local_day(person.zone, now))
        await work.commit()
    return found


async def overview(desk: Desk, inbound: Inbound) -> Overview:
    """The same for somebody who has just been seen. Raises NotAvailable for somebody never met."""
    async with desk.work() as work:
        person, today = await onlooker(desk, work, inbound)
        return await _overview(work, person, today)


async def _overview(work: UnitOfWork, person: Person, today: date) -> Overview:
    if not may_take_part(person.standing):
        return Overview(person.language, today, may_take_part=False)
    who = await authority_of(work, person, today)
    programmes = await work.programmes.managed_by(person) if who.may_manage else ()
    managers = [each.slack_id for each in await work.managers.all(person.workspace)] if person.is_owner else []
    return Overview(
        person.language,
        today,
        is_owner=person.is_owner,
        may_manage=who.may_manage,
        programmes=programmes,
        managers=managers,
    )


async def inside(
    desk: Desk, inbound: Inbound, programme_id: str, page: int = 0, action: Action = Action.SEE_PROGRAMME
) -> Inside:
    """A programme for one who may do this with it. Raises NotAvailable."""
    async with desk.work() as work:
        person, today = await onlooker(desk, work, inbound)
        programme = await visible(work, person, programme_id, today, action, Action.SEE_COUNTS)
        everybody = await work.enrolments.of_programme(programme)
        pages = max(1, -(-len(everybody) // PAGE))
        shown = min(max(page, 0), pages - 1)
        some = everybody[shown * PAGE : (shown + 1) * PAGE]
        told = [_TOLD[each.stage] for each in everybody]
        return Inside(
            programme,
            person.language,
            today,
            await _enrolled(work, some, desk.clock.now()),
            {each: told.count(each) for each in Told},
            await slack_ids_of(work, person.workspace, programme.managers),
            shown,
            pages,
        )


async def one_enrolled(desk: Desk, inbound: Inbound, enrolment_id: str) -> tuple[Inside, Enrolled]:
    """One leader of a programme, for one who may change who accompanies them. Raises NotAvailable."""
    async with desk.work() as work:
        person, today = await onlooker(desk, work, inbound)
        try:
            enrolment = await work.enrolments.get(person.workspace, enrolment_id)
        except NotAvailable:
            await visible(work, person, "", today, Action.NAME_COACH)
            raise
        if enrolment.is_over:
            raise NotAvailable
        programme = await visible(work, person, enrolment.programme, today, Action.NAME_COACH)
        [found] = await _enrolled(work, [enrolment], desk.clock.now())
        return Inside(programme, person.language, today), found


async def visible(work: UnitOfWork, person: Person, programme_id: str, today: date, *actions: Action) -> Programme:
    """A programme with which somebody may do all of this. Raises NotAvailable, whether it exists or not."""
    who = await authority_of(work, person, today)
    programme = await work.programmes.get(person.workspace, programme_id)
    for each in actions:
        require(who.towards(programme), state_of(programme), each)
    return programme


async def onlooker(desk: Desk, work: UnitOfWork, inbound: Inbound) -> tuple[Person, date]:
    """The one who looks, and the day it is where they are. Raises NotAvailable for somebody never met."""
    person = await work.people.meet(inbound.workspace, inbound.slack_id)
    if person is None:
        raise NotAvailable
    return person, local_day(person.zone, desk.clock.now())


async def _enrolled(work: UnitOfWork, some: Sequence[Enrolment], now: datetime) -> list[Enrolled]:
    if not some:
        return []
    ties = await work.ties.of_enrolments(some[0].workspace, [each.id for each in some])
    leaders = await work.people.by_ids(some[0].workspace, [each.leader for each in some])
    days = {each.id: local_day(each.zone, now) for each in leaders.values()}
    held = [each for each in ties if each.leader in days and each.holds(days[each.leader])]
    return [await _one(work, each, [tie for tie in held if tie.enrolment == each.id]) for each in some]


async def _one(work: UnitOfWork, enrolment: Enrolment, held: Sequence[Tie]) -> Enrolled:
    accompanied = {
        role: await slack_ids_of(work, enrolment.workspace, [each.person for each in held if each.role is role])
        for role in Role
    }
    [leader] = await slack_ids_of(work, enrolment.workspace, [enrolment.leader]) or [""]
    days = {each.until for each in held if each.until}
    until = days.pop() if len(days) == 1 else None  # of several, each keeps their own
    return Enrolled(enrolment.id, leader, _TOLD[enrolment.stage], accompanied, until)
