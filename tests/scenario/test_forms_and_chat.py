"""However form and chat are mixed, the same answers leave the same rows."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sandbox.records import View
from storage.master_keys import new_master_key
from tests.databases import Settings as Stores
from tests.scenario.ledger import ledger
from tests.scenario.world import Person, World, labels, new_world

THIN = "It hurts."
LONG = "That they had been unhappy since June, and that nobody of us had asked them even once."

Answers = dict[str, str | None]
"""What somebody answers to each step of the weekly reflection; None where they skip it."""

ANSWERS = st.fixed_dictionaries(
    {
        "energy": st.sampled_from(["1", "5", None]),
        "moment": st.sampled_from(["A customer left.", None]),
        "meaning": st.sampled_from([THIN, LONG, None]),
        "unknown": st.sampled_from([LONG, None]),
        "next": st.sampled_from(["Ask early.", None]),
    }
)
MIX = st.lists(st.booleans(), min_size=5, max_size=5)
"""Whether each thing is done in the form."""


@given(answers=ANSWERS, mix=MIX)
@settings(
    max_examples=25, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_any_mix_of_both_ends_in_the_same_rows(town: "Town", answers: Answers, mix: Sequence[bool]) -> None:
    assert town.ends(answers, mix) == town.ends(answers, [False] * 5)


class Town:
    """One world for many people: starting a bot for each would take too long."""

    def __init__(self, runner: Any, world: World) -> None:
        self.runner, self.world = runner, world
        self.numbers = count(1)

    def ends(self, answers: Answers, mix: Sequence[bool]) -> object:
        """What is stored about somebody new who answers so."""
        return self.runner.run(self._ends(answers, mix))

    async def _ends(self, answers: Answers, mix: Sequence[bool]) -> object:
        name = f"Leader {next(self.numbers)}"
        self.world.sandbox.workspace.add_person(name)
        person = self.world.person(name)
        await person.types("reflect")
        for in_form in mix:
            if not await goes_on(person, answers, in_form=in_form):
                break
        while await goes_on(person, answers, in_form=False):
            pass
        found = await ledger(person)
        columns = ("script", "subject", "at", "status", "turn", "short", "wordings")
        return [row[: len(columns)] for row in found.conversations], found.answers, found.held


async def goes_on(person: Person, answers: Answers, *, in_form: bool) -> bool:
    """Answer what is asked now, in the form if some of its page can be; False when all is said."""
    open_view = person.actor.open_views()[-1:]
    if any("Show what I wrote" in labels(message) for message in person.heard()):
        return False
    if in_form:
        view = open_view[0] if open_view else await form(person)
        asked = [block["block_id"].partition(":")[2] for block in view.blocks if block["type"] == "input"]
        if any(answers[step] for step in asked):
            values = {f"field:{step}": answer for step in asked if (answer := answers[step])}
            outcome = await person.actor.submit(view, values)
            assert (outcome.failed, outcome.errors) == (None, {})
            await person.world.settled()
            return True
    await in_chat(person, answers)
    return True


async def form(person: Person) -> View:
    button = next(
        each for each in ("Answer in a form", "Go on in the form") if any(each in labels(m) for m in person.heard())
    )
    await person.presses(button)
    return person.actor.open_views()[-1]


async def in_chat(person: Person, answers: Answers) -> None:
    for view in person.actor.open_views():
        await person.actor.close(view)
    if any("Go on here" in labels(message) for message in person.heard()):
        await person.presses("Go on here")
    before = await ledger(person)
    step = before.conversations[0][2]
    answer = answers[step]
    if answer is None:
        await person.presses("Skip")
    elif answer.isdigit():
        await person.presses(answer)
    else:
        await person.types(answer)


@pytest.fixture
def town(tmp_path: Any, sqlite_template: Any, keystore_template: Any) -> Iterator[Town]:
    """The bot, on a loop of its own that outlives each example."""
    shutil.copy(sqlite_template, tmp_path / "cairn.db")
    shutil.copy(keystore_template, tmp_path / "keys.db")
    stores = Stores(f"sqlite:///{tmp_path / 'cairn.db'}", f"sqlite:///{tmp_path / 'keys.db'}", new_master_key())
    with asyncio.Runner() as runner:
        entered = new_world(stores)
        yield Town(runner, runner.run(entered.__aenter__()))
        runner.run(entered.__aexit__(None, None, None))
