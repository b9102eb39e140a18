"""The checks of the stores, each on real stores in the state it is there to find."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.doctor.about_stores import Space
from bot.doctor.findings import Check, Verdict
from bot.settings import Settings as BotSettings
from storage.memory import Memory
from tests.contract.words import speak
from tests.databases import Settings
from tests.postgres_server import PostgresServer
from tests.scenario.stores_looked_at import ON_POSTGRES, ON_SQLITE, Stores, change, stores_of, verdicts

OK, WARNING, FAULT, NOT_CHECKED = Verdict.OK, Verdict.WARNING, Verdict.FAULT, Verdict.NOT_CHECKED


@pytest.fixture
def stores(settings: Settings, tmp_path: Path) -> Stores:
    """Stores with nothing in them."""
    return stores_of(settings, tmp_path)


@pytest.fixture
async def spoken(stores: Stores, memory: Memory) -> Stores:
    """The same with words of three people in them. The bot has them open."""
    await speak(memory)
    return stores


async def test_all_is_well_and_stays_as_it_was(spoken: Stores) -> None:
    before = spoken.files()
    seen = await spoken.seen()
    assert set(verdicts(seen).values()) == {OK}
    assert seen[Check.KEYS].says == "All 3 people's keys open."
    assert spoken.files() == before


async def test_empty_stores_are_fine_too_and_nothing_is_made_beside_them(stores: Stores) -> None:
    before = stores.files()
    assert set(verdicts(await stores.seen()).values()) == {OK}
    assert stores.files() == before


async def test_what_is_not_there_is_missed_and_not_made(tmp_path: Path) -> None:
    settings = BotSettings(database_url=f"sqlite:///{tmp_path}/cairn.db", keystore_url=f"sqlite:///{tmp_path}/keys.db")
    seen = await Stores(settings, tmp_path).seen()
    assert verdicts(seen) == {
        Check.DATABASE: FAULT, Check.KEY_STORE: FAULT, Check.TABLES: NOT_CHECKED, Check.KEYS: NOT_CHECKED,
        Check.FILES: NOT_CHECKED, Check.DISK: OK,
    }  # fmt: skip
    assert "cairn migrate" in seen[Check.DATABASE].do
    assert Stores(settings, tmp_path).files() == {}


async def test_a_database_in_memory_is_refused(tmp_path: Path) -> None:
    seen = await Stores(BotSettings(database_url="sqlite://", keystore_url="sqlite://"), tmp_path).seen()
    assert seen[Check.DATABASE].verdict is FAULT
    assert "forgotten" in seen[Check.DATABASE].says
    assert seen[Check.DISK].verdict is NOT_CHECKED


def letter(file: Path) -> None:
    file.write_bytes(b"This is a letter and no database." * 99)


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@ON_SQLITE
@pytest.mark.parametrize("name", ["cairn.db", "keys.db"])
@pytest.mark.parametrize(("spoil", "reason"), [(letter, "SQLITE_NOTADB"), (folder, "SQLITE_CANTOPEN")])
async def test_a_file_that_is_no_database_is_a_fault(
    stores: Stores, name: str, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(stores.folder / name)
    seen = await stores.seen()
    check = Check.DATABASE if name == "cairn.db" else Check.KEY_STORE
    assert seen[check].verdict is FAULT
    assert reason in seen[check].says
    assert seen[Check.TABLES].verdict is NOT_CHECKED


@ON_SQLITE
async def test_a_database_that_somebody_holds_is_a_fault(stores: Stores) -> None:
    with sqlite3.connect(stores.folder / "cairn.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        seen = await stores.seen()
        other.execute("ROLLBACK")
    other.close()
    assert seen[Check.DATABASE].verdict is FAULT
    assert "busy" in seen[Check.DATABASE].says


@ON_SQLITE
async def test_a_bot_at_work_does_not_disturb_and_is_not_disturbed(spoken: Stores, memory: Memory) -> None:
    async def work() -> None:
        for number in range(20):
            await memory.keys.data_key("T3", f"person-{number}")

    _, seen = await asyncio.gather(work(), spoken.seen())
    assert set(verdicts(seen).values()) == {OK}


@ON_POSTGRES
async def test_a_server_that_takes_no_changes_is_a_fault(stores: Stores) -> None:
    name = make_url(stores.settings.database_url).database
    await change(stores.settings.database_url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    seen = await stores.seen()
    assert seen[Check.DATABASE].verdict is FAULT
    assert "standby" in seen[Check.DATABASE].do


@pytest.fixture
def reader(stores: Stores, postgres_server: PostgresServer) -> Iterator[str]:
    """A role of its own on the server, which all databases there share."""
    address = stores.settings.database_url
    role = f"reader_{make_url(address).database}"
    asyncio.run(change(postgres_server.admin, f"CREATE ROLE {role} LOGIN PASSWORD 'hush-hush'"))
    yield role
    asyncio.run(change(address, f"DROP OWNED BY {role}"))
    asyncio.run(change(postgres_server.admin, f"DROP ROLE {role}"))


@ON_POSTGRES
@pytest.mark.parametrize(
    ("grants", "reason"),
    [
        (["SELECT ON ALL TABLES IN SCHEMA public"], "answer, audit, conversation"),
        ([], "not as Cairn left it"),
    ],
)
async def test_a_role_that_may_not_write_is_a_fault(
    stores: Stores, reader: str, grants: list[str], reason: str
) -> None:
    await change(stores.settings.database_url, *(f"GRANT {each} TO {reader}" for each in grants))
    url = make_url(stores.settings.database_url).set(username=reader, password="hush-hush")
    stores.change(database_url=url.render_as_string(hide_password=False))
    seen = await stores.seen()
    assert FAULT in {seen[Check.DATABASE].verdict, seen[Check.TABLES].verdict}
    assert reason in f"{seen[Check.DATABASE].says} {seen[Check.TABLES].says}"
    assert "hush-hush" not in str(seen)


@ON_POSTGRES
async def test_a_server_or_a_database_that_is_not_there_is_a_fault(stores: Stores) -> None:
    for wrong in (
        make_url(stores.settings.database_url).set(database="nowhere").render_as_string(hide_password=False),
        "postgresql://cairn:hush-hush@127.0.0.1:9/cairn",
    ):
        stores.change(database_url=wrong)
        seen = await stores.seen()
        assert seen[Check.DATABASE].verdict is FAULT
        assert "out of reach" in seen[Check.DATABASE].says
        assert "hush-hush" not in str(seen)


async def test_tables_that_were_never_made_are_a_fault(stores: Stores, empty_address: str) -> None:
    await change(empty_address)  # which makes the file, where it is one
    stores.change(database_url=empty_address)
    seen = await stores.seen()
    assert seen[Check.TABLES].verdict is FAULT
    assert seen[Check.TABLES].do == "Run: cairn migrate."
    assert seen[Check.KEYS].verdict is NOT_CHECKED


@pytest.mark.parametrize(
    ("store", "statement"),
    [
        ("database_url", "UPDATE alembic_version SET version_num = '9999'"),
        ("keystore_url", "UPDATE keystore_schema SET version = 99"),
        ("keystore_url", "UPDATE keystore_schema SET version = 0"),
        ("keystore_url", "DROP TABLE keystore_schema"),
    ],
)
async def test_tables_of_another_age_are_a_fault(stores: Stores, store: str, statement: str) -> None:
    await change(getattr(stores.settings, store), statement)
    seen = await stores.seen()
    assert seen[Check.TABLES].verdict is FAULT
    assert "Run" in seen[Check.TABLES].do


@ON_SQLITE
@pytest.mark.parametrize("name", ["cairn.db", "keys.db", ".env"])
@pytest.mark.parametrize(("mode", "verdict"), [(0o644, FAULT), (0o604, FAULT), (0o640, WARNING), (0o600, OK)])
async def test_files_that_others_may_read_are_noticed(stores: Stores, name: str, mode: int, verdict: Verdict) -> None:
    (stores.folder / name).touch()
    (stores.folder / name).chmod(mode)
    found = (await stores.seen())[Check.FILES]
    assert found.verdict is verdict
    assert (name in found.do) == (verdict is not OK)


@ON_SQLITE
@pytest.mark.parametrize(("space", "verdict"), [(Space(2**60, 2**59), FAULT), (Space(2**60, 0), WARNING)])
async def test_a_disk_without_enough_room_is_noticed(stores: Stores, space: Space, verdict: Verdict) -> None:
    found = (await stores.seen(space))[Check.DISK]
    assert found.verdict is verdict
    assert str(stores.folder) in found.says
