"""A leader is invited once, by name, and reminded once at most; whoever coaches them hears of it too."""

from collections.abc import AsyncIterator, Sequence

import pytest

from bot import ids
from flows.conversation.encounter import Effect, Encounter
from flows.managing.changing import accompany
from flows.managing.enrolling import enrol
from flows.managing.inviting import let_begin
from flows.managing.leaving import end_programme
from flows.programmes.enrolment import Enrolment
from flows.programmes.programme import Programme
from sandbox.faults import drop_before_accept
from sandbox.records import Message
from tests.databases import Settings
from tests.scenario.forging import NOBODYS, NOT_YOURS, audit, points
from tests.scenario.programmes import begins, days_pass, does, everybody, programme, row
from tests.scenario.world import World, labels, new_world


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with new_world(settings) as made:
        yield made


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
    await days_pass(world, 2)
    assert len(ana.heard()) == 1
    await days_pass(world, 4)
    assert len(ana.heard()) == 2
    assert "I bring it to mind this once" in ana.last.text
    await days_pass(world, 30)
    assert len(ana.heard()) == 2


async def test_not_now_is_heard_and_nothing_more_is_said(world: World) -> None:
    emil, ana = world.person("Emil"), world.person("Ana")
    await begins(world, await programme(world, row(ana), by=emil), emil)
    await ana.presses("Not now")
    assert "I write no more about it" in ana.last.text
    assert labels(ana.last) == ["Set up (1 minute)", "Who sees what"]
    await days_pass(world, 30)
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


async def test_a_coach_hears_nothing_of_leaders_who_are_only_prepared(world: World) -> None:
    emil, ana, ben, dana, farah = (world.person(name) for name in ("Emil", "Ana", "Ben", "Dana", "Farah"))
    made = await programme(world, row(ana, dana), by=emil)
    await begins(world, made, emil)
    [of_ana] = await enrolments(world, made)

    async def prepare_another(encounter: Encounter) -> Effect:
        await enrol(encounter, made.id, [row(ben, farah)], everybody(world))
        await accompany(encounter, of_ana.id, row(ana, dana, farah), everybody(world))
        return Effect.CHANGED

    await does(world, emil, prepare_another)
    assert ben.heard() == []
    assert f"<@{ana.slack_id}>" in farah.last.text
    assert ben.slack_id not in farah.last.text


async def test_nobody_hears_first_that_it_is_over(world: World) -> None:
    emil, ana, dana = (world.person(name) for name in ("Emil", "Ana", "Dana"))
    made = await programme(world, row(ana, dana), by=emil)

    async def begin_and_end(encounter: Encounter) -> Effect:
        await let_begin(encounter, made.id)
        await end_programme(encounter, made.id)
        return Effect.CHANGED

    await does(world, emil, begin_and_end)
    assert (ana.heard(), dana.heard()) == ([], [])


async def test_nobody_is_written_to_twice_before_they_have_said_yes(world: World) -> None:
    emil, ana = world.person("Emil"), world.person("Ana")
    for _ in range(2):
        await begins(world, await programme(world, row(ana), by=emil), emil)
    await days_pass(world, 6)
    assert len(ana.heard()) == 2  # one invitation, and the one reminder of it


async def enrolments(world: World, made: Programme) -> Sequence[Enrolment]:
    async with world.running.reception.desk.work() as work:
        return await work.enrolments.of_programme(made)


async def test_a_lost_invitation_comes_when_they_turn_up(world: World) -> None:
    emil, ana = world.person("Emil"), world.person("Ana")
    made = await programme(world, row(ana), by=emil)
    world.sandbox.faults.plan(drop_before_accept(), method="chat.postMessage")
    await begins(world, made, emil)
    assert ana.heard() == []
    await ana.types("privacy")
    assert "has enrolled you" in ana.last.text
    assert labels(ana.last) == ["Set up (1 minute)", "Who sees what", "Not now"]
    assert len(ana.heard()) == 2
