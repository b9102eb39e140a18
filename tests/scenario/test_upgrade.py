"""What an earlier Cairn left in its tables is taken up by this one: nobody notices the upgrade."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, inspect, text

from flows.errors import SchemaTooOld
from sandbox.server import serve
from storage.database import Database, open_database
from storage.migrate import migrate, migrate_database
from storage.schema import REVISIONS
from tests.databases import Settings
from tests.scenario.world import Person, World, new_world

Shape = dict[str, set[str]]
OLDER = REVISIONS[:-1]


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    """A workspace with the app installed; each test says when the bot lives."""
    async with new_world(settings) as template:
        sandbox, clock = template.sandbox, template.clock
    async with serve(sandbox) as base_url:
        yield World(sandbox, settings, clock, f"{base_url}/api/")


@pytest.fixture
async def older(empty_address: str) -> AsyncIterator[Database]:
    """An empty database, to see what an earlier Cairn's tables looked like."""
    opened = open_database(empty_address)
    yield opened
    await opened.close()


def shape(connection: Connection) -> Shape:
    """The columns and indexes of every table."""
    found = inspect(connection)
    return {
        table: {column["name"] for column in found.get_columns(table)}
        | {index["name"] for index in found.get_indexes(table) if index["name"]}
        for table in found.get_table_names()
    }


async def shape_of(database: Database) -> Shape:
    async with database.connection() as connection:
        return await connection.run_sync(shape)


async def age(address: str, like: Shape, revision: str) -> None:
    """Take from the tables what came after this revision, and what stands in it: as if it had never been there."""
    database = open_database(address)
    now = await shape_of(database)
    async with database.transaction() as connection:
        indexes = await connection.run_sync(_indexes)
        gone = [name for table, names in indexes.items() if table in like for name in names - like[table]]
        cascade = "" if database.is_sqlite else " CASCADE"  # tables that came together may name each other
        statements = [f"DROP TABLE {table}{cascade}" for table in now.keys() - like.keys()]
        statements += [f"DROP INDEX {name}" for name in gone]
        for table in now.keys() & like.keys():
            columns = now[table] - like[table] - indexes[table]
            statements += [f"ALTER TABLE {table} DROP COLUMN {column}" for column in columns]
        for statement in (*statements, f"UPDATE alembic_version SET version_num = '{revision}'"):
            await connection.execute(text(statement))
    assert await shape_of(database) == like
    await database.close()


def _indexes(connection: Connection) -> dict[str, set[str]]:
    found = inspect(connection)
    return {table: {str(index["name"]) for index in found.get_indexes(table)} for table in found.get_table_names()}


@pytest.mark.parametrize("revision", OLDER)
async def test_a_conversation_that_an_earlier_cairn_began_goes_on(
    world: World, ana: Person, older: Database, revision: str
) -> None:
    async with world.life():
        await ana.types("reflect")
        await ana.presses("4")
        await ana.types("We lost a customer, and it was my doing.")
    await migrate_database(older, revision)
    await age(world.stores.database, await shape_of(older), revision)
    with pytest.raises(SchemaTooOld, match="Run: cairn migrate"):
        async with world.life():
            pass
    await migrate(world.stores.database)
    async with world.life():
        for _ in range(3):
            await ana.types("I would speak up earlier than I did.")
        assert "5 answers are kept" in ana.last.text
        await ana.runs("journal")
        for label in ("Open", "Edit"):
            await ana.actor.press_in_view(ana.actor.open_views()[-1], label=label)
        assert len(ana.actor.open_views()) == 3
        assert "We lost a customer, and it was my doing." in repr(ana.actor.open_views()[1].blocks)
