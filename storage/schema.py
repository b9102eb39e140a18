"""How old the tables are, without loading the migration tool: a start should be quick."""

from sqlalchemy import Column, MetaData, String, Table, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.errors import SchemaTooNew, SchemaTooOld
from storage.database import Database

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every migration there is, oldest first. A test compares them with the files."""

_VERSION = Table("alembic_version", MetaData(), Column("version_num", String))


async def check_schema(database: Database) -> None:
    """Raise SchemaTooOld or SchemaTooNew unless the tables are those this Cairn needs."""
    async with database.connection() as connection:
        stored = await refuse_newer(connection)
    if stored is None:
        raise SchemaTooOld("The database has no tables yet. Run: cairn migrate")
    if stored != REVISIONS[-1]:
        raise SchemaTooOld(f"The database (at {stored}) is of an earlier Cairn. Run: cairn migrate")


async def refuse_newer(connection: AsyncConnection) -> str | None:
    """The revision the tables are at, None when there are none. Raises SchemaTooNew for one not known here."""
    stored = await _stored_revision(connection)
    if stored is not None and stored not in REVISIONS:
        raise SchemaTooNew(f"The database (at {stored}) was made by a newer Cairn. Run that one, or a later one")
    return stored


async def _stored_revision(connection: AsyncConnection) -> str | None:
    exists = await connection.run_sync(lambda synchronous: inspect(synchronous).has_table(_VERSION.name))
    if not exists:
        return None
    revision: str | None = await connection.scalar(select(_VERSION.c.version_num))
    return revision
