"""Looking at the stores while leaving every byte of them as it is, so that a check may be made at any time."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import Row, bindparam, event, make_url, select, text, tuple_
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from storage.cipher import KeyLost
from storage.database import Database, open_database, sqlite_file
from storage.keystore_schema import DATA_KEY, check_keystore
from storage.master_keys import KeyPlace, MasterKey
from storage.refusals import not_saved, translate
from storage.sqlite_connection import connecting
from storage.tables import METADATA

TABLES = tuple(METADATA.tables)
KEYSTORE_TABLES = (DATA_KEY.name,)

_SECONDS_FOR_THE_LOCK = 1.0
_READ_ONLY = text("SHOW transaction_read_only")
_KEPT_FROM_US = text("""
    SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND tablename IN :tables AND NOT (
        has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'SELECT')
        AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'INSERT')
        AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'UPDATE')
        AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'DELETE'))
    ORDER BY tablename
""").bindparams(bindparam("tables", expanding=True))


@dataclass(frozen=True, slots=True)
class KeysFound:
    """People's wrapped keys: how many there are, and which of them do not open.

    `unknown` counts by the id of the master key that is missing; `damaged` are those whose master key is there.
    """

    count: int
    damaged: int
    unknown: Mapping[str, int]


@asynccontextmanager
async def looking_at(address: str) -> AsyncIterator[Database]:
    """A store, opened so that nothing is made and nothing is changed. Raises NotSaved when it cannot be opened.

    Whoever looks takes the write lock for a moment, which tells whether one could write, and gives it back unused.
    """
    database = _open(address)
    try:
        async with database.connection():
            pass
        yield database
    except SQLAlchemyError as error:  # a table that is not ours, or a role that may not read
        raise not_saved("not as Cairn left it", type(error).__name__) from None
    finally:
        await database.close()


def _open(address: str) -> Database:
    """Ordinary opening makes a SQLite file that is missing and turns its log on; this does neither."""
    file = sqlite_file(address)
    if file is None:
        return open_database(address)
    engine = create_async_engine(
        make_url("sqlite+aiosqlite://").set(database=f"file:{quote(str(file))}?mode=rw", query={"uri": "true"}),
        hide_parameters=True,
        connect_args=connecting(_SECONDS_FOR_THE_LOCK),
    )
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(engine.sync_engine, "handle_error", translate)
    return Database(engine)


async def is_read_only(database: Database) -> bool:
    """Whether the server takes no changes. SQLite has said so already, when its lock was taken."""
    if database.is_sqlite:
        return False
    async with database.connection() as connection:
        return bool(await connection.scalar(_READ_ONLY) == "on")


async def kept_from_us(database: Database, tables: Iterable[str]) -> Sequence[str]:
    """The tables that we may not both read and change. On SQLite there is no such thing."""
    if database.is_sqlite:
        return ()
    async with database.connection() as connection:
        return (await connection.scalars(_KEPT_FROM_US, {"tables": list(tables)})).all()


async def check_keystore_tables(keystore: Database) -> None:
    """Raise SchemaTooOld or SchemaTooNew unless the key store's tables are those this Cairn needs."""
    async with keystore.connection() as connection:
        await check_keystore(connection)


async def try_keys(keystore: Database, master_keys: Sequence[MasterKey], batch: int = 500) -> KeysFound:
    """Open every person's key and keep none. In batches, so that nobody who needs a new key waits for all of them."""
    masters = {key.id: key for key in master_keys}
    count, damaged, unknown = 0, 0, Counter[str]()
    last = KeyPlace("", "", 0)
    while rows := await _keys_after(keystore, last, batch):
        count += len(rows)
        unknown.update(row.wrapped_by for row in rows if row.wrapped_by not in masters)
        damaged += sum(row.wrapped_by in masters and not _opens(masters[row.wrapped_by], row) for row in rows)
        last = _place(rows[-1])
    return KeysFound(count, damaged, dict(unknown))


async def _keys_after(keystore: Database, last: KeyPlace, batch: int) -> Sequence[Row[Any]]:
    place = (DATA_KEY.c.workspace, DATA_KEY.c.owner, DATA_KEY.c.version)
    later = tuple_(*place) > tuple_(last.workspace, last.owner, last.version)
    async with keystore.connection() as connection:
        return (await connection.execute(select(DATA_KEY).where(later).order_by(*place).limit(batch))).all()


def _place(row: Row[Any]) -> KeyPlace:
    return KeyPlace(row.workspace, row.owner, row.version)


def _opens(master: MasterKey, row: Row[Any]) -> bool:
    try:
        master.unwrap(row.wrapped, _place(row))
    except KeyLost:
        return False
    return True
