"""What the SQLite driver leaves behind when a file cannot be opened, and how `storage` puts that right."""

import sqlite3
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiosqlite
import pytest

from storage.sqlite_connection import connect

OFTEN = 50


async def threads_left(opening: Callable[[Path], Awaitable[aiosqlite.Connection]], folder: Path) -> int:
    """How many threads are still there right after so many refused openings, each looked for by itself."""
    left = 0
    for _ in range(OFTEN):
        before = set(threading.enumerate())
        with pytest.raises(sqlite3.OperationalError, match="unable to open"):
            await opening(folder)
        left += any("_connection_worker" in thread.name for thread in set(threading.enumerate()) - before)
    return left


async def test_the_driver_does_not_wait_for_its_thread(tmp_path: Path) -> None:
    assert await threads_left(aiosqlite.connect, tmp_path) > 0


async def test_cairn_waits_for_it(tmp_path: Path) -> None:
    assert await threads_left(lambda file: connect(str(file)), tmp_path) == 0
