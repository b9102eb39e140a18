"""Everything that is remembered, behind one door."""

from collections.abc import Callable

from flows.errors import Unreadable
from flows.ports import Clock, Ids
from storage.database import ORDINARY, Database, Patience, open_database
from storage.keystore import KeyStore
from storage.master_keys import read_master_keys
from storage.repositories.sending import SendersOutbox
from storage.schema import check_schema
from storage.sealed import holds_sealed_texts
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault


class Memory:
    """The opened stores. `outbox` is the sender's side of what is to be said, `keys` the people's keys.

    `after_commit` is called whenever a unit of work was committed: something may wait in the outbox.
    """

    def __init__(self, database: Database, keys: KeyStore, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._vault = Vault(keys)
        self._clock = clock
        self._ids = ids
        self.keys = keys
        self.outbox = SendersOutbox(database)
        self.after_commit: Callable[[], None] = _nothing

    def unit_of_work(self) -> UnitOfWork:
        """A transaction for one use case."""
        return UnitOfWork(self._database, self._vault, self._clock, self._ids, self.after_commit)

    async def migrate(self) -> None:
        """Bring both stores' tables up to date."""
        from storage.migrate import migrate_database  # noqa: PLC0415  Alembic is slow to load and rarely needed

        await migrate_database(self._database)
        await self.keys.migrate()

    async def check(self) -> None:
        """Refuse to start on tables of another age, or with a key store that cannot belong to this database."""
        await check_schema(self._database)
        await self.keys.check()
        if await self.keys.is_empty() and await holds_sealed_texts(self._database):
            raise Unreadable("The key store is empty but the database is not: CAIRN_KEYSTORE points to the wrong place")

    async def healthy(self) -> bool:
        """Whether both stores answer and could be written to."""
        return await self._database.healthy() and await self.keys.database.healthy()

    async def close(self) -> None:
        """Close every connection."""
        await self._database.close()
        await self.keys.database.close()


def _nothing() -> None:
    """Nobody waits for commits yet."""


def open_memory(
    database_url: str, keystore_url: str, master_keys: str, clock: Clock, ids: Ids, patience: Patience = ORDINARY
) -> Memory:
    """Open both stores. `master_keys` is CAIRN_KEYS as it is written. Raises ValueError for settings that cannot be."""
    if database_url == keystore_url and database_url != "sqlite://":
        raise ValueError("CAIRN_KEYSTORE must be another database than DATABASE_URL, or erasing a key erases nothing")
    masters = read_master_keys(master_keys)
    keys = KeyStore(open_database(keystore_url, patience), masters, clock)
    return Memory(open_database(database_url, patience), keys, clock, ids)
