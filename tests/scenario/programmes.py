"""Programmes for stories: set up, begun, and time passing in them, through the use cases themselves."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.ticker import attend_to_occasions, end_programmes
from flows.conversation.encounter import Act, Effect, Encounter, Inbound
from flows.conversation.state import Place
from flows.managing.enrolling import enrol
from flows.managing.invitations import unless_denied
from flows.managing.inviting import let_begin
from flows.managing.naming import name_manager
from flows.people import Profile, Standing
from flows.programmes.cohort_file import CohortRow
from flows.programmes.programme import Cadence, Design, Practice, Programme
from tests.scenario.world import Person, World

DESIGN = Design(
    "Leading change",
    date(2026, 1, 1),
    date(2030, 1, 1),
    priorities=("Safety", "Customers", "People"),
    practices=(Practice("weekly-reflection", Cadence.WEEKLY),),
)
NUMBERS = iter(range(10_000))


def profile(person: Person) -> Profile:
    """What Slack says of a full member."""
    return Profile(person.actor.person.id, Standing.MEMBER, person.actor.person.tz, person.actor.person.locale)


def everybody(world: World) -> Mapping[str, Profile]:
    """What Slack says of everybody there is, by Slack id."""
    return {
        each.id: Profile(
            each.id,
            Standing.DEACTIVATED if each.deleted else Standing.GUEST if each.is_restricted else Standing.MEMBER,
            each.tz,
            each.locale,
        )
        for each in world.sandbox.workspace.people.values()
    }


async def does(world: World, by: Person, act: Act) -> Effect:
    """Let a use case take effect for somebody, or be denied, and all that follows from it."""
    workspace = world.sandbox.workspace.team_id
    inbound = Inbound(f"test:{next(NUMBERS)}", workspace, by.slack_id, Place(), direct=False)
    effect = await unless_denied(world.running.reception.desk, inbound, "story", act)
    await world.settled()
    return effect


async def programme(world: World, *rows: CohortRow, by: Person) -> Programme:
    """A programme in which these take part, prepared and not begun."""
    desk, workspace = world.running.reception.desk, world.sandbox.workspace.team_id
    assert await name_manager(desk.work, desk.clock, desk.ids, workspace, profile(by))
    async with desk.work() as work:
        manager = await work.people.meet(workspace, by.slack_id)
        assert manager is not None
        made = Programme(desk.ids.new(), workspace, DESIGN, (manager.id,), desk.clock.now())
        await work.programmes.add(made)
        await work.commit()

    async def put_in(encounter: Encounter) -> Effect:
        plan = await enrol(encounter, made.id, rows, everybody(world))
        assert plan.hindrances == ()
        return Effect.CHANGED

    await does(world, by, put_in)
    return made


async def begins(world: World, made: Programme, by: Person) -> Effect:
    """Let everybody prepared be invited."""

    async def act(encounter: Encounter) -> Effect:
        return await let_begin(encounter, made.id)

    return await does(world, by, act)


def row(leader: Person, *coaches: Person) -> CohortRow:
    """A leader with coaches."""
    return CohortRow(2, leader.slack_id, tuple(each.slack_id for each in coaches))


async def days_pass(world: World, days: int) -> None:
    """Time passes, and what is due by then is done."""
    world.later(timedelta(days=days))
    await attend_to_occasions(world.running.reception.desk)
    await end_programmes(world.running.reception.desk)
    await world.settled()
