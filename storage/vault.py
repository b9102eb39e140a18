"""Sealing and opening people's texts with the keys from the key store."""

import logging
import os
from collections.abc import Callable, Iterable

from flows.errors import Unreadable
from storage.cipher import NONCE_BYTES, Cell, DataKey, KeyLost, head_of, seal, unseal, version_of
from storage.keystore import KeyStore

_log = logging.getLogger(__name__)


class Vault:
    """Where texts are sealed before they are stored, and opened when their owner, or somebody entitled, reads them."""

    def __init__(self, keys: KeyStore, random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._keys = keys
        self._random_bytes = random_bytes

    async def seal(self, owner: str, cell: Cell, text: str) -> bytes:
        """Seal a text under its owner's newest key."""
        key = await self._keys.data_key(cell.workspace, owner)
        return seal(key, cell, text, self._random_bytes(NONCE_BYTES))

    async def open_all(self, owner: str, cells: Iterable[tuple[Cell, bytes]]) -> list[str | None]:
        """Open many texts of one owner; None for one that was moved or altered. Raises KeyLost as `open` does."""
        keys: dict[int, DataKey] = {}
        return [await self._open_or_none(owner, cell, sealed, keys) for cell, sealed in cells]

    async def open_each(self, owner: str, cells: Iterable[tuple[Cell, bytes]]) -> list[str | None]:
        """Open many texts of one owner; None for each that cannot be, also when only its own key is gone."""
        keys: dict[int, DataKey] = {}
        lost: set[bytes] = set()
        return [await self._open_unless_lost(owner, cell, sealed, keys, lost) for cell, sealed in cells]

    async def _open_unless_lost(
        self, owner: str, cell: Cell, sealed: bytes, keys: dict[int, DataKey], lost: set[bytes]
    ) -> str | None:
        """A key that is gone is looked for, and reported, once."""
        head = head_of(sealed)
        if head in lost:
            return None
        try:
            return await self._open_or_none(owner, cell, sealed, keys)
        except KeyLost as gone:
            _log.error("texts are passed over: %s", gone)
            lost.add(head)
            return None

    async def _open_or_none(self, owner: str, cell: Cell, sealed: bytes, keys: dict[int, DataKey]) -> str | None:
        """The key of each version is asked for once: asking five thousand times takes longer than deciphering."""
        try:
            version = version_of(cell, sealed)
            if version not in keys:
                keys[version] = await self._keys.data_key_version(cell.workspace, owner, version)
            return unseal(keys[version], cell, sealed)
        except KeyLost:
            raise
        except Unreadable as damage:
            _log.error("a text is passed over: %s", damage)
            return None

    async def open(self, owner: str, cell: Cell, sealed: bytes) -> str:
        """Open a text. Raises Unreadable when it was moved or altered, KeyLost when its key cannot be had."""
        key = await self._keys.data_key_version(cell.workspace, owner, version_of(cell, sealed))
        return unseal(key, cell, sealed)
