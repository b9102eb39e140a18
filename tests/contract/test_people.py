"""Everybody is found in their own workspace only, and one person's doings happen one by one."""

import asyncio
from dataclasses import replace
from datetime import time

import pytest

from flows.errors import Conflict, NotAvailable
from flows.people import Person
from flows.rhythm import Rhythm
from storage.memory import Memory
from tests.contract.samples import ELSEWHERE, MAYA, MAYA_ELSEWHERE, NOW, OMAR, WORKSPACE, introduce


async def test_somebody_new_is_met_again(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR)
    async with memory.unit_of_work() as work:
        assert await work.people.meet(WORKSPACE, "U0MAYA") == MAYA
        assert await work.people.by_id(WORKSPACE, OMAR.id) == OMAR


async def test_a_stranger_is_nobody(memory: Memory) -> None:
    await introduce(memory, MAYA)
    async with memory.unit_of_work() as work:
        assert await work.people.meet(WORKSPACE, "U0NOBODY") is None
        assert await work.people.by_id(WORKSPACE, "nobody") is None


async def test_two_workspaces_never_meet(memory: Memory) -> None:
    await introduce(memory, MAYA, MAYA_ELSEWHERE)
    async with memory.unit_of_work() as work:
        assert await work.people.meet(ELSEWHERE, "U0MAYA") == MAYA_ELSEWHERE
        assert await work.people.by_id(ELSEWHERE, MAYA.id) is None


async def test_whoever_was_added_first_stays(memory: Memory) -> None:
    await introduce(memory, MAYA)
    await introduce(memory, replace(MAYA, id="another-id", zone="UTC"))
    async with memory.unit_of_work() as work:
        assert await work.people.meet(WORKSPACE, "U0MAYA") == MAYA


async def test_what_changed_about_a_person_is_kept(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR)
    rhythm = Rhythm(frozenset({1, 4}), time(16, 30), 10)
    moved = replace(
        MAYA, zone="America/Santiago", locale="es-CL", dm_channel="D0NEW", is_owner=True, seen_at=NOW, rhythm=rhythm
    )
    async with memory.unit_of_work() as work:
        await work.people.save(moved)
        await work.commit()
    async with memory.unit_of_work() as work:
        assert await work.people.meet(WORKSPACE, "U0MAYA") == moved
        assert await work.people.meet(WORKSPACE, "U0OMAR") == OMAR


async def test_nobody_is_saved_who_was_never_met_here(memory: Memory) -> None:
    await introduce(memory, MAYA)
    for stranger in (OMAR, replace(MAYA, workspace=ELSEWHERE)):
        async with memory.unit_of_work() as work:
            with pytest.raises(NotAvailable):
                await work.people.save(stranger)


async def test_the_second_to_meet_a_person_waits_for_the_first(memory: Memory, other_memory: Memory) -> None:
    await introduce(memory, MAYA)
    done: list[str] = []
    first_has_met = asyncio.Event()

    async def first() -> None:
        async with memory.unit_of_work() as work:
            await work.people.meet(WORKSPACE, "U0MAYA")
            first_has_met.set()
            await asyncio.sleep(0.1)
            done.append("first")
            await work.commit()

    async def second() -> None:
        await first_has_met.wait()
        async with other_memory.unit_of_work() as work:
            await work.people.meet(WORKSPACE, "U0MAYA")
            done.append("second")

    await asyncio.gather(first(), second())
    assert done == ["first", "second"]


async def test_who_waits_for_work_is_told_after_each_commit(memory: Memory) -> None:
    told: list[str] = []
    memory.after_commit = lambda: told.append("committed")
    async with memory.unit_of_work() as work:
        await work.people.add(MAYA)
        assert told == []
        await work.commit()
    assert told == ["committed"]
    async with memory.unit_of_work() as work:
        await work.people.add(OMAR)
    assert told == ["committed"]


async def test_many_are_remembered_and_looked_up_at_once(memory: Memory) -> None:
    many = [Person(f"person-{number}", WORKSPACE, f"U{number:07}") for number in range(1200)]
    await introduce(memory, MAYA, MAYA_ELSEWHERE)
    async with memory.unit_of_work() as work:
        await work.people.add_all([])
        await work.people.add_all(many)
        await work.commit()
    async with memory.unit_of_work() as work:
        asked = [*(each.slack_id for each in many), "U0MAYA", "U0NOBODY"]
        assert await work.people.met(WORKSPACE, asked) == {each.slack_id: each for each in [*many, MAYA]}
        assert await work.people.met(ELSEWHERE, asked) == {"U0MAYA": MAYA_ELSEWHERE}
        assert await work.people.met(WORKSPACE, []) == {}


async def test_everybody_is_everybody_of_one_workspace(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR, MAYA_ELSEWHERE)
    async with memory.unit_of_work() as work:
        assert {each.id for each in await work.people.everybody(WORKSPACE)} == {MAYA.id, OMAR.id}
        assert await work.people.everybody(ELSEWHERE) == [MAYA_ELSEWHERE]


async def test_who_adds_many_is_told_that_one_was_met_meanwhile(memory: Memory) -> None:
    await introduce(memory, MAYA)
    async with memory.unit_of_work() as work:
        with pytest.raises(Conflict):
            await work.people.add_all([OMAR, replace(MAYA, id="another-id")])
    async with memory.unit_of_work() as work:
        assert await work.people.met(WORKSPACE, ["U0MAYA", "U0OMAR"]) == {"U0MAYA": MAYA}
