"""One connection to a SQLite file, in a thread of its own: the driver's, with fewer trips to the thread and back."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self, cast

import aiosqlite
from sqlalchemy import Connection

_CHUNK = 64  # rows to a trip when a result is read bit by bit, which SQLAlchemy does not do


def connecting(seconds_for_the_lock: float) -> dict[str, Any]:
    """The `connect_args` of an engine for SQLite, by which all our connections are made."""
    # None keeps the driver from opening transactions of its own, which would not lock at the first SELECT:
    # of 200 changes that read before they wrote, 150 were lost.
    return {"isolation_level": None, "timeout": seconds_for_the_lock, "async_creator_fn": connect}


def begin_with_next(connection: Connection) -> None:
    """Let the next statement on this connection begin a transaction that holds the write lock."""
    ours = cast("SQLiteConnection", connection.connection.driver_connection)
    ours.begin_with_next()


async def connect(file: str, **options: Any) -> "SQLiteConnection":
    """Open a connection, for SQLAlchemy's `async_creator_fn`. Raises what sqlite3 raises when it cannot be opened.

    The driver does not wait for the thread of a connection that could not be opened. The thread then reports its end
    to an event loop that may be gone, as it is when `cairn doctor` ends there, and a traceback follows the findings.
    """
    connection = SQLiteConnection(lambda: sqlite3.connect(file, **options), _CHUNK)
    thread = connection._thread  # noqa: SLF001  SQLAlchemy takes it from there too, as there is no other way
    thread.daemon = True  # a file on a disk that hangs must not keep the process from ending
    try:
        await connection
    except BaseException:
        await asyncio.to_thread(thread.join)
        raise
    return connection


class SQLiteConnection(aiosqlite.Connection):
    """The driver's connection with cursors that ask the thread once for each statement, and not four times.

    Making the cursor, running the statement, fetching and closing are a trip each with the driver's own. A transaction
    of five statements takes 3.9 ms instead of 5.5, and a third less of the processor (medians of three, in turns).
    Nor is there a trip to begin a transaction, which goes with its first statement, or to undo one that is over.
    """

    _begins = False
    _in_doubt = True

    def begin_with_next(self) -> None:
        """Let the next statement begin a transaction, and take the write lock, before it does anything else."""
        self._begins = True

    def cursor(self) -> "Cursor":  # type: ignore[override]  # the driver's may also be awaited; SQLAlchemy never does
        """A cursor, there at once."""
        return Cursor(self)

    async def run(self, statement: Callable[[sqlite3.Connection], "Outcome"]) -> "Outcome":
        """Run this in the thread, in its turn."""
        work = partial(_begun, statement) if self._begins else statement
        self._begins = False
        self._in_doubt = True  # and it stays so when it fails, or when whoever waits for it is cancelled
        outcome: Outcome = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]  # the driver's
        self._in_doubt = False
        return outcome

    async def commit(self) -> None:
        """Make it last; nothing to do where nothing was begun."""
        if not self._begins:
            await self.run(_commit)
        self._begins = False

    async def rollback(self) -> None:
        """Undo what was begun. The pool asks for it whenever a connection comes back, mostly after the commit."""
        self._begins = False
        if self._in_doubt or self.in_transaction:
            await self.run(_rollback)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a statement left: what its columns are (None without rows), its rows, and what it changed."""

    description: Any = None
    rows: Sequence[Any] = ()
    rowcount: int = -1
    lastrowid: int | None = None


class Cursor:
    """A cursor whose rows are all fetched with the statement. What SQLAlchemy asks of one, and no more."""

    arraysize = 1

    def __init__(self, connection: SQLiteConnection) -> None:
        self._connection = connection
        self._outcome = Outcome()

    @property
    def description(self) -> Any:
        """The columns of the rows, as PEP 249 has them; None for a statement without rows."""
        return self._outcome.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed; -1 where that means nothing."""
        return self._outcome.rowcount

    @property
    def lastrowid(self) -> int | None:
        """SQLite's own number of the row put in last."""
        return self._outcome.lastrowid

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        """Run a statement and fetch what it finds."""
        self._outcome = await self._connection.run(lambda connection: _outcome(connection.execute(sql, parameters)))
        return self

    async def executemany(self, sql: str, parameters: Any) -> Self:
        """Run a statement once for each set of parameters."""
        self._outcome = await self._connection.run(lambda connection: _outcome(connection.executemany(sql, parameters)))
        return self

    async def fetchall(self) -> Sequence[Any]:
        """The rows, which are here already."""
        return self._outcome.rows

    async def close(self) -> None:
        """There is nothing left to close: a statement whose rows are all fetched holds nothing."""


def _begun(statement: Callable[[sqlite3.Connection], Outcome], connection: sqlite3.Connection) -> Outcome:
    connection.execute("BEGIN IMMEDIATE").close()
    return statement(connection)


def _commit(connection: sqlite3.Connection) -> Outcome:
    connection.commit()
    return Outcome()


def _rollback(connection: sqlite3.Connection) -> Outcome:
    connection.rollback()
    return Outcome()


def _outcome(cursor: sqlite3.Cursor) -> Outcome:
    rows = cursor.fetchall()
    outcome = Outcome(cursor.description, rows, cursor.rowcount, cursor.lastrowid)
    cursor.close()
    return outcome
