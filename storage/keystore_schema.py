"""The key store's two small tables, and how old they are."""

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, insert, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.errors import SchemaTooNew, SchemaTooOld
from storage.database import hold_schema
from storage.tables.columns import UtcDateTime

VERSION = 1

_METADATA = MetaData()

DATA_KEY = Table(
    "data_key",
    _METADATA,
    Column("workspace", String, primary_key=True),
    Column("owner", String, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("wrapped_by", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

_SCHEMA = Table("keystore_schema", _METADATA, Column("version", Integer, nullable=False))


async def create_keystore(connection: AsyncConnection) -> None:
    """Make the tables where they are missing; those of a newer Cairn are left alone. Two at once do no harm."""
    await hold_schema(connection)
    if await _stored_version(connection) is None:
        await connection.run_sync(_METADATA.create_all)
        await connection.execute(insert(_SCHEMA).values(version=VERSION))
    await check_keystore(connection)


async def check_keystore(connection: AsyncConnection) -> None:
    """Raise SchemaTooOld or SchemaTooNew unless the tables are those this Cairn needs."""
    stored = await _stored_version(connection)
    if stored is None or stored < VERSION:
        raise SchemaTooOld("The key store's tables are missing or of an earlier Cairn. Run: cairn migrate")
    if stored > VERSION:
        raise SchemaTooNew("The key store was made by a newer Cairn. Run that one, or a later one")


async def _stored_version(connection: AsyncConnection) -> int | None:
    exists = await connection.run_sync(lambda synchronous: inspect(synchronous).has_table(_SCHEMA.name))
    return await connection.scalar(select(_SCHEMA.c.version)) if exists else None
