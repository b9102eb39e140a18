"""Two worlds that differ only in what a leader did and shared with nobody: a coach receives the same bytes in both."""

import json
import re
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import ids
from bot.ids import Pointer
from flows import privacy
from flows.privacy import Action, Relation, State
from flows.programmes.agreement import Shared
from sandbox.traffic import WebApiCall
from storage.master_keys import new_master_key
from storage.tables import CONVERSATION, SHARE
from tests.databases import Settings
from tests.scenario.everything import deletes, sends
from tests.scenario.forging import points
from tests.scenario.ledger import rows
from tests.scenario.sharing import accompanied, agree, closes_all, home, presses_on_top, reflects
from tests.scenario.world import Person, World, new_world

Deed = Callable[[World, Person, Person], Awaitable[None]]

_GIVEN = re.compile(r"life\d+-\d{19}|(?<=\"block_id\": \")[0-9a-f]{5}(?=\")")
"""Ids that are given to whatever is made, by Cairn one after the other, and by Slack to blocks without one."""

_OF_SLACK = frozenset({"trigger_id", "view_id", "hash", "ts", "token"})
"""Numbers that Slack counts up with everything that happens in a workspace."""


async def nothing(world: World, ana: Person, dana: Person) -> None:
    await agree(world, ana, dana, Shared.REFLECTIONS, by_leader=False)


async def agrees(world: World, ana: Person, dana: Person) -> None:
    await agree(world, ana, dana, Shared.REFLECTIONS)


async def writes_alone(world: World, ana: Person, dana: Person) -> None:
    """Without an agreement: writes, changes, skips, deletes, stops."""
    await nothing(world, ana, dana)
    await _writes(ana)


async def shares_goals_alone(world: World, ana: Person, dana: Person) -> None:
    """With an agreement that shares nothing of this kind."""
    await agree(world, ana, dana, Shared.GOALS)
    await _writes(ana)


async def keeps_it(world: World, ana: Person, dana: Person) -> None:
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    await ana.presses("Keep it to myself")


async def has_not_waited_the_hour(world: World, ana: Person, dana: Person) -> None:
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)


async def deletes_it(world: World, ana: Person, dana: Person) -> None:
    """Shared, and hidden before anybody could open it."""
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await ana.types("wins")
    await ana.types("skip")
    await ana.types("We hired two people.")
    await ana.presses("Share now")
    await deletes(ana)


async def stops(world: World, ana: Person, dana: Person) -> None:
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("stop")


async def _writes(ana: Person) -> None:
    await reflects(ana)
    await ana.presses("Show what I wrote")
    await presses_on_top(ana, "Edit")
    await sends(ana, progress="We hired three people.")
    await presses_on_top(ana, "Delete")
    await closes_all(ana)
    await ana.types("reflect")
    await ana.types("skip")
    await ana.types("A whole thought.")
    await ana.types("stop")


DEEDS: Mapping[str, Deed] = {
    each.__name__: each
    for each in (agrees, writes_alone, shares_goals_alone, keeps_it, has_not_waited_the_hour, deletes_it, stops)
}


async def received(stores: Settings, deed: Deed) -> Sequence[str]:
    """Everything that a coach gets to see after a leader did something, wherever they look."""
    async with new_world(stores) as world:
        ana, dana = world.person("Ana"), world.person("Dana")
        for each in (dana, ana):
            await each.types("help")
        await accompanied(world, ana, dana)
        await home(dana)
        await deed(world, ana, dana)
        world.later(timedelta(minutes=30))
        before, answered = len(world.sandbox.calls), len(world.sandbox.deliveries)
        await looks_everywhere(world, dana)
        calls = list(world.sandbox.calls)[before:]
        acknowledged = [str((each.status, each.body)) for each in list(world.sandbox.deliveries)[answered:]]
        messages = [json.dumps([each.text, each.blocks], sort_keys=True) for each in dana.heard()]
        return [_GIVEN.sub("id", each) for each in (*map(said, calls), *acknowledged, *messages)]


async def looks_everywhere(world: World, dana: Person) -> None:
    """Home, the list, help, who sees what, and everything there is tried by its id."""
    await home(dana)
    view = await dana.actor.open_home()
    assert view is not None
    await world.settled()
    await dana.actor.press_in_view(view, label="What they share")
    await closes_all(dana)
    for word in ("leaders", "privacy", "help", "journal"):
        await dana.runs(word)
        await closes_all(dana)
    shares = [each.id for each in await rows(world, select(SHARE.c.id))]
    conversations = [each.id for each in await rows(world, select(CONVERSATION.c.id))]
    for value in (shares[:1] or ["nobody"]) + (conversations[:1] or ["nobody"]):
        for action in (ids.OPEN_SHARED, ids.SHARED_BY, ids.SHOW_WORDS, ids.SHARE, ids.SHARE_NOW, ids.TAKE_BACK):
            await points(world, dana, action, Pointer(value).packed())


def said(call: WebApiCall) -> str:
    """What a call said, without the numbers that Slack gives."""
    told = {name: each for name, each in call.arguments.items() if name not in _OF_SLACK}
    return json.dumps([call.method, told], sort_keys=True)


@pytest.fixture
def beside(tmp_path: Path, sqlite_template: Path, keystore_template: Path) -> Settings:
    """Stores of the other world."""
    place = tmp_path / "beside"
    place.mkdir()
    shutil.copy(sqlite_template, place / "cairn.db")
    shutil.copy(keystore_template, place / "keys.db")
    return Settings(f"sqlite:///{place / 'cairn.db'}", f"sqlite:///{place / 'keys.db'}", new_master_key())


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_is_shared_with_nobody_is_seen_by_nobody(settings: Settings, beside: Settings, deed: str) -> None:
    usual = await received(beside, nothing)
    assert len(usual) > 20
    assert await received(settings, DEEDS[deed]) == usual


@pytest.mark.parametrize(
    ("deed", "state"), [("keeps_it", State.TAKEN_BACK), ("has_not_waited_the_hour", State.ANNOUNCED)]
)
@pytest.mark.parametrize("action", [Action.READ, Action.SEE_IN_LIST])
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_wrong_yes_in_the_table_is_noticed(
    settings: Settings, beside: Settings, monkeypatch: pytest.MonkeyPatch, deed: str, state: State, action: Action
) -> None:
    usual = await received(beside, nothing)
    more = {**privacy.TABLE[action], Relation.COACH: frozenset({State.SHARED, state})}
    monkeypatch.setattr(privacy, "TABLE", {**privacy.TABLE, action: more})
    assert await received(settings, DEEDS[deed]) != usual
