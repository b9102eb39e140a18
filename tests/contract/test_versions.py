"""Answers are kept in versions: what changed is written, what did not is left alone."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Row, event, select

from flows.errors import Conflict
from storage.database import Database
from storage.memory import Memory
from storage.tables import ANSWER
from tests.contract.samples import MAYA, answered, begin, conversation, introduce, load, save, with_entries

SPOKEN = with_entries(conversation(), answered("a", "first"), answered("b", number=2))


@pytest.fixture(autouse=True)
async def spoken(memory: Memory) -> None:
    await introduce(memory, MAYA)
    await begin(memory, SPOKEN)


async def rows(database: Database) -> Sequence[Row[Any]]:
    async with database.connection() as connection:
        return (await connection.execute(select(ANSWER).order_by(ANSWER.c.step, ANSWER.c.version))).all()


async def shape(database: Database) -> list[tuple[str, int, bool, bool]]:
    return [(row.step, row.version, row.is_current, row.aside) for row in await rows(database)]


async def test_saving_the_same_again_writes_no_answer(memory: Memory, database: Database) -> None:
    before = await rows(database)
    await save(memory, SPOKEN)
    assert await rows(database) == before


async def test_a_changed_answer_becomes_a_new_version_and_the_old_one_stays(memory: Memory, database: Database) -> None:
    before = await rows(database)
    await save(memory, with_entries(SPOKEN, answered("a", "second")))
    assert await shape(database) == [("a", 1, False, False), ("a", 2, True, False), ("b", 1, True, False)]
    assert (await rows(database))[0].text == before[0].text
    assert (await load(memory)).entries["a"].value.text == "second"


@pytest.mark.parametrize(
    "changed",
    [
        answered("b", number=3),
        answered("b", "now with words", number=2),
        replace(answered("b", number=2), wording=1),
        answered("b", choices=("2",)),
    ],
)
async def test_any_difference_counts(memory: Memory, database: Database, changed: Any) -> None:
    await save(memory, with_entries(SPOKEN, changed))
    assert await shape(database) == [("a", 1, True, False), ("b", 1, False, False), ("b", 2, True, False)]
    assert (await load(memory)).entries["b"] == changed


async def test_answers_are_set_aside_and_taken_up_again_without_a_new_version(
    memory: Memory, database: Database
) -> None:
    await save(memory, SPOKEN, aside=frozenset({"b"}))
    assert await shape(database) == [("a", 1, True, False), ("b", 1, True, True)]
    await save(memory, replace(SPOKEN, revision=1))
    assert await shape(database) == [("a", 1, True, False), ("b", 1, True, False)]


async def test_an_answer_that_the_conversation_lost_is_no_longer_current(memory: Memory, database: Database) -> None:
    without = replace(SPOKEN, entries={"b": SPOKEN.entries["b"]})
    await save(memory, without)
    assert await shape(database) == [("a", 1, False, False), ("b", 1, True, False)]
    assert await load(memory) == replace(without, revision=1)


async def test_saving_twice_in_one_unit_of_work_builds_on_itself(memory: Memory, database: Database) -> None:
    async with memory.unit_of_work() as work:
        loaded = await work.conversations.get(MAYA, "talk")
        await work.conversations.save(with_entries(loaded, answered("a", "second")), frozenset())
        again = with_entries(replace(loaded, revision=1), answered("a", "third"))
        await work.conversations.save(again, frozenset({"b"}))
        await work.commit()
    assert await shape(database) == [
        ("a", 1, False, False),
        ("a", 2, False, False),
        ("a", 3, True, False),
        ("b", 1, True, True),
    ]


async def test_a_stale_revision_is_a_conflict_and_changes_nothing(memory: Memory, database: Database) -> None:
    await save(memory, with_entries(SPOKEN, answered("a", "second")))
    before = await rows(database)
    with pytest.raises(Conflict):
        await save(memory, with_entries(SPOKEN, answered("a", "from another window")))
    assert await rows(database) == before


async def test_of_two_writers_at_once_one_is_told(memory: Memory, other_memory: Memory, database: Database) -> None:
    mine, theirs = (with_entries(SPOKEN, answered("a", text)) for text in ("mine", "theirs"))
    results = await asyncio.gather(save(memory, mine), save(other_memory, theirs), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    kept = (await load(memory)).entries["a"].value.text
    assert kept == ("mine" if results[0] is None else "theirs")
    assert [row[1] for row in await shape(database)] == [1, 2, 1]


async def test_somebody_elses_conversation_cannot_be_overwritten(memory: Memory) -> None:
    with pytest.raises(Conflict):
        await save(memory, replace(SPOKEN, person="person-omar"))


async def test_unfinished_ones_take_two_queries_however_many(memory: Memory) -> None:
    await begin(memory, *(replace(SPOKEN, id=f"talk-{number}") for number in range(20)))
    seen: list[str] = []
    engine = memory._database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    async with memory.unit_of_work() as work:
        assert len(await work.conversations.unfinished(MAYA)) == 21
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 2
