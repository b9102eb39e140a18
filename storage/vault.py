"""Sealing and opening people's texts with the keys from the key store."""

import os
from collections.abc import Callable

from storage.cipher import NONCE_BYTES, Cell, seal, unseal, version_of
from storage.keystore import KeyStore


class Vault:
    """Where texts are sealed before they are stored, and opened when their owner, or somebody entitled, reads them."""

    def __init__(self, keys: KeyStore, random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._keys = keys
        self._random_bytes = random_bytes

    async def seal(self, owner: str, cell: Cell, text: str) -> bytes:
        """Seal a text under its owner's newest key."""
        key = await self._keys.data_key(cell.workspace, owner)
        return seal(key, cell, text, self._random_bytes(NONCE_BYTES))

    async def open(self, owner: str, cell: Cell, sealed: bytes) -> str:
        """Open a text. Raises Unreadable when it was moved or altered, KeyLost when its key cannot be had."""
        key = await self._keys.data_key_version(cell.workspace, owner, version_of(cell, sealed))
        return unseal(key, cell, sealed)
