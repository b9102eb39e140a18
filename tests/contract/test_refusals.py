"""When the store cannot take a change it says NotSaved, nothing is half done, and it works again afterwards."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from flows.errors import NotSaved
from storage.database import POSTGRES_CONNECTIONS, Database, Patience, open_database
from storage.memory import Memory
from tests.contract.faults import full_disk, read_only
from tests.contract.samples import MAYA, NOW, WORKSPACE, introduce
from tests.contract.turns import EVERYTHING, NOTHING, traces, turn
from tests.databases import CountedIds, SetClock, Settings

IMPATIENT = Patience(busy=0.1)


@pytest.fixture(autouse=True)
async def maya(memory: Memory) -> None:
    await introduce(memory, MAYA)


@pytest.fixture
async def hasty_database(settings: Settings) -> AsyncIterator[Database]:
    """The database as somebody has it open who waits a tenth of a second."""
    opened = open_database(settings.database, IMPATIENT)
    yield opened
    await opened.close()


@pytest.fixture
def hasty(hasty_database: Database, memory: Memory, clock: SetClock) -> Memory:
    return Memory(hasty_database, memory.keys, clock, CountedIds("hasty"))


async def test_held_by_somebody_else_for_too_long(memory: Memory, hasty: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.people.meet(WORKSPACE, "U0MAYA")
        with pytest.raises(NotSaved, match="busy"):
            await turn(hasty)
    assert await traces(hasty) == NOTHING
    await turn(hasty)
    assert await traces(hasty) == EVERYTHING


async def test_no_connection_free(hasty: Memory, backend: str) -> None:
    taken = [hasty.unit_of_work() for _ in range(1 if backend == "sqlite" else POSTGRES_CONNECTIONS)]
    for work in taken:
        await work.__aenter__()
    with pytest.raises(NotSaved, match="busy"):
        await turn(hasty)
    assert not await hasty.healthy()
    for work in taken:
        await work.__aexit__(None, None, None)
    await turn(hasty)
    assert await traces(hasty) == EVERYTHING


@pytest.mark.parametrize(("fault", "reason"), [(read_only, "read-only"), (full_disk, "full")])
async def test_no_room_or_no_right_to_write(
    memory: Memory,
    database: Database,
    clock: SetClock,
    fault: Callable[[Database], AbstractAsyncContextManager[None]],
    reason: str,
) -> None:
    failing = Memory(database, memory.keys, clock, CountedIds("failing"))
    async with fault(database):
        with pytest.raises(NotSaved, match=reason):
            await turn(failing)
        assert await traces(memory) == NOTHING
    await turn(failing)
    assert await traces(memory) == EVERYTHING


async def test_health_tells_that_nothing_can_be_written(memory: Memory, database: Database) -> None:
    assert await memory.healthy()
    async with read_only(database):
        assert not await database.healthy()
    assert await database.healthy()


async def test_out_of_reach(backend: str, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    addresses = {
        "sqlite": f"sqlite:///{tmp_path}",  # a folder is no database
        "postgres": f"postgresql://cairn@/cairn?host={missing}",
    }
    unreachable = open_database(addresses[backend], IMPATIENT)
    try:
        assert not await unreachable.healthy()
        with pytest.raises(NotSaved, match="out of reach"):
            async with unreachable.connection():
                pytest.fail("there is nothing to connect to")
    finally:
        await unreachable.close()


async def test_a_task_that_is_cancelled_leaves_nothing_half_done(memory: Memory) -> None:
    reached = asyncio.Event()

    async def stuck() -> None:
        async with memory.unit_of_work() as work:
            await work.inbox.record(WORKSPACE, "key", "started", NOW)
            reached.set()
            while True:
                await work.inbox.first_outcome(WORKSPACE, "key")

    task = asyncio.create_task(stuck())
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await traces(memory) == NOTHING
    await turn(memory)
    assert await traces(memory) == EVERYTHING


async def test_a_mistake_of_ours_is_not_called_a_refusal(memory: Memory) -> None:
    async with memory._database.connection() as connection:
        with pytest.raises(DBAPIError, match="no_such_table"):
            await connection.execute(text("SELECT 1 FROM no_such_table"))


async def test_the_error_carries_no_parameters(memory: Memory, hasty: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.people.meet(WORKSPACE, "U0MAYA")
        with pytest.raises(NotSaved) as refusal:
            await turn(hasty)
    error: BaseException | None = refusal.value
    while error is not None:
        assert "U0MAYA" not in f"{error} {error!r} {vars(error)}"
        error = error.__cause__ or error.__context__
