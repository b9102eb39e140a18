"""Put a table of leaders into a programme: all of it or nothing, and nobody hears of it yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flows.conversation.encounter import Encounter
from flows.conversation.ports import UnitOfWork
from flows.managing.authority import programme_for
from flows.people import Person, Profile
from flows.ports import Ids
from flows.privacy import Action
from flows.programmes.agreement import Agreement, Shared, Side
from flows.programmes.cohort import Known, Plan, Planning, named
from flows.programmes.cohort_file import CohortRow
from flows.programmes.occasion import Kind, Occasion
from flows.programmes.programme import Programme
from flows.programmes.tie import Tie
from flows.roles import COACHING
from flows.timing.working_days import day_after

FIRST_TERMS = frozenset({Shared.GOALS, Shared.PLANS, Shared.ASSIGNMENTS})
"""What a first agreement proposes to share by itself: never what somebody reflects on."""

TEXT_OF_AGREEMENT = 1
"""The version of the words in which the agreement is shown; it goes up when they come to mean something else."""

Members = Mapping[str, Profile]


async def enrol(encounter: Encounter, programme_id: str, rows: Sequence[CohortRow], members: Members) -> Plan:
    """Store what a table says, unless something stands in the way; what was stored, or what stands in it.

    `members` is what Slack says of everybody named, by Slack id. Raises NotAvailable, and Conflict when somebody else
    has enrolled one of them meanwhile.
    """
    plan = await plan_only(encounter, programme_id, rows, members)
    if not plan.hindrances:
        await store(encounter.work, encounter.desk.ids, plan, encounter.now)
        await encounter.note("enrolled", programme_id)
    return plan


async def plan_only(encounter: Encounter, programme_id: str, rows: Sequence[CohortRow], members: Members) -> Plan:
    """What `enrol` would store, for a look before. Raises NotAvailable."""
    programme = await programme_for(encounter, programme_id, Action.ENROL)
    who = Setting(programme, encounter.person, encounter.desk.ids, encounter.now, encounter.today)
    return (await planning_for(encounter.work, who, rows, members)).plan(rows)


@dataclass(frozen=True, slots=True)
class Setting:
    """Into which programme somebody enrols others, when, and the day it is where they are."""

    programme: Programme
    by: Person
    ids: Ids
    now: datetime
    today: date


async def planning_for(work: UnitOfWork, setting: Setting, rows: Sequence[CohortRow], members: Members) -> Planning:
    """What is known of everybody in a table, so that it can be planned without looking anything up."""
    programme = setting.programme
    people = await work.people.met(programme.workspace, named(rows))
    taking_part = await work.enrolments.taking_part(programme.workspace)
    here = frozenset(leader for leader, where in taking_part if where == programme.id)
    elsewhere = frozenset(leader for leader, where in taking_part if where != programme.id)
    known = Known(members, people, here, elsewhere)
    return Planning(programme, known, setting.by, setting.ids, setting.now, setting.today)


async def store(work: UnitOfWork, ids: Ids, plan: Plan, now: datetime) -> None:
    """Store a plan; one with hindrances holds nothing."""
    await work.people.add_all(plan.people)
    await work.enrolments.add(plan.enrolments)
    await tie(work, ids, plan.ties, plan.zones, now)


async def tie(work: UnitOfWork, ids: Ids, ties: Sequence[Tie], zones: Mapping[str, str], now: datetime) -> None:
    """Let these accompany their leaders. `zones`: where each leader is, by id."""
    await work.ties.add(ties)
    await work.agreements.add_all(_first_agreements(ties, ids, now))
    await work.occasions.plan(last_days(ties, zones, ids))


def _first_agreements(ties: Collection[Tie], ids: Ids, now: datetime) -> list[Agreement]:
    return [
        Agreement(ids.new(), each.workspace, each.id, 1, FIRST_TERMS, TEXT_OF_AGREEMENT, Side.LEADER, now)
        for each in ties
        if each.role in COACHING
    ]


def last_days(ties: Collection[Tie], zones: Mapping[str, str], ids: Ids) -> list[Occasion]:
    """When to look whether somebody from outside has reached their last day: as soon as the next one begins."""
    return [
        Occasion(
            ids.new(),
            each.workspace,
            f"{Kind.LAST_DAY}:{each.id}:{each.until}",
            Kind.LAST_DAY,
            each.id,
            day_after(zones[each.leader], each.until),
        )
        for each in ties
        if each.until is not None
    ]
