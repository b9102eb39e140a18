"""Bringing the tables up to date, from code: no ini file, no working directory, no logging set up behind one's back."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.database import Database, Patience, hold_schema, open_database
from storage.keystore_schema import create_keystore
from storage.schema import refuse_newer

_MIGRATIONS = Path(__file__).parent / "migrations"
_UNHURRIED = Patience(busy=10.0, reach=10.0, answer=None)


async def migrate(address: str) -> None:
    """Bring the database at this address up to date."""
    database = open_database(address, _UNHURRIED)
    try:
        await migrate_database(database)
    finally:
        await database.close()


async def migrate_database(database: Database, revision: str = "head") -> None:
    """Bring an opened database up to date in one transaction: a crash in the middle leaves it as it was."""
    async with database.transaction() as connection:
        await hold_schema(connection)
        await refuse_newer(connection)
        await connection.run_sync(_upgrade, revision)


def migrations() -> Config:
    """Where the migrations are, for Alembic."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    config = migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def migrate_stores(address: str, keystore_address: str) -> None:
    """Bring the database and the key store up to date. No key is needed: only tables are touched."""
    await migrate(address)
    keystore = open_database(keystore_address, _UNHURRIED)
    try:
        async with keystore.transaction() as connection:
            await create_keystore(connection)
    finally:
        await keystore.close()
