"""The migrations lead to the tables the code uses, from any age, all of it or nothing."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, inspect, text

from flows.errors import SchemaTooNew, SchemaTooOld
from storage import schema
from storage.database import Database, open_database
from storage.master_keys import new_master_key
from storage.migrate import migrate, migrate_database, migrate_stores, migrations
from storage.schema import REVISIONS, check_schema
from storage.tables import METADATA
from tests.databases import SetClock, Settings


@pytest.fixture
async def empty(empty_address: str) -> AsyncIterator[Database]:
    opened = open_database(empty_address)
    yield opened
    await opened.close()


async def table_names(database: Database) -> list[str]:
    async with database.connection() as connection:
        return await connection.run_sync(lambda synchronous: sorted(inspect(synchronous).get_table_names()))


def _shape(connection: Connection) -> dict[str, Any]:
    """Everything about the tables that the database tells."""
    inspector = inspect(connection)
    shape = {
        table: {
            "columns": [{**column, "type": str(column["type"])} for column in inspector.get_columns(table)],
            "key": inspector.get_pk_constraint(table),
            "foreign": _by_name(inspector.get_foreign_keys(table)),
            "unique": _by_name(inspector.get_unique_constraints(table)),
            "indexes": [_with_its_condition(index) for index in _by_name(inspector.get_indexes(table))],
        }
        for table in inspector.get_table_names()
    }
    shape.pop("alembic_version", None)
    return shape


def _with_its_condition(index: dict[str, Any]) -> dict[str, Any]:
    """What an index is limited to comes as an object; its text can be compared."""
    return {**index, "dialect_options": {name: str(value) for name, value in index.get("dialect_options", {}).items()}}


def _by_name(things: Sequence[Any]) -> list[Any]:
    return sorted(things, key=lambda each: str(each["name"]))


async def test_migrated_tables_are_those_of_the_code(empty: Database) -> None:
    await migrate_database(empty)
    async with empty.connection() as connection:
        migrated = await connection.run_sync(_shape)
        differences = await connection.run_sync(_differences)
    async with empty.transaction() as connection:
        await connection.run_sync(METADATA.drop_all)
        await connection.run_sync(METADATA.create_all)
        created = await connection.run_sync(_shape)
    assert differences == []
    assert migrated == created
    assert set(migrated) == set(METADATA.tables)


def _differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA))


async def test_the_positions_of_deliveries_are_never_used_again(empty: Database) -> None:
    """What AUTOINCREMENT adds on SQLite, where the number of a row that was last and is gone would come back."""
    await migrate_database(empty)
    async with empty.connection() as connection:
        if not empty.is_sqlite:
            names = await connection.scalar(text("SELECT pg_get_serial_sequence('outbox', 'position')"))
            assert names == "public.outbox_position_seq"
            return
        made = await connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'outbox'"))
    assert "AUTOINCREMENT" in made


def test_every_migration_is_known_to_the_check_at_start() -> None:
    scripts = ScriptDirectory.from_config(migrations())
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS
    assert scripts.get_heads() == [REVISIONS[-1]]


async def test_a_fresh_database_says_what_to_run(empty: Database) -> None:
    with pytest.raises(SchemaTooOld, match="Run: cairn migrate"):
        await check_schema(empty)


async def test_after_migrating_all_is_well_and_again_changes_nothing(empty: Database) -> None:
    await migrate_database(empty)
    before = await table_names(empty)
    await migrate_database(empty)
    await check_schema(empty)
    assert await table_names(empty) == before


async def test_a_database_of_an_earlier_cairn_says_what_to_run(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate_database(empty)
    monkeypatch.setattr(schema, "REVISIONS", (*REVISIONS, "9999"))
    with pytest.raises(SchemaTooOld, match=rf"at {REVISIONS[-1]}.*Run: cairn migrate"):
        await check_schema(empty)


async def test_a_database_of_a_newer_cairn_is_left_alone(empty: Database) -> None:
    await migrate_database(empty)
    async with empty.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match="newer Cairn"):
        await check_schema(empty)
    with pytest.raises(SchemaTooNew, match="newer Cairn"):
        await migrate_database(empty)


async def test_it_works_from_any_folder_and_sets_up_no_logging(
    empty_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    await migrate(empty_address)
    assert capfd.readouterr() == ("", "")


async def test_both_stores_are_brought_up_to_date_without_a_key(
    empty_address: str, tmp_path: Path, clock: SetClock
) -> None:
    keystore = f"sqlite:///{tmp_path / 'keys.db'}"
    await migrate_stores(empty_address, keystore)
    memory = Settings(empty_address, keystore, new_master_key()).open(clock)
    await memory.check()
    await memory.close()


async def test_two_at_once_do_no_harm(empty_address: str, empty: Database) -> None:
    await asyncio.gather(migrate(empty_address), migrate(empty_address))
    await check_schema(empty)


async def test_changes_of_tables_are_part_of_the_transaction(empty: Database) -> None:
    async with empty.connection() as connection:
        await connection.execute(text("CREATE TABLE stone (id INTEGER)"))
        await connection.execute(text("CREATE INDEX stones ON stone (id)"))
    assert await table_names(empty) == []


class Crash(Exception):
    """Stands for whatever ends a migration in the middle."""


async def test_a_crash_at_any_statement_leaves_the_database_as_it_was(empty: Database) -> None:
    """Crash at the first statement, then at the second, and so on until one migration gets through."""
    engine = empty._engine.sync_engine
    left = 0

    def crash(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Crash

    event.listen(engine, "before_cursor_execute", crash)
    for number in count(1):
        left = number
        try:
            await migrate_database(empty)
        except Crash:
            left = -1
            assert await table_names(empty) == [], f"after a crash at statement {number}"
        else:
            break
    event.remove(engine, "before_cursor_execute", crash)
    assert number > 15, "it crashed too seldom to show anything"
    await check_schema(empty)


async def test_a_killed_process_leaves_the_database_as_it_was(empty_address: str, empty: Database) -> None:
    last_words = (
        "import asyncio, os, signal, sys\n"
        "from sqlalchemy import event\n"
        "from storage.database import open_database\n"
        "from storage.migrate import migrate_database\n"
        "database = open_database(sys.argv[1])\n"
        "def kill(connection, cursor, statement, *_):\n"
        "    if 'INDEX' in statement:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "event.listen(database._engine.sync_engine, 'after_cursor_execute', kill)\n"
        "asyncio.run(migrate_database(database))\n"
    )
    ended = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", last_words, empty_address],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL
    assert await table_names(empty) == []
    await migrate_database(empty)
    await check_schema(empty)
