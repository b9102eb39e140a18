"""An SQLAlchemy engine set up as Cairn's is, by hand: as durable, over the same drivers, with nothing around it.

SQLite: one connection, write-ahead log, every commit synced, the write lock taken when a transaction begins, and
Cairn's own quicker cursors, without which the floor would be lower than it need be. Postgres: ten connections.
"""

from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.sqlite_connection import begin_with_next, connecting

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
_PATIENCE = 60.0  # nobody is refused while it is measured; Cairn itself waits two seconds


def bare_engine(address: str) -> AsyncEngine:
    """An engine for `sqlite:///file` or `postgresql://…`."""
    url = make_url(address)
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgres(url)


def _sqlite(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=_PATIENCE,
        connect_args=connecting(_PATIENCE),
    )
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", begin_with_next)
    return engine


def _postgres(url: URL) -> AsyncEngine:
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"), pool_size=10, max_overflow=0, pool_timeout=_PATIENCE
    )


def _set_up(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
