"""Look at both stores, their keys and their files. Nothing is written, made or kept."""

import shutil
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from bot.doctor.about_stores import (
    KeysSeen,
    Space,
    StoreSeen,
    about_files,
    about_keys,
    about_space,
    about_store,
    about_tables,
)
from bot.doctor.findings import Check, Finding, not_checked
from bot.settings import Settings
from flows.errors import NotSaved, SchemaTooNew, SchemaTooOld
from storage.database import Database, sqlite_file
from storage.looking import (
    KEYSTORE_TABLES,
    TABLES,
    check_keystore_tables,
    is_read_only,
    kept_from_us,
    looking_at,
    try_keys,
)
from storage.master_keys import MasterKey, read_master_keys
from storage.schema import check_schema
from storage.sealed import holds_sealed_texts

_BESIDE = ("", "-wal", "-shm")
"""A SQLite database is up to three files."""

_POSTGRES = ("postgres:", "postgresql:")


async def look_at_stores(settings: Settings, space: Space, folder: Path) -> list[Finding]:
    """Everything about the stores. `folder`: where Cairn runs, and its `.env` may stand."""
    database = await _seen(settings.database_url, TABLES)
    keystore = await _seen(settings.keystore_url, KEYSTORE_TABLES) if settings.keystore_url else None
    return [
        about_store(Check.DATABASE, "DATABASE_URL", database),
        _about_keystore(keystore),
        *await _look_inside(settings, database, keystore),
        about_files(_modes([*_files(settings), folder / ".env"])),
        about_space(_free(settings), space),
    ]


def _about_keystore(seen: StoreSeen | None) -> Finding:
    if seen is None:
        return not_checked(Check.KEY_STORE, "CAIRN_KEYSTORE is missing.")
    return about_store(Check.KEY_STORE, "CAIRN_KEYSTORE", seen)


async def _seen(address: str, tables: tuple[str, ...]) -> StoreSeen:
    server = address.startswith(_POSTGRES)
    file = None if server else sqlite_file(address)
    seen = StoreSeen(server, str(file or ""))
    if not server and (file is None or not file.exists()):
        return StoreSeen(server, seen.file, exists=False)
    try:
        async with looking_at(address) as database:
            read_only = await is_read_only(database)
            return StoreSeen(server, seen.file, read_only=read_only, kept_from_us=await kept_from_us(database, tables))
    except NotSaved as error:
        return StoreSeen(server, seen.file, trouble=_reason(error))


def _reason(error: NotSaved) -> str:
    """`the store could not take the change: it is busy` without what holds for changes only."""
    return str(error).rpartition(": ")[2]


async def _look_inside(settings: Settings, database: StoreSeen, keystore: StoreSeen | None) -> list[Finding]:
    """The tables and the keys, where both stores can be looked at."""
    if not (database.usable and keystore and keystore.usable):
        return [about_tables(usable=False, problem=""), about_keys(None)]
    try:
        return await _inside(settings)
    except NotSaved as error:
        problem = (
            f"The tables cannot be used: {_reason(error)}. Check that the database's role may read and change them"
        )
        return [about_tables(usable=True, problem=problem), about_keys(None)]


async def _inside(settings: Settings) -> list[Finding]:
    async with AsyncExitStack() as stack:
        main = await stack.enter_async_context(looking_at(settings.database_url))
        keys = await stack.enter_async_context(looking_at(settings.keystore_url))
        problem = await _age(check_schema(main)) or await _age(check_keystore_tables(keys))
        tables = about_tables(usable=True, problem=problem)
        return [tables, about_keys(None if problem else await _keys(settings, main, keys))]


async def _age(check: Awaitable[None]) -> str:
    try:
        await check
    except (SchemaTooOld, SchemaTooNew) as error:
        return str(error)
    return ""


async def _keys(settings: Settings, main: Database, keystore: Database) -> KeysSeen | None:
    if not settings.keys:
        return None
    try:
        masters = read_master_keys(settings.keys)
    except ValueError as error:  # names the place of the key that is malformed, and no character of it
        return KeysSeen(problem=str(error))
    return await _tried(main, keystore, masters)


async def _tried(main: Database, keystore: Database, masters: Sequence[MasterKey]) -> KeysSeen:
    found = await try_keys(keystore, masters)
    orphaned = not found.count and await holds_sealed_texts(main)
    return KeysSeen(count=found.count, damaged=found.damaged, unknown=found.unknown, texts_without_keys=orphaned)


def _files(settings: Settings) -> list[Path]:
    addresses = [each for each in (settings.database_url, settings.keystore_url) if each]
    files = [file for each in addresses if not each.startswith(_POSTGRES) and (file := sqlite_file(each))]
    return [file.with_name(f"{file.name}{ending}") for file in files for ending in _BESIDE]


def _modes(files: list[Path]) -> Mapping[str, int]:
    return {str(each): each.stat().st_mode for each in files if each.is_file()}


def _free(settings: Settings) -> Mapping[str, int]:
    folders = {each.absolute().parent for each in _files(settings)}
    return {str(each): shutil.disk_usage(each).free for each in folders if each.is_dir()}
