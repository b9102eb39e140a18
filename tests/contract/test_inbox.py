"""What came in once has one effect, however often and wherever it comes again."""

import asyncio

import pytest

from flows.errors import Repeated
from storage.memory import Memory
from tests.contract.samples import ELSEWHERE, NOW, WORKSPACE


async def record(memory: Memory, outcome: str, workspace: str = WORKSPACE) -> None:
    async with memory.unit_of_work() as work:
        await work.inbox.record(workspace, "D1:1.5", outcome, NOW)
        await work.commit()


async def outcome(memory: Memory, workspace: str = WORKSPACE) -> str | None:
    async with memory.unit_of_work() as work:
        return await work.inbox.first_outcome(workspace, "D1:1.5")


async def test_what_never_came_in_has_no_outcome(memory: Memory) -> None:
    assert await outcome(memory) is None


async def test_a_repeat_is_refused_and_gets_the_first_outcome(memory: Memory) -> None:
    await record(memory, "moved_on")
    with pytest.raises(Repeated):
        await record(memory, "stale")
    assert await outcome(memory) == "moved_on"


async def test_a_repeat_leaves_the_transaction_usable(memory: Memory) -> None:
    await record(memory, "moved_on")
    async with memory.unit_of_work() as work:
        with pytest.raises(Repeated):
            await work.inbox.record(WORKSPACE, "D1:1.5", "stale", NOW)
        assert await work.inbox.first_outcome(WORKSPACE, "D1:1.5") == "moved_on"


async def test_the_same_key_in_another_workspace_is_another_thing(memory: Memory) -> None:
    await record(memory, "moved_on")
    await record(memory, "stale", ELSEWHERE)
    assert await outcome(memory, ELSEWHERE) == "stale"


async def test_of_two_at_once_one_counts(memory: Memory, other_memory: Memory) -> None:
    results = await asyncio.gather(record(memory, "here"), record(other_memory, "there"), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Repeated"]
    assert await outcome(memory) == ("here" if results[0] is None else "there")


async def test_what_was_not_committed_never_came_in(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.inbox.record(WORKSPACE, "D1:1.5", "moved_on", NOW)
    assert await outcome(memory) is None
