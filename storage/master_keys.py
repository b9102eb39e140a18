"""The operator's keys, which open the people's keys."""

import base64
import binascii
import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.cipher import NONCE_BYTES, KeyLost, bind

KEY_BYTES = 32
_ONE_ALPHABET = str.maketrans("-_", "+/")  # both ways of writing base64 are about


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Whose key, in which workspace, and which of theirs."""

    workspace: str
    owner: str
    version: int

    def __str__(self) -> str:
        return f"key {self.version} of {self.owner}"

    def bound(self) -> bytes:
        """What ties a wrapped key to this place."""
        return bind("data key", self.workspace, self.owner, str(self.version))


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One of CAIRN_KEYS. Its id may be shown; the key never is."""

    id: str
    cipher: AESGCM = field(repr=False)

    def wrap(self, secret: bytes, place: KeyPlace, nonce: bytes) -> bytes:
        """Encrypt a person's key."""
        return nonce + self.cipher.encrypt(nonce, secret, place.bound())

    def unwrap(self, wrapped: bytes, place: KeyPlace) -> bytes:
        """Decrypt a person's key. Raises KeyLost when it was moved or altered."""
        try:
            return self.cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], place.bound())
        except (InvalidTag, ValueError):  # ValueError when it is too short to be anything
            raise KeyLost(f"{place} failed its integrity check") from None


def new_master_key(random_bytes: Callable[[int], bytes] = os.urandom) -> str:
    """A fresh key as it is written in CAIRN_KEYS."""
    return base64.urlsafe_b64encode(random_bytes(KEY_BYTES)).decode()


def read_master_keys(setting: str) -> Sequence[MasterKey]:
    """Read CAIRN_KEYS, newest first. Raises ValueError, without a character of any key, when one is malformed."""
    written = [key.strip() for key in setting.split(",") if key.strip()]
    if not written:
        raise ValueError("CAIRN_KEYS is empty; make a key with: cairn keys new")
    keys = [_read(key, f"{place} of {len(written)}") for place, key in enumerate(written, start=1)]
    if len({key.id for key in keys}) < len(keys):
        raise ValueError("CAIRN_KEYS names the same key twice")
    return keys


def _read(written: str, place: str) -> MasterKey:
    try:
        padding = "=" * (-len(written) % 4)
        secret = base64.b64decode(written.translate(_ONE_ALPHABET) + padding, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise ValueError(f"CAIRN_KEYS: key {place} is not 32 bytes in base64; make one with: cairn keys new")
    return MasterKey(hashlib.sha256(secret).hexdigest()[:8], AESGCM(secret))
