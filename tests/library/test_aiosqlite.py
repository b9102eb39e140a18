"""What the SQLite driver leaves behind when a file cannot be opened, and how `storage` puts that right."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiosqlite
import pytest

from storage.sqlite_connection import connect

OFTEN = 50


async def threads_left(
    opening: Callable[[Path], Awaitable[aiosqlite.Connection]], folder: Path
) -> AsyncIterator[threading.Thread]:
    """The threads that are still there right after so many refused openings, each looked for by itself."""
    for _ in range(OFTEN):
        before = set(threading.enumerate())
        with pytest.raises(sqlite3.OperationalError, match="unable to open"):
            await opening(folder)
        for thread in set(threading.enumerate()) - before:
            if "_connection_worker" in thread.name:
                yield thread


async def test_the_driver_does_not_wait_for_its_thread(tmp_path: Path) -> None:
    left = [thread async for thread in threads_left(aiosqlite.connect, tmp_path)]
    for thread in left:
        await asyncio.to_thread(thread.join)  # else it reports to a loop that is gone, and the next test is blamed
    assert left


async def test_cairn_waits_for_it(tmp_path: Path) -> None:
    assert [thread async for thread in threads_left(lambda file: connect(str(file)), tmp_path)] == []
