"""One connection to a SQLite file, opened in a thread of its own."""

import asyncio
from typing import Any

import aiosqlite


async def connect(file: str, **options: Any) -> aiosqlite.Connection:
    """Open a connection, for SQLAlchemy's `async_creator_fn`. Raises what sqlite3 raises when it cannot be opened.

    The driver does not wait for the thread of a connection that could not be opened. The thread then reports its end
    to an event loop that may be gone, as it is when `cairn doctor` ends there, and a traceback follows the findings.
    """
    connection = aiosqlite.connect(file, **options)
    thread = connection._thread  # noqa: SLF001  SQLAlchemy takes it from there too, as there is no other way
    thread.daemon = True  # a file on a disk that hangs must not keep the process from ending
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(thread.join)
        raise
