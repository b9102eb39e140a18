"""What only Postgres does to us."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from flows.errors import NotSaved
from storage.database import Database, open_database
from storage.memory import Memory
from tests.contract.faults import refusing
from tests.contract.samples import MAYA, NOW, OMAR, WORKSPACE, delivery, introduce, queue
from tests.contract.turns import EVERYTHING, NOTHING, traces, turn

pytestmark = pytest.mark.postgres


@pytest.fixture
def backend() -> str:
    return "postgres"


@pytest.fixture(autouse=True)
async def maya(memory: Memory) -> None:
    await introduce(memory, MAYA)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("40001", "crossed"),  # serialization failure
        ("40P01", "crossed"),  # deadlock
        ("53300", "full"),  # too many connections
        ("57P01", "out of reach"),  # the server is shut down
        ("58030", "failing on its disk"),
        ("XX001", "damaged"),
    ],
)
async def test_what_the_server_reports_is_understood(
    memory: Memory, database: Database, code: str, reason: str
) -> None:
    async with refusing(database, code):
        with pytest.raises(NotSaved, match=f"{reason}.*{code}"):
            await turn(memory)
    assert await traces(memory) == NOTHING
    await turn(memory)
    assert await traces(memory) == EVERYTHING


async def test_a_connection_lost_before_the_commit_changes_nothing(memory: Memory, database: Database) -> None:
    async with memory.unit_of_work() as work:
        await work.inbox.record(WORKSPACE, "key", "started", NOW)
        async with database.transaction() as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            await connection.execute(text(f"{ended} AND datname = current_database()"))
        with pytest.raises(NotSaved, match="out of reach"):
            await work.commit()
    assert await traces(memory) == NOTHING
    await turn(memory)
    assert await traces(memory) == EVERYTHING


async def test_the_words_of_libpq_are_understood(address: str) -> None:
    """`sslmode` is what people know; over a socket there is no encryption to be had."""
    opened = open_database(f"{address}&sslmode=disable")
    try:
        assert await opened.healthy()
    finally:
        await opened.close()


async def test_what_another_claims_this_moment_is_passed_by(memory: Memory, database: Database) -> None:
    await introduce(memory, OMAR)
    await queue(memory, delivery("first"), delivery("of-omar", OMAR))
    async with database.connection() as connection:
        await connection.execute(text("SELECT 1 FROM outbox WHERE id = 'first' FOR UPDATE"))
        claimed = await memory.outbox.claim(NOW, 10, timedelta(seconds=30), "mine")
    assert [each.id for each in claimed] == ["of-omar"]
