"""The journal lists what its author can see, and nothing of anybody else's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.conversation.kept import Heading, Period
from flows.conversation.state import Entry, Outcome
from flows.delivery import Deed, Subject
from storage.memory import Memory
from storage.tables import ANSWER
from tests.contract.samples import (
    MAYA,
    MAYA_ELSEWHERE,
    NOW,
    OMAR,
    answered,
    begin,
    conversation,
    delivery,
    introduce,
    later,
    queue,
    save,
    with_entries,
)
from tests.contract.words import put, sealed_texts

EVER = Period()


@pytest.fixture(autouse=True)
async def people(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR, MAYA_ELSEWHERE)


async def headings(memory: Memory, period: Period = EVER, limit: int = 9, offset: int = 0) -> list[tuple[str, int]]:
    async with memory.unit_of_work() as work:
        return [(each.id, each.answers) for each in await work.journal.headings(MAYA, period, limit, offset)]


async def texts(memory: Memory, period: Period = EVER) -> list[tuple[str, str]]:
    async with memory.unit_of_work() as work:
        return list(await work.journal.texts(MAYA, period))


async def test_the_one_begun_last_comes_first(memory: Memory) -> None:
    for day in range(4):
        await begin(memory, with_entries(conversation(f"day-{day}", started_at=later(days=day)), answered("a", "x")))
    assert await headings(memory) == [("day-3", 1), ("day-2", 1), ("day-1", 1), ("day-0", 1)]
    assert await headings(memory, limit=2, offset=1) == [("day-2", 1), ("day-1", 1)]
    assert await headings(memory, Period(later(days=1), later(days=3))) == [("day-2", 1), ("day-1", 1)]
    assert [each for each, _ in await texts(memory, Period(until=later(days=1)))] == ["day-0"]


async def test_a_heading_tells_with_which_script_it_began(memory: Memory) -> None:
    await begin(memory, with_entries(conversation(), answered("a", number=4), answered("b", "x")))
    async with memory.unit_of_work() as work:
        [found] = await work.journal.headings(MAYA, EVER, 9)
        assert found == Heading("talk", MAYA.workspace, "reflection", "f1", "en", "week:2026-W10", NOW, 2)
        assert await work.journal.chosen(MAYA, ["talk", "nobody's"]) == [found]
        assert await work.journal.chosen(MAYA, []) == ()


async def test_only_what_can_be_seen_counts(memory: Memory) -> None:
    hidden = Entry("hidden", Outcome.ANSWERED, answered("x", "hidden").value, hidden=True)
    full = with_entries(
        conversation(),
        answered("kept", "kept"),
        answered("aside", "aside"),
        hidden,
        Entry("gone", Outcome.DELETED),
        Entry("support", Outcome.SKIPPED),
    )
    await begin(memory, full)
    await save(memory, with_entries(full, answered("kept", "kept now")), frozenset({"aside"}))
    await begin(memory, with_entries(conversation("empty"), Entry("support", Outcome.SKIPPED)))
    assert await headings(memory) == [("talk", 2)]
    assert sorted(await texts(memory)) == [("talk", "aside"), ("talk", "kept now")]


async def test_it_is_ones_own(memory: Memory) -> None:
    await begin(memory, with_entries(conversation("of-omar", OMAR), answered("a", "x")))
    await begin(memory, with_entries(conversation("elsewhere", MAYA_ELSEWHERE), answered("a", "x")))
    assert await headings(memory) == []
    assert await texts(memory) == []
    async with memory.unit_of_work() as work:
        assert await work.journal.chosen(MAYA, ["of-omar", "elsewhere"]) == []


async def test_a_damaged_text_stands_in_nobodys_way(memory: Memory) -> None:
    await begin(memory, with_entries(conversation("one"), answered("a", "damaged")))
    [(damaged, sealed)] = (await sealed_texts(memory._database, ANSWER)).items()
    await begin(memory, with_entries(conversation("other"), answered("a", "whole")))
    await put(memory._database, ANSWER, damaged, sealed[:-1] + bytes([sealed[-1] ^ 1]))
    assert await texts(memory) == [("other", "whole")]


async def test_an_answer_tells_its_version(memory: Memory) -> None:
    first = with_entries(conversation(), answered("a", "x"))
    await begin(memory, first)
    await save(memory, with_entries(first, answered("a", "y")))
    async with memory.unit_of_work() as work:
        assert (await work.conversations.get(MAYA, "talk")).entries["a"].version == 2


async def test_whoever_looked_at_home_is_remembered(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.people.save(replace(MAYA, home_opened_at=NOW))
        await work.commit()
    async with memory.unit_of_work() as work:
        assert await work.people.by_id(MAYA.workspace, MAYA.id) == replace(MAYA, home_opened_at=NOW)


async def test_home_waits_until_somebody_begins_with_it(memory: Memory) -> None:
    async def waits() -> bool:
        async with memory.unit_of_work() as work:
            return await work.outbox.waits(MAYA, Deed.HOME)

    await queue(memory, delivery("post"), delivery("of-omar", OMAR, deed=Deed.HOME))
    assert not await waits()
    await queue(memory, delivery("home", deed=Deed.HOME, subject=Subject.HOME, due_at=NOW))
    assert await waits()
    await memory.outbox.claim(later(hours=1), 9, timedelta(seconds=30), "token")
    await memory.outbox.settle_sent("post", "token", "1.1", "D0MAYA")
    await memory.outbox.claim(later(hours=1), 9, timedelta(seconds=30), "token")
    assert not await waits()
