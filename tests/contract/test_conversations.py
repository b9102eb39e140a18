"""A conversation comes back as it was saved, and only to the person it belongs to."""

from dataclasses import replace
from datetime import date

import pytest

from flows.conversation.script import Value
from flows.conversation.state import Conversation, Entry, Outcome, Place, Status
from flows.errors import NotAvailable
from storage.memory import Memory
from tests.contract.samples import (
    ELSEWHERE,
    MAYA,
    MAYA_ELSEWHERE,
    OMAR,
    answered,
    begin,
    conversation,
    introduce,
    later,
    load,
    save,
    with_entries,
)

FULL = with_entries(
    conversation(
        at=None,
        status=Status.DONE,
        turn=7,
        short=True,
        place=Place("D0MAYA", "1700000000.000100"),
        asked_at=later(hours=3),
        wordings={"went_well": 2, "energy": 0},
        recalls={"remember": "earlier-talk"},
        revision=4,
    ),
    answered("went_well", "Ich habe früh delegiert. 🎉"),
    answered("energy", "rough week", number=4),
    answered("when", day=date(2026, 4, 1)),
    answered("ways", choices=("listen", "ask")),
    answered("far", number=-(2**62)),
    Entry("hint", Outcome.SEEN),
    Entry("support", Outcome.SKIPPED, wording=3),
)


@pytest.fixture(autouse=True)
async def people(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR, MAYA_ELSEWHERE)


@pytest.mark.parametrize("stored", [conversation(), FULL], ids=["bare", "full"])
async def test_it_comes_back_as_it_was_added(memory: Memory, stored: Conversation) -> None:
    await begin(memory, stored)
    assert await load(memory) == stored


async def test_it_comes_back_as_it_was_saved(memory: Memory) -> None:
    await begin(memory, conversation())
    await save(memory, replace(FULL, revision=0))
    assert await load(memory) == replace(FULL, revision=1)


async def test_what_was_not_committed_never_was(memory: Memory) -> None:
    await begin(memory, conversation())
    async with memory.unit_of_work() as work:
        await work.conversations.save(replace(FULL, revision=0), frozenset())
    assert await load(memory) == conversation()


async def test_an_error_inside_undoes_everything(memory: Memory) -> None:
    async def fail_after_adding() -> None:
        async with memory.unit_of_work() as work:
            await work.conversations.add(conversation())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_adding()
    with pytest.raises(NotAvailable):
        await load(memory)


@pytest.mark.parametrize("stranger", [OMAR, MAYA_ELSEWHERE, replace(MAYA, workspace=ELSEWHERE)])
async def test_nobody_else_can_reach_it(memory: Memory, stranger: object) -> None:
    assert isinstance(stranger, type(MAYA))
    await begin(memory, conversation(), conversation("of-omar", OMAR))
    async with memory.unit_of_work() as work:
        with pytest.raises(NotAvailable):
            await work.conversations.get(stranger, "talk")
        assert "talk" not in {each.id for each in await work.conversations.unfinished(stranger)}
        latest = await work.conversations.latest(stranger, "reflection")
        assert latest is None or latest.id != "talk"


async def test_an_id_of_nothing_says_the_same_as_one_of_somebody_else(memory: Memory) -> None:
    await begin(memory, conversation())
    refusals = []
    for name, person in (("nothing", MAYA), ("talk", OMAR)):
        with pytest.raises(NotAvailable) as refusal:
            await load(memory, name, person)
        refusals.append(str(refusal.value))
    assert refusals[0] == refusals[1]


async def test_unfinished_ones_come_with_the_last_asked_first(memory: Memory) -> None:
    await begin(
        memory,
        conversation("older", asked_at=later(hours=1)),
        conversation("newer", asked_at=later(hours=2), status=Status.LATER),
        conversation("done", asked_at=later(hours=3), status=Status.DONE),
        conversation("stopped", asked_at=later(hours=4), status=Status.STOPPED),
        with_entries(conversation("oldest"), answered("went_well", "Kept promises")),
    )
    async with memory.unit_of_work() as work:
        found = await work.conversations.unfinished(MAYA)
    assert [each.id for each in found] == ["newer", "older", "oldest"]
    assert found[2].entries["went_well"].value.text == "Kept promises"


async def test_the_latest_is_the_one_started_last(memory: Memory) -> None:
    await begin(
        memory,
        conversation("first", asked_at=later(days=30)),
        conversation("second", started_at=later(days=7), status=Status.DONE),
        conversation("other-script", started_at=later(days=9), script="debrief"),
    )
    async with memory.unit_of_work() as work:
        latest = await work.conversations.latest(MAYA, "reflection")
        assert latest is not None
        assert latest.id == "second"
        assert await work.conversations.latest(MAYA, "never-begun") is None


async def nearest(memory: Memory) -> str | None:
    async with memory.unit_of_work() as work:
        found = await work.conversations.nearest(MAYA, "reflection", later(days=-7), later(days=7))
    return found.id if found else None


async def test_the_nearest_is_the_last_with_words_in_the_window(memory: Memory) -> None:
    await begin(
        memory,
        with_entries(conversation("too-early", started_at=later(days=-8)), answered("a", "words")),
        with_entries(conversation("at-the-start", started_at=later(days=-7)), answered("a", "words")),
        with_entries(conversation("inside", started_at=later(days=1)), answered("a", "words")),
        with_entries(conversation("only-numbers", started_at=later(days=2)), answered("a", number=3)),
        with_entries(conversation("skipped", started_at=later(days=3)), Entry("a", Outcome.SKIPPED)),
        with_entries(conversation("at-the-end", started_at=later(days=7)), answered("a", "words")),
        with_entries(conversation("of-omar", OMAR, started_at=later(days=4)), answered("a", "words")),
        with_entries(conversation("debrief", script="debrief", started_at=later(days=4)), answered("a", "words")),
    )
    assert await nearest(memory) == "inside"


async def test_the_window_includes_its_start(memory: Memory) -> None:
    await begin(memory, with_entries(conversation(started_at=later(days=-7)), answered("a", "words")))
    assert await nearest(memory) == "talk"


async def test_words_that_were_set_aside_or_replaced_do_not_count(memory: Memory) -> None:
    spoken = with_entries(conversation(), answered("a", "words"))
    await begin(memory, spoken, replace(spoken, id="changed"))
    await save(memory, spoken, aside=frozenset({"a"}))
    await save(memory, with_entries(replace(spoken, id="changed"), answered("a", number=1)))
    assert await nearest(memory) is None


async def test_a_number_beside_words_is_told_from_none(memory: Memory) -> None:
    entries = (Entry("zero", Outcome.ANSWERED, Value(number=0)), Entry("none", Outcome.ANSWERED, Value()))
    await begin(memory, with_entries(conversation(), *entries))
    loaded = await load(memory)
    assert (loaded.entries["zero"].value.number, loaded.entries["none"].value.number) == (0, None)
