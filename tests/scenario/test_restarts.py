"""The bot ends and begins again after every single step of a story: nobody notices."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from flows.delivery import DeliveryState
from sandbox.faults import ratelimited
from sandbox.server import serve
from storage.tables import OUTBOX
from tests.databases import Settings
from tests.scenario.everything import everything, with_a_trial_script
from tests.scenario.ledger import ledger, outbox
from tests.scenario.world import Person, World, labels, new_world


@pytest.fixture
async def world(settings: Settings, tmp_path: Path) -> AsyncIterator[World]:
    """A workspace with the app installed; each test says when the bot lives."""
    prompts_dir = with_a_trial_script(tmp_path / "prompts")
    async with new_world(settings, prompts_dir=prompts_dir) as template:
        sandbox, clock = template.sandbox, template.clock
    async with serve(sandbox) as base_url:
        yield World(sandbox, settings, clock, f"{base_url}/api/", prompts_dir)


async def test_a_restart_after_every_step_changes_nothing(world: World, ana: Person) -> None:
    async with world.life():
        for act in everything(ana):
            await act()
        undisturbed = await ledger(ana)

    ben = world.person("Ben")
    for act in everything(ben):
        async with world.life():
            await act()
            ended = await ledger(ben)
    assert ended == undisturbed


async def test_what_waited_for_slack_is_said_by_the_next_life_once(world: World, ana: Person) -> None:
    async with world.life():
        await ana.types("reflect")
        world.sandbox.faults.plan(ratelimited(30), method="chat.postMessage")
        await ana.presses("4")
    world.later(timedelta(seconds=30))
    async with world.life():
        await world.settled()
        assert [labels(message)[0] for message in ana.heard() if labels(message)] == ["Skip"]
        await ana.types("We lost a customer.")
        assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'", "'moment'"]


async def test_what_was_under_way_when_it_died_is_not_said_again_blindly(world: World, ana: Person) -> None:
    """The store remembers that somebody was sending; whether Slack has it, the next life cannot know."""
    async with world.life() as dying:
        await ana.types("reflect")
        dying.sender.close()
        await ana.actor.press(ana.last, label="4")
        async with dying.memory._database.transaction() as connection:
            under_way = update(OUTBOX).where(OUTBOX.c.step == "moment")
            lease = world.clock.now() + timedelta(seconds=30)
            await connection.execute(under_way.values(state="sending", lease_until=lease, lease_token="gone"))
    async with world.life():
        await world.settled()
        assert Counter(row.state for row in await outbox(ana))[DeliveryState.UNCERTAIN] == 1
        assert "Skip" not in labels(ana.last)
        await ana.types("privacy")
        assert "Skip" in labels(ana.last)
        await ana.types("help")
        assert len([message for message in ana.heard() if "Skip" in labels(message)]) == 1
