"""However form and chat are mixed, the same answers leave the same rows."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from storage.master_keys import new_master_key
from tests.databases import Settings as Stores
from tests.scenario.ledger import ledger
from tests.scenario.own_folder import with_deep_in_chat
from tests.scenario.walking import Answers, Walk, Way, done_in_chat
from tests.scenario.world import Person, World, new_world

THIN = "It hurts."
LONG = "That they had been unhappy since June, and that nobody of us had asked them even once."
ANSWERS = st.fixed_dictionaries(
    {
        "energy": st.sampled_from(["1", "4 - rough week", None]),
        "meaning": st.sampled_from([THIN, LONG, None]),
        "": st.sampled_from(["A customer left.", LONG, None]),
    }
)
SOME: Answers = {"energy": "4 - rough week", "meaning": THIN, "": "A customer left."}


@given(
    word=st.sampled_from(["reflect", "wins", "deep", "look back"]),
    answers=ANSWERS,
    ways=st.lists(st.sampled_from(Way), max_size=8),
)
@example(word="reflect", answers=SOME, ways=[Way.CHAT, Way.BACK, Way.FORM])
@example(word="reflect", answers=SOME, ways=[Way.HALF, Way.CHAT, Way.FORM, Way.BACK, Way.FORM])
@example(word="reflect", answers=SOME, ways=[Way.CLASH, Way.CLASH, Way.CLASH, Way.FORM])
@example(word="deep", answers=SOME, ways=[Way.HALF, Way.CLASH, Way.BACK, Way.CHAT, Way.EDIT])
@example(word="look back", answers=SOME, ways=[Way.FORM])
@settings(
    max_examples=12, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_any_mix_of_both_ends_in_the_same_rows(town: "Town", word: str, answers: Answers, ways: Sequence[Way]) -> None:
    mixed, in_chat = town.both(word, answers, ways)
    assert mixed == in_chat


class Town:
    """One world for many people: starting a bot for each would take too long."""

    def __init__(self, runner: Any, world: World) -> None:
        self.runner, self.world = runner, world
        self.numbers = count(1)

    def both(self, word: str, answers: Answers, ways: Sequence[Way]) -> tuple[object, object]:
        """What is stored about somebody who goes these ways, and about somebody who does the same in chat."""
        return self.runner.run(self._both(word, answers, ways))  # type: ignore[no-any-return] # a runner is untyped here

    async def _both(self, word: str, answers: Answers, ways: Sequence[Way]) -> tuple[object, object]:
        walker, echo = await self._newcomer(), await self._newcomer()
        if word == "look back":
            self.world.later(timedelta(weeks=4))
        await walker.types(word)
        trace = await Walk(walker, answers).to_the_end(ways)
        await echo.types(word)
        await done_in_chat(echo, trace)
        return await stored(walker), await stored(echo)

    async def _newcomer(self) -> Person:
        """Somebody who has one weekly reflection to look back on."""
        name = f"Leader {next(self.numbers)}"
        self.world.sandbox.workspace.add_person(name)
        person = self.world.person(name)
        for typed in ("reflect", "4", "It was.", "stop"):
            await person.types(typed)
        return person


async def stored(person: Person) -> object:
    found = await ledger(person)
    columns = ("script", "subject", "at", "status", "turn", "short", "wordings")
    return [row[: len(columns)] for row in found.conversations], found.answers, found.held


@pytest.fixture
def town(tmp_path: Any, sqlite_template: Any, keystore_template: Any) -> Iterator[Town]:
    """The bot, on a loop of its own that outlives each example."""
    shutil.copy(sqlite_template, tmp_path / "cairn.db")
    shutil.copy(keystore_template, tmp_path / "keys.db")
    stores = Stores(f"sqlite:///{tmp_path / 'cairn.db'}", f"sqlite:///{tmp_path / 'keys.db'}", new_master_key())
    with asyncio.Runner() as runner:
        entered = new_world(stores, prompts_dir=with_deep_in_chat(tmp_path / "own"))
        yield Town(runner, runner.run(entered.__aenter__()))
        runner.run(entered.__aexit__(None, None, None))
