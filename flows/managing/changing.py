"""A programme manager changes who accompanies a leader. Who comes new begins with an empty page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.conversation.encounter import Encounter
from flows.delivery import Delivery, Subject
from flows.errors import NotAvailable
from flows.managing.authority import enrolment_managed
from flows.managing.ending import end_ties
from flows.managing.enrolling import Members, Setting, last_days, planning_for, tie
from flows.managing.inviting import welcome_coach
from flows.managing.messages import bring_up_to_date, message_to
from flows.people import Person
from flows.privacy import Action
from flows.programmes.cohort import Plan
from flows.programmes.cohort_file import CohortRow
from flows.programmes.enrolment import Enrolment, Stage
from flows.programmes.tie import Tie
from flows.roles import COACHING
from flows.timing.local import local_day


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes: who comes, who goes, and whose last day is another one."""

    come: Sequence[Tie] = ()
    go: Sequence[Tie] = ()
    stay_until: Sequence[Tie] = ()

    @property
    def coaches_come(self) -> Sequence[Tie]:
        """Those who are to coach, and did not."""
        return [each for each in self.come if each.role in COACHING]

    @property
    def coaches_go(self) -> Sequence[Tie]:
        """Those who coached, and do no more."""
        return [each for each in self.go if each.role in COACHING]


def difference(present: Sequence[Tie], wanted: Sequence[Tie], today: date) -> Difference:
    """From who accompanies somebody now to who is wanted. Who stays in the same role keeps their tie.

    Who is from outside and past their last day has gone, and comes back with a tie of their own. `today` is the day
    where the leader is.
    """
    now = {(each.person, each.role): each for each in present if each.holds(today)}
    then = {(each.person, each.role): each for each in wanted}
    lapsed = [each for each in present if each.ended_at is None and not each.holds(today)]
    return Difference(
        come=[each for key, each in then.items() if key not in now],
        go=[*lapsed, *(each for key, each in now.items() if key not in then)],
        stay_until=[_moved(each, then[key]) for key, each in now.items() if _is_moved(each, then.get(key))],
    )


def _is_moved(present: Tie, wanted: Tie | None) -> bool:
    return wanted is not None and present.until != wanted.until


def _moved(present: Tie, wanted: Tie) -> Tie:
    return Tie(**{name: getattr(present, name) for name in Tie.__slots__} | {"until": wanted.until})


async def accompany(encounter: Encounter, enrolment_id: str, row: CohortRow, members: Members) -> Plan:
    """Let exactly these accompany a leader, unless something stands in the way; what was planned, or what stands in it.

    `row` names everybody by Slack id; its leader is looked up. `members` is what Slack says of everybody named, the
    leader too. Raises NotAvailable.
    """
    before, _ = await enrolment_managed(encounter, enrolment_id, Action.NAME_COACH)
    leader = await _held(encounter, before)  # who may have left until they were held, so it is looked up again
    enrolment, programme = await enrolment_managed(encounter, enrolment_id, Action.NAME_COACH, hold=True)
    setting = Setting(programme, encounter.person, encounter.desk.ids, encounter.now, encounter.today)
    planning = await planning_for(encounter.work, setting, [row], members)
    today = local_day(leader.zone, encounter.now)
    present = await encounter.work.ties.of_enrolments(enrolment.workspace, [enrolment.id])
    plan = planning.accompany(row, enrolment, await _last_days(encounter, present, today))
    if row.leader != leader.slack_id:
        raise NotAvailable
    if not plan.hindrances:
        await encounter.work.people.add_all(plan.people)
        await _change(encounter, enrolment, leader, difference(present, plan.ties, today))
        await encounter.note("accompanied", enrolment.id)
    return plan


async def _last_days(encounter: Encounter, present: Sequence[Tie], today: date) -> dict[str, date]:
    """Until when those from outside accompany somebody, by Slack id."""
    outside = {each.person: each.until for each in present if each.holds(today) and each.until is not None}
    found = await encounter.work.people.by_ids(encounter.person.workspace, outside)
    return {found[person].slack_id: until for person, until in outside.items() if person in found}


async def _held(encounter: Encounter, enrolment: Enrolment) -> Person:
    """The leader, held, so that nothing is shared with somebody who goes at this very moment."""
    found = await encounter.work.people.by_id(enrolment.workspace, enrolment.leader)
    leader = await encounter.work.people.meet(enrolment.workspace, found.slack_id) if found else None
    if leader is None:
        raise NotAvailable
    return leader


async def _change(encounter: Encounter, enrolment: Enrolment, leader: Person, change: Difference) -> None:
    work, ids = encounter.work, encounter.desk.ids
    zones = {leader.id: leader.zone}
    await end_ties(work, ids, enrolment.workspace, [each.id for each in change.go], encounter.now)
    await tie(work, ids, change.come, zones, encounter.now)
    for each in change.stay_until:
        await work.ties.prolong(each.workspace, each.id, each.until)
    await work.occasions.plan(last_days(change.stay_until, zones, ids))
    if enrolment.is_known:
        await _tell(encounter, enrolment, leader, change)


async def _tell(encounter: Encounter, enrolment: Enrolment, leader: Person, change: Difference) -> None:
    """Who said yes hears of it; an invitation that waits shows it. Who is to coach now is told so."""
    work, ids, now = encounter.work, encounter.desk.ids, encounter.now
    for each in change.coaches_come:
        coach = await work.people.by_id(each.workspace, each.person)
        if coach is not None:
            await work.outbox.add(welcome_coach(encounter, coach, enrolment.programme, each))
    if enrolment.stage is Stage.JOINED:
        for message in _to_leader(encounter, enrolment, leader, change):
            await work.outbox.add(message)
    await bring_up_to_date(work.outbox, leader, Subject.WELCOME, ids, now, enrolment.id)


def _to_leader(encounter: Encounter, enrolment: Enrolment, leader: Person, change: Difference) -> Sequence[Delivery]:
    """One message for each who comes, or has another last day; where nobody comes, one for all who go."""
    news = [{"tie": each.id} for each in change.coaches_come]
    if not news and change.coaches_go:
        news = [{"gone": change.coaches_go[0].id}]
    news += [{"tie": each.id, "until": str(each.until)} for each in change.stay_until if each.until]
    ids, now = encounter.desk.ids, encounter.now
    return [message_to(leader, Subject.NEW_COACH, ids, now, enrolment=enrolment.id, **each) for each in news]
