"""Held replies, kept scripts and the audit."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from flows.errors import NotAvailable
from storage.database import Database
from storage.memory import Memory
from storage.tables import AUDIT
from tests.contract.samples import (
    ELSEWHERE,
    MAYA,
    MAYA_ELSEWHERE,
    NOW,
    OMAR,
    WORKSPACE,
    held,
    introduce,
    later,
    script,
)


@pytest.fixture(autouse=True)
async def people(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR, MAYA_ELSEWHERE)
    async with memory.unit_of_work() as work:
        await work.held.hold(held())
        await work.held.hold(held("in-thread", text="", thread="1.2"))
        await work.commit()


async def test_a_held_reply_comes_back_as_it_was_typed(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        assert await work.held.get(MAYA, "held") == held()
        assert await work.held.get(MAYA, "in-thread") == held("in-thread", text="", thread="1.2")


@pytest.mark.parametrize("stranger", [OMAR, MAYA_ELSEWHERE, replace(MAYA, workspace=ELSEWHERE)])
async def test_nobody_else_reads_or_drops_it(memory: Memory, stranger: object) -> None:
    assert isinstance(stranger, type(MAYA))
    async with memory.unit_of_work() as work:
        await work.held.drop(stranger, "held")
        with pytest.raises(NotAvailable):
            await work.held.get(stranger, "held")
        assert await work.held.get(MAYA, "held") == held()


async def test_a_dropped_reply_is_forgotten(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.held.drop(MAYA, "held")
        await work.commit()
    async with memory.unit_of_work() as work:
        with pytest.raises(NotAvailable):
            await work.held.get(MAYA, "held")
        assert (await work.held.get(MAYA, "in-thread")).id == "in-thread"


async def test_a_script_is_kept_as_it_was_first(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.scripts.keep(WORKSPACE, script(), NOW)
        await work.scripts.keep(WORKSPACE, script(source=("a typo fixed",)), NOW)
        await work.scripts.keep(WORKSPACE, script(language="de", source=("base", "deutsch")), NOW)
        await work.scripts.keep(WORKSPACE, script(fingerprint="f2", source=("rewritten",)), NOW)
        await work.commit()
    async with memory.unit_of_work() as work:
        assert await work.scripts.kept(WORKSPACE, "reflection", "f1", "en") == script().source
        assert await work.scripts.kept(WORKSPACE, "reflection", "f1", "de") == ("base", "deutsch")
        assert await work.scripts.kept(WORKSPACE, "reflection", "f2", "en") == ("rewritten",)


async def test_a_script_never_kept_is_not_available(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.scripts.keep(WORKSPACE, script(), NOW)
        for which in ((ELSEWHERE, "reflection", "f1", "en"), (WORKSPACE, "reflection", "f1", "fr")):
            with pytest.raises(NotAvailable):
                await work.scripts.kept(*which)


async def test_the_audit_keeps_every_line(memory: Memory, database: Database) -> None:
    async with memory.unit_of_work() as work:
        await work.audit.note(WORKSPACE, OMAR.id, "denied", "talk", NOW)
        await work.audit.note(WORKSPACE, OMAR.id, "denied", "talk", later(minutes=1))
        await work.commit()
    async with database.connection() as connection:
        lines = (await connection.execute(select(AUDIT).order_by(AUDIT.c.at, AUDIT.c.id))).all()
    assert [(line.actor, line.action, line.about, line.at) for line in lines] == [
        (OMAR.id, "denied", "talk", NOW),
        (OMAR.id, "denied", "talk", later(minutes=1)),
    ]
