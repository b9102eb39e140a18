"""Stores whose statements stay compiled from one story to the next, which is a fifth of a short story's time.

Nothing else stays: connections are closed after each, and no two that live at once share any.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Dialect, event, make_url

from flows.ports import Ids
from storage.database import Database, Patience, open_database
from storage.keystore import KeyStore
from storage.master_keys import read_master_keys
from storage.memory import Memory
from tests.databases import SetClock, Settings


class Roving:
    """A database that can be another one the next time it is opened."""

    def __init__(self, address: str, patience: Patience) -> None:
        self.address = address
        self.database = open_database(address, patience)
        event.listen(self.database._engine.sync_engine, "do_connect", self._lead)

    def _lead(self, dialect: Dialect, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
        there, more = dialect.create_connect_args(make_url(self.address))
        arguments[:] = there
        options.update(more)


_IDLE: defaultdict[tuple[str, str, Patience], list[Roving]] = defaultdict(list)


@asynccontextmanager
async def warm_memory(stores: Settings, clock: SetClock, ids: Ids) -> AsyncIterator[Memory]:
    """The opened stores, closed again at the end."""
    database_lent = _lent(stores.database, "main", stores.patience)
    keystore_lent = _lent(stores.keystore, "keys", stores.patience)
    async with database_lent as database, keystore_lent as keystore:
        yield Memory(database, KeyStore(keystore, read_master_keys(stores.keys), clock), clock, ids)


@asynccontextmanager
async def _lent(address: str, use: str, patience: Patience) -> AsyncIterator[Database]:
    idle = _IDLE[make_url(address).get_backend_name(), use, patience]
    roving = idle.pop() if idle else Roving(address, patience)
    roving.address = address
    try:
        yield roving.database
    finally:
        await roving.database.close()
        idle.append(roving)
