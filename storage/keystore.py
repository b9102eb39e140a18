"""People's keys, wrapped, in a database of their own: where a key is destroyed, all copies of what it sealed are void.

Backups of this database are to be short-lived; those of the main one need not be.
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.ports import Clock
from storage.cipher import NONCE_BYTES, DataKey, KeyLost
from storage.database import Database
from storage.keystore_schema import DATA_KEY, check_keystore, create_keystore
from storage.master_keys import KEY_BYTES, KeyPlace, MasterKey

CACHED_KEYS = 1000
REWRAP_BATCH = 100

_KEYS = DATA_KEY.c
_OWN = (_KEYS.workspace == bindparam("workspace"), _KEYS.owner == bindparam("owner"))
_NEWEST = select(DATA_KEY).where(*_OWN).order_by(_KEYS.version.desc()).limit(1)
_VERSION = select(DATA_KEY).where(*_OWN, _KEYS.version == bindparam("version"))
_CREATE = insert(DATA_KEY).on_conflict_do_nothing()
_ANY = select(_KEYS.owner).limit(1)
_WRAPPED_BY_OTHERS = select(DATA_KEY).where(_KEYS.wrapped_by != bindparam("newest")).limit(REWRAP_BATCH)
_REWRAP = (
    update(DATA_KEY)
    .where(
        _KEYS.workspace == bindparam("its_workspace"),
        _KEYS.owner == bindparam("its_owner"),
        _KEYS.version == bindparam("its_version"),
        _KEYS.wrapped_by == bindparam("was_wrapped_by"),
    )
    .values(wrapped=bindparam("now_wrapped"), wrapped_by=bindparam("now_wrapped_by"))
)


class KeyStore:
    """Makes, keeps and gives out people's keys. Keys that were given out stay in memory, the last thousand of them."""

    def __init__(
        self,
        database: Database,
        master_keys: Sequence[MasterKey],
        clock: Clock,
        random_bytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.database = database
        self._newest_master, *_ = master_keys
        self._masters = {key.id: key for key in master_keys}
        self._clock = clock
        self._random_bytes = random_bytes
        self._versions: OrderedDict[KeyPlace, DataKey] = OrderedDict()
        self._newest: dict[tuple[str, str], KeyPlace] = {}

    async def migrate(self) -> None:
        """Make the tables where they are missing."""
        async with self.database.transaction() as connection:
            await create_keystore(connection)

    async def check(self) -> None:
        """Raise SchemaTooOld or SchemaTooNew unless the tables are those this Cairn needs."""
        async with self.database.connection() as connection:
            await check_keystore(connection)

    async def is_empty(self) -> bool:
        """Whether no key was ever made here."""
        async with self.database.connection() as connection:
            return (await connection.execute(_ANY)).first() is None

    async def data_key(self, workspace: str, owner: str) -> DataKey:
        """The newest key of this owner, made and committed here when there is none yet."""
        place = self._newest.get((workspace, owner))
        if place is not None and place in self._versions:
            return self._versions[place]
        async with self.database.transaction() as connection:
            row = await self._newest_row(connection, workspace, owner)
        return self._remember_newest(row)

    async def data_key_version(self, workspace: str, owner: str, version: int) -> DataKey:
        """One certain key of this owner. Raises KeyLost when it is not here any more."""
        place = KeyPlace(workspace, owner, version)
        if place in self._versions:
            return self._versions[place]
        which = {"workspace": workspace, "owner": owner, "version": version}
        async with self.database.connection() as connection:
            row = (await connection.execute(_VERSION, which)).first()
        if row is None:
            raise KeyLost(f"{place} is not in the key store")
        return self._remember(row)

    async def rewrap(self) -> int:
        """Wrap every key anew that an older master key wraps; afterwards that one may go. Returns how many it was."""
        done = 0
        while batch := await self._rewrap_some():
            done += batch
        return done

    async def _newest_row(self, connection: AsyncConnection, workspace: str, owner: str) -> Row[Any]:
        owned = {"workspace": workspace, "owner": owner}
        found = (await connection.execute(_NEWEST, owned)).first()
        if found is not None:
            return found
        # Another process may do the same now: whoever comes second keeps the first one's key.
        await connection.execute(_CREATE, self._fresh(KeyPlace(workspace, owner, 1)))
        return (await connection.execute(_NEWEST, owned)).one()

    def _fresh(self, place: KeyPlace) -> dict[str, Any]:
        secret = self._random_bytes(KEY_BYTES)
        return {
            "workspace": place.workspace,
            "owner": place.owner,
            "version": place.version,
            "wrapped": self._newest_master.wrap(secret, place, self._random_bytes(NONCE_BYTES)),
            "wrapped_by": self._newest_master.id,
            "created_at": self._clock.now(),
        }

    def _remember_newest(self, row: Row[Any]) -> DataKey:
        key = self._remember(row)
        self._newest[row.workspace, row.owner] = _place(row)
        return key

    def _remember(self, row: Row[Any]) -> DataKey:
        place = _place(row)
        self._versions[place] = DataKey(place.version, AESGCM(self._secret(row)))
        while len(self._versions) > CACHED_KEYS:
            forgotten, _ = self._versions.popitem(last=False)
            self._newest.pop((forgotten.workspace, forgotten.owner), None)
        return self._versions[place]

    def _secret(self, row: Row[Any]) -> bytes:
        master = self._masters.get(row.wrapped_by)
        if master is None:
            raise KeyLost(f"{_place(row)} needs master key {row.wrapped_by}, which is not among CAIRN_KEYS")
        return master.unwrap(row.wrapped, _place(row))

    async def _rewrap_some(self) -> int:
        """One batch in one transaction, so that a crash between two of them leaves every key readable."""
        async with self.database.transaction() as connection:
            rows = (await connection.execute(_WRAPPED_BY_OTHERS, {"newest": self._newest_master.id})).all()
            if rows:
                await connection.execute(_REWRAP, [self._rewrapped(row) for row in rows])
        return len(rows)

    def _rewrapped(self, row: Row[Any]) -> dict[str, Any]:
        place = _place(row)
        return {
            "its_workspace": place.workspace,
            "its_owner": place.owner,
            "its_version": place.version,
            "was_wrapped_by": row.wrapped_by,
            "now_wrapped": self._newest_master.wrap(self._secret(row), place, self._random_bytes(NONCE_BYTES)),
            "now_wrapped_by": self._newest_master.id,
        }


def _place(row: Row[Any]) -> KeyPlace:
    return KeyPlace(row.workspace, row.owner, row.version)
