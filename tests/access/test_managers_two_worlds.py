"""Worlds that differ only in what leaders did: a programme manager receives the same bytes in all of them."""

import json
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import pytest

from bot import ids
from flows.managing import looking
from flows.managing.window_sights import Told
from flows.programmes.agreement import Shared
from flows.programmes.enrolment import Stage
from storage.master_keys import new_master_key
from tests.databases import Settings
from tests.scenario.forging import NOBODYS, points
from tests.scenario.managing import opens, presses, top
from tests.scenario.programmes import begins, programme, row
from tests.scenario.sharing import agree, closes_all, home, opens_first, reflects
from tests.scenario.test_coaches_two_worlds import _GIVEN, said
from tests.scenario.test_set_up import CHOSEN, SET_UP
from tests.scenario.world import Person, World, new_world

Deed = Callable[[World, Person, Person], Awaitable[None]]


async def nothing(world: World, ana: Person, dana: Person) -> None:
    """The invitation waits."""


async def puts_off(world: World, ana: Person, dana: Person) -> None:
    await ana.presses("Not now")


async def joins(world: World, ana: Person, dana: Person) -> None:
    await ana.presses(SET_UP)
    outcome = await ana.actor.submit(ana.actor.open_views()[-1], CHOSEN)
    assert outcome.errors == {}
    await world.settled()
    await ana.types("stop")  # the first conversation, which follows at once


async def joins_and_agrees(world: World, ana: Person, dana: Person) -> None:
    await joins(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)


async def writes_alone(world: World, ana: Person, dana: Person) -> None:
    await joins(world, ana, dana)
    await reflects(ana)


async def shares_and_is_read(world: World, ana: Person, dana: Person) -> None:
    await joins_and_agrees(world, ana, dana)
    await reflects(ana)
    await ana.presses("Share now")
    await opens_first(dana)
    await closes_all(dana)


async def takes_back(world: World, ana: Person, dana: Person) -> None:
    await shares_and_is_read(world, ana, dana)
    await ana.presses("Take back")


DEEDS: Mapping[str, Deed] = {
    each.__name__: each for each in (puts_off, joins, joins_and_agrees, writes_alone, shares_and_is_read, takes_back)
}


async def received(stores: Settings, deed: Deed) -> Sequence[str]:
    """Everything that a programme manager gets to see after leaders did something, wherever they look."""
    async with new_world(stores) as world:
        ana, ben, dana, emil = (world.person(name) for name in ("Ana", "Ben", "Dana", "Emil"))
        for each in (dana, ana, emil):
            await each.types("help")
        await home(emil)
        await begins(world, await programme(world, row(ana, dana), row(ben), by=emil), emil)
        await deed(world, ana, dana)
        before, answered = len(world.sandbox.calls), len(world.sandbox.deliveries)
        await looks_everywhere(world, emil)
        calls = [said(each) for each in list(world.sandbox.calls)[before:]]
        acknowledged = [str((each.status, each.body)) for each in list(world.sandbox.deliveries)[answered:]]
        messages = [json.dumps([each.text, each.blocks], sort_keys=True) for each in emil.heard()]
        return [_GIVEN.sub("id", each) for each in (*calls, *acknowledged, *messages)]


async def looks_everywhere(world: World, emil: Person) -> None:
    """Every window about programmes, Home, every page, and whatever a manager has no button for."""
    await home(emil)
    for window in ("preview", "leader", "table", "change", "managers", "accompany"):
        await opens(emil)
        await presses(emil, f"programme:{window}")
    await opens(emil)
    [enrolment] = {each["value"] for each in _buttons(emil, "programme:accompany")[:1]}
    for word in ("leaders", "privacy", "help", "journal"):
        await closes_all(emil)
        await emil.runs(word)
    for action in (ids.SET_UP, ids.NOT_NOW, ids.SEE_AGREEMENT, ids.SHARED_BY, ids.LEAVE, ids.OPEN_SHARED):
        for value in (enrolment, NOBODYS):
            await points(world, emil, action, value)


def _buttons(emil: Person, action: str) -> list[Mapping[str, str]]:
    every = [each for block in top(emil).blocks for each in block.get("elements", ())]
    return [each for each in every if each.get("action_id") == action]


@pytest.fixture
def beside(tmp_path: Path, sqlite_template: Path, keystore_template: Path) -> Settings:
    """Stores of the other world."""
    place = tmp_path / "beside"
    place.mkdir()
    shutil.copy(sqlite_template, place / "cairn.db")
    shutil.copy(keystore_template, place / "keys.db")
    return Settings(f"sqlite:///{place / 'cairn.db'}", f"sqlite:///{place / 'keys.db'}", new_master_key())


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_leaders_do_is_not_seen_by_managers(settings: Settings, beside: Settings, deed: str) -> None:
    usual = await received(beside, nothing)
    assert len(usual) > 40
    assert await received(settings, DEEDS[deed]) == usual


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_window_that_tells_who_joined_is_noticed(
    settings: Settings, beside: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = await received(beside, nothing)
    monkeypatch.setattr(looking, "_TOLD", {**looking._TOLD, Stage.JOINED: Told.ENDED})
    assert await received(settings, joins) != usual
