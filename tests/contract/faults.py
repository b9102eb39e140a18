"""Making a store fail the way stores do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from storage.database import Database

_REFUSE = """
CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'refused for a test' USING ERRCODE = '{code}'; END $$
"""


@asynccontextmanager
async def read_only(database: Database) -> AsyncIterator[None]:
    """As after a failover to a standby, or on a file system that was remounted."""
    await _set_read_only(database, "on")
    yield
    await _set_read_only(database, "off")


async def _set_read_only(database: Database, state: str) -> None:
    if database.is_sqlite and state == "off":
        await database.close()  # the next connection is an ordinary one; this one cannot even begin
        return
    async with database.transaction() as connection:
        if database.is_sqlite:
            await connection.exec_driver_sql("PRAGMA query_only = on")
            return
        await connection.exec_driver_sql("SET TRANSACTION READ WRITE")
        name = await connection.scalar(text("SELECT current_database()"))
        await connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {state}')
    await database.close()  # it holds for new connections


@asynccontextmanager
async def full_disk(database: Database) -> AsyncIterator[None]:
    """No room for one more page. Postgres has no such limit to set, so it reports what it would report."""
    if not database.is_sqlite:
        async with refusing(database, "53100"):
            yield
        return
    async with database.transaction() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    yield
    await database.close()  # the limit was this connection's


_REFUSED = ("conversation", "answer")


@asynccontextmanager
async def refusing(database: Database, code: str) -> AsyncIterator[None]:
    """Postgres refuses every new conversation and every answer with this code, from inside the server."""
    async with database.transaction() as connection:
        await connection.exec_driver_sql(_REFUSE.format(code=code))
        for table in _REFUSED:
            await connection.exec_driver_sql(
                f"CREATE TRIGGER refusal BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
    yield
    async with database.transaction() as connection:
        for table in _REFUSED:
            await connection.exec_driver_sql(f"DROP TRIGGER refusal ON {table}")
