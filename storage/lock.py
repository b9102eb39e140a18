"""One process at a time on the embedded database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from flows.errors import StoreLocked
from storage.database import sqlite_file
from storage.refusals import not_saved


@contextmanager
def hold_store(address: str) -> Iterator[None]:
    """Hold the embedded database for as long as the block runs. Raises StoreLocked when another process does.

    The kernel lets go when a process ends, however it ends. Postgres may be shared and is not held.
    """
    file = sqlite_file(address)
    if file is None:
        yield
        return
    with _lock_beside(file) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreLocked(f"another Cairn is running on {file}; stop it first") from None
        yield


def _lock_beside(file: Path) -> TextIO:
    try:
        return file.with_name(f"{file.name}.lock").open("w", encoding="utf-8")
    except OSError as error:
        raise not_saved("out of reach", type(error).__name__) from None
