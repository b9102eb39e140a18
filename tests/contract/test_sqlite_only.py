"""What only the embedded database has: files, pragmas, a driver with habits of its own."""

import asyncio
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Select, Update, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import OperationalError

from storage.database import Database, open_database
from storage.memory import Memory
from storage.repositories import conversations, entries, inbox, outbox, people, sending
from storage.tables import HELD_REPLY
from tests.contract.samples import MAYA, introduce, load
from tests.contract.words import CANARY, sealed_texts, speak
from tests.databases import Settings, open_fresh_memory


@pytest.fixture
def backend() -> str:
    return "sqlite"


async def test_no_file_shows_words(memory: Memory, tmp_path: Path) -> None:
    await speak(memory)
    files = files_in(tmp_path)
    assert {"cairn.db", "cairn.db-wal", "keys.db", "keys.db-wal"} <= {file.name for file in files}
    for file in files:
        assert CANARY.encode() not in file.read_bytes(), file.name


async def test_what_was_dropped_is_overwritten(memory: Memory, database: Database, tmp_path: Path) -> None:
    """Even sealed: a key may be guessed or stolen years later."""
    await speak(memory)
    (sealed,) = (await sealed_texts(database, HELD_REPLY)).values()
    async with memory.unit_of_work() as work:
        await work.held.drop(MAYA, "held")
        await work.commit()
    await memory.close()
    await database.close()  # the last to leave folds the log into the file
    assert not (tmp_path / "cairn.db-wal").exists()
    assert sealed not in (tmp_path / "cairn.db").read_bytes()


async def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    opened = open_database(f"sqlite:///{tmp_path / 'fresh.db'}")
    async with opened.transaction() as connection:
        await connection.execute(text("CREATE TABLE stone (id INTEGER)"))
        modes = {file.name: file.stat().st_mode & 0o077 for file in files_in(tmp_path)}
    await opened.close()
    assert modes == {"fresh.db": 0, "fresh.db-wal": 0, "fresh.db-shm": 0}


def files_in(folder: Path) -> list[Path]:
    return [file for file in folder.iterdir() if file.is_file()]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 2000)],
)
async def test_it_is_set_up_to_last(database: Database, pragma: str, value: object) -> None:
    async with database.connection() as connection:
        assert (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value


async def test_what_was_committed_outlives_a_killed_process(memory: Memory, settings: Settings) -> None:
    await introduce(memory, MAYA)
    await memory.close()
    last_words = (
        "import asyncio, os, signal, sys\n"
        "from tests.contract.samples import begin, conversation\n"
        "from tests.databases import SetClock, Settings\n"
        "async def live():\n"
        "    await begin(Settings(*sys.argv[1:]).open(SetClock()), conversation())\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(live())\n"
    )
    arguments = [settings.database, settings.keystore, settings.keys]
    root = Path(__file__).parents[2]
    ended = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", last_words, *arguments], cwd=root, check=False, timeout=60
    )
    assert ended.returncode == -signal.SIGKILL
    assert (await load(memory)).id == "talk"


async def test_changes_that_read_first_are_never_lost(address: str, database: Database) -> None:
    other = open_database(address)
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE stone (pile INTEGER)"))
        await connection.execute(text("INSERT INTO stone VALUES (0)"))

    async def add_stones(opened: Database) -> None:
        for _ in range(25):
            async with opened.transaction() as connection:
                pile = await connection.scalar(text("SELECT pile FROM stone"))
                await connection.execute(text("UPDATE stone SET pile = :pile"), {"pile": pile + 1})

    await asyncio.gather(*(add_stones(opened) for opened in (database, other, database, other)))
    async with database.connection() as connection:
        assert await connection.scalar(text("SELECT pile FROM stone")) == 100
    await other.close()


def _two_hands(file: Path, **how: object) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    first, second = (sqlite3.connect(file, timeout=5, **how) for _ in range(2))  # type: ignore[call-overload]  # passed on
    first.executescript("PRAGMA journal_mode=WAL; CREATE TABLE stone (pile INTEGER); INSERT INTO stone VALUES (0);")
    first.commit()
    return first, second


def test_the_driver_alone_loses_changes_that_read_first(tmp_path: Path) -> None:
    """Why transactions are begun by hand: the driver opens none at a SELECT."""
    first, second = _two_hands(tmp_path / "pile.db")
    read = [hand.execute("SELECT pile FROM stone").fetchone()[0] for hand in (first, second)]
    for hand, pile in zip((first, second), read, strict=True):
        hand.execute("UPDATE stone SET pile = ?", (pile + 1,))
        hand.commit()
    assert first.execute("SELECT pile FROM stone").fetchone() == (1,)
    first.close()
    second.close()


def test_a_plain_begin_fails_at_once_however_patient(tmp_path: Path) -> None:
    """Why they are begun with BEGIN IMMEDIATE: a reader that turns writer too late is refused without waiting."""
    first, second = _two_hands(tmp_path / "pile.db", isolation_level=None)
    second.execute("BEGIN")
    second.execute("SELECT pile FROM stone").fetchall()
    first.execute("UPDATE stone SET pile = 1")
    with pytest.raises(sqlite3.OperationalError, match="locked") as refusal:
        second.execute("UPDATE stone SET pile = 1")
    assert refusal.value.sqlite_errorname == "SQLITE_BUSY_SNAPSHOT"
    first.close()
    second.close()


@pytest.mark.parametrize(
    "statement",
    [
        people._MEET,
        people._BY_ID,
        inbox._OUTCOME,
        conversations._GET,
        conversations._UNFINISHED,
        conversations._OF_SCRIPT,
        conversations._NEAREST,
        conversations._SAVE,
        entries._CURRENT,
        entries._CURRENT_OF_SEVERAL,
        outbox._POSTED_AT,
        outbox._LAST_QUESTION,
        outbox._UNCONFIRMED,
        sending._CLAIM,
        sending._CLAIM_NEXT,
        sending._NEXT_DUE,
        sending._LAPSED,
        sending._SETTLE_SENT,
    ],
)
async def test_no_lookup_reads_a_whole_table(database: Database, statement: Select[tuple[str]] | Update) -> None:
    query = str(statement.compile(dialect=sqlite.dialect()))
    query = query.replace("(__[POSTCOMPILE_status_1])", "('open', 'later')")
    query = re.sub(r"\(__\[POSTCOMPILE_\w+\]\)", "(NULL)", query)
    async with database.connection() as connection:
        arguments = (None,) * query.count("?")
        plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", arguments)).all()
    steps = [step.detail for step in plan]
    assert steps
    assert not [step for step in steps if step.startswith("SCAN") and step != "SCAN due"], steps  # due: what was found


@pytest.fixture
async def stones(database: Database) -> Database:
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE stone (id INTEGER)"))
    return database


async def pile(stones: Database) -> list[int]:
    async with stones.connection() as connection:
        return [row.id for row in await connection.execute(text("SELECT id FROM stone ORDER BY id"))]


async def test_whoever_gives_up_in_the_middle_leaves_nothing_behind(stones: Database) -> None:
    """Wherever in a transaction: what the thread still does then is undone before anybody else begins."""

    async def put_down(number: int) -> None:
        async with stones.connection() as connection:
            await connection.execute(text("INSERT INTO stone VALUES (:id)"), {"id": number})
            await connection.execute(text("SELECT id FROM stone"))

    for turns in range(40):
        putting = asyncio.create_task(put_down(turns))
        for _ in range(turns):
            await asyncio.sleep(0)
        putting.cancel()
        await asyncio.gather(putting, return_exceptions=True)
        async with stones.transaction() as connection:
            await connection.execute(text("INSERT INTO stone VALUES (:id)"), {"id": 1000 + turns})
    assert await pile(stones) == list(range(1000, 1040))


async def test_what_fails_is_undone(stones: Database) -> None:
    async with stones.connection() as connection:
        await connection.execute(text("INSERT INTO stone VALUES (1)"))
        with pytest.raises(OperationalError):
            await connection.execute(text("INSERT INTO rock VALUES (1)"))
    assert await pile(stones) == []


async def test_a_transaction_that_did_nothing_holds_nothing(stones: Database, tmp_path: Path) -> None:
    async with stones.transaction():
        pass
    async with stones.connection():
        pass
    hasty = sqlite3.connect(tmp_path / "cairn.db", timeout=0, isolation_level=None)
    hasty.execute("BEGIN IMMEDIATE")
    hasty.close()
    assert await pile(stones) == []


async def test_the_first_statement_takes_the_lock_even_when_it_only_reads(stones: Database, tmp_path: Path) -> None:
    hasty = sqlite3.connect(tmp_path / "cairn.db", timeout=0, isolation_level=None)
    async with stones.connection() as connection:
        await connection.execute(text("SELECT id FROM stone"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            hasty.execute("BEGIN IMMEDIATE")
    hasty.execute("BEGIN IMMEDIATE")
    hasty.close()


async def test_stores_in_memory_work_alike() -> None:
    memory = await open_fresh_memory()
    try:
        await memory.check()
        await speak(memory)
        assert (await load(memory)).entries["a"].value.text == f"{CANARY}-0"
        assert await memory.healthy()
    finally:
        await memory.close()
