"""A leader is invited once, by name, and reminded once at most; whoever coaches them hears of it too."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from bot import ids
from bot.ticker import attend_to_occasions
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.state import Place
from flows.managing.inviting import let_begin
from flows.managing.naming import name_manager
from flows.people import Profile, Standing
from flows.programmes.cohort import Known, Planning
from flows.programmes.cohort_file import CohortRow
from flows.programmes.programme import Cadence, Design, Practice, Programme
from sandbox.records import Message
from tests.databases import Settings
from tests.scenario.forging import NOBODYS, NOT_YOURS, audit, points
from tests.scenario.world import Person, World, labels, new_world

DESIGN = Design(
    "Leading change",
    date(2026, 1, 1),
    date(2030, 1, 1),
    priorities=("Safety", "Customers", "People"),
    practices=(Practice("weekly-reflection", Cadence.WEEKLY),),
)
NUMBERS = iter(range(10_000))


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with new_world(settings) as made:
        yield made


def profile(person: Person) -> Profile:
    return Profile(person.actor.person.id, Standing.MEMBER, person.actor.person.tz, person.actor.person.locale)


async def programme(world: World, *rows: CohortRow, by: Person) -> Programme:
    """A programme in which these take part, prepared and not begun."""
    desk, workspace = world.running.reception.desk, world.sandbox.workspace.team_id
    assert await name_manager(desk.work, desk.clock, desk.ids, workspace, profile(by))
    members = {name: Profile(name, Standing.MEMBER) for name in world.sandbox.workspace.people}
    async with desk.work() as work:
        manager = await work.people.meet(workspace, by.slack_id)
        assert manager is not None
        made = Programme(desk.ids.new(), workspace, DESIGN, (manager.id,), desk.clock.now())
        await work.programmes.add(made)
        known = Known(members, {manager.slack_id: manager})
        plan = Planning(made, known, manager, desk.ids, desk.clock.now(), desk.clock.now().date()).plan(rows)
        assert plan.hindrances == ()
        for each in plan.people:
            await work.people.add(each)
        await work.enrolments.add(plan.enrolments)
        await work.ties.add(plan.ties)
        await work.commit()
    return made


async def begins(world: World, made: Programme, by: Person) -> Effect:
    desk = world.running.reception.desk
    inbound = Inbound(f"test:{next(NUMBERS)}", made.workspace, by.slack_id, Place(), direct=False)

    async def act(encounter: Encounter) -> Effect:
        return await let_begin(encounter, made.id)

    effect = await once(desk, inbound, act)
    await world.settled()
    return effect


def row(leader: Person, *coaches: Person) -> CohortRow:
    return CohortRow(2, leader.slack_id, tuple(each.slack_id for each in coaches))


async def reminders(world: World, days: int) -> None:
    world.later(timedelta(days=days))
    await attend_to_occasions(world.running.reception.desk)
    await world.settled()


async def test_nobody_hears_of_it_before_it_begins_and_everybody_once(world: World) -> None:
    emil, ana, dana = (world.person(name) for name in ("Emil", "Ana", "Dana"))
    made = await programme(world, row(ana, dana), by=emil)
    await world.settled()
    assert (ana.heard(), dana.heard()) == ([], [])
    assert await begins(world, made, emil) is Effect.CHANGED
    assert await begins(world, made, emil) is Effect.STALE
    [welcome] = ana.heard()
    assert f"<@{emil.slack_id}> has enrolled you" in welcome.text
    assert "Leading change" in welcome.text
    assert labels(welcome) == ["Set up (1 minute)", "Who sees what", "Not now"]
    [named] = dana.heard()
    assert f"You accompany <@{ana.slack_id}>." in named.text


async def test_no_answer_is_brought_to_mind_once_after_three_working_days(world: World) -> None:
    emil, ana = world.person("Emil"), world.person("Ana")
    await begins(world, await programme(world, row(ana), by=emil), emil)
    await reminders(world, 2)
    assert len(ana.heard()) == 1
    await reminders(world, 4)
    assert len(ana.heard()) == 2
    assert "I bring it to mind this once" in ana.last.text
    await reminders(world, 30)
    assert len(ana.heard()) == 2


async def test_not_now_is_heard_and_nothing_more_is_said(world: World) -> None:
    emil, ana = world.person("Emil"), world.person("Ana")
    await begins(world, await programme(world, row(ana), by=emil), emil)
    await ana.presses("Not now")
    assert "I write no more about it" in ana.last.text
    assert labels(ana.last) == ["Set up (1 minute)", "Who sees what"]
    await reminders(world, 30)
    assert len(ana.heard()) == 1


async def test_somebody_elses_invitation_is_nothing_to_them(world: World) -> None:
    emil, ana, ben = (world.person(name) for name in ("Emil", "Ana", "Ben"))
    await begins(world, await programme(world, row(ana), by=emil), emil)
    theirs = next(each["value"] for each in elements(ana.last) if each["action_id"] == ids.NOT_NOW)
    for value in (theirs, NOBODYS):
        await points(world, ben, ids.NOT_NOW, value, on=ana.last)
        assert ben.last.text == NOT_YOURS
    assert labels(ana.last) == ["Set up (1 minute)", "Who sees what", "Not now"]
    assert [line for line in await audit(world) if line[1] == "denied"] == [(ben.slack_id, "denied")] * 2


def elements(message: Message) -> list[dict[str, str]]:
    return [each for block in message.blocks for each in block.get("elements", ()) if "action_id" in each]
