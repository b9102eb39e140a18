"""Whoever runs Cairn names programme managers, and puts a programme in somebody's charge."""

from collections.abc import AsyncIterator

import pytest

from bot.granting import NotGranted, grant
from flows.managing.importing import NotImported
from storage.tables import PERSON
from tests.databases import Settings
from tests.scenario.forging import audit, count
from tests.scenario.managing import NOT_A_MANAGER
from tests.scenario.programmes import DESIGN, programme
from tests.scenario.test_import import bot_settings
from tests.scenario.world import Person, World, new_world


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with new_world(settings) as made:
        yield made


async def grants(world: World, who: Person, *, end: bool = False, programme: str = "") -> str:
    said = await grant(bot_settings(world), who.slack_id, end=end, programme=programme)
    await world.settled()
    return said


async def test_somebody_named_may_set_up_programmes_until_they_may_no_more(world: World) -> None:
    gus = world.person("Gus")
    assert await gus.runs("programme") == NOT_A_MANAGER
    assert await grants(world, gus) == f"{gus.slack_id} can now set up programmes: /cairn programme"
    await gus.runs("programme")
    assert len(gus.actor.open_views()) == 1
    assert await grants(world, gus, end=True) == f"{gus.slack_id} is no programme manager any more."
    assert await gus.runs("programme") == NOT_A_MANAGER
    assert await grants(world, gus, end=True) == f"{gus.slack_id} was no programme manager."
    done = [action for _, action in await audit(world) if action.startswith("manager")]
    assert done == ["manager_named", "manager_dismissed"]


@pytest.mark.parametrize("who", ["Hana", "Ivo", "Cairn"])
async def test_only_full_members_may_be_named(world: World, who: str) -> None:
    slack_id = world.sandbox.workspace.person(who).id
    with pytest.raises(NotGranted, match="no full member"):
        await grant(bot_settings(world), slack_id, end=False)
    with pytest.raises(NotGranted, match="Slack knows nobody"):
        await grant(bot_settings(world), "U0NOBODY", end=False)
    assert await count(world, PERSON) == 0


async def test_a_programme_that_nobody_manages_any_more_is_put_in_charge_of_somebody(world: World) -> None:
    emil, gus = world.person("Emil"), world.person("Gus")
    made = await programme(world, by=emil)
    await grants(world, emil, end=True)
    said = await grants(world, gus, programme=DESIGN.name)
    assert said == f"{gus.slack_id} now manages the programme “Leading change”: /cairn programme"
    assert await grants(world, gus, programme=made.id) == said, "twice is no harm"
    await gus.runs("programme")
    assert "Leading change" in await gus.window()
    assert [action for _, action in await audit(world) if action == "put_in_charge"] == ["put_in_charge"]


async def test_a_programme_that_does_not_exist_is_nobodys(world: World) -> None:
    with pytest.raises(NotImported, match="no programme is called"):
        await grants(world, world.person("Gus"), programme="Leading nothing")
