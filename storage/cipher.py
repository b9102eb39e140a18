"""Sealing texts so that they can be read only with their owner's key, and only where they were put.

A sealed text is one byte of format, two bytes of key version, twelve bytes of nonce, then AES-256-GCM's output.
"""

from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from flows.errors import Unreadable

FORMAT = 1
NONCE_BYTES = 12
_HEAD_BYTES = 3
_TAG_BYTES = 16


class KeyLost(Unreadable):
    """A person's key itself cannot be had, so none of their texts can be opened or added."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a text stands. It cannot be opened in any other place."""

    table: str
    column: str
    row: str
    workspace: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column} of {self.row}"


@dataclass(frozen=True, slots=True)
class DataKey:
    """A person's key. Versions count from 1."""

    version: int
    cipher: AESGCM


def seal(key: DataKey, cell: Cell, text: str, nonce: bytes) -> bytes:
    """Encrypt a text for one place. A nonce must never be used twice with the same key."""
    head = bytes([FORMAT]) + key.version.to_bytes(2, "big")
    return head + nonce + key.cipher.encrypt(nonce, _encoded(cell, text), _bound(cell, key.version))


def unseal(key: DataKey, cell: Cell, sealed: bytes) -> str:
    """Decrypt a text. Raises Unreadable when the key is wrong or the text was moved or altered."""
    nonce = sealed[_HEAD_BYTES : _HEAD_BYTES + NONCE_BYTES]
    try:
        return key.cipher.decrypt(nonce, sealed[_HEAD_BYTES + NONCE_BYTES :], _bound(cell, key.version)).decode()
    except InvalidTag:
        raise Unreadable(f"{cell} failed its integrity check") from None


def version_of(cell: Cell, sealed: bytes) -> int:
    """The version of the key a text was sealed with. Raises Unreadable for what was never sealed."""
    if len(sealed) < _HEAD_BYTES + NONCE_BYTES + _TAG_BYTES or sealed[0] != FORMAT:
        raise Unreadable(f"{cell} is not a sealed text")
    return int.from_bytes(sealed[1:_HEAD_BYTES], "big")


def head_of(sealed: bytes) -> bytes:
    """What texts have in common that were sealed with the same key."""
    return sealed[:_HEAD_BYTES]


def bind(*parts: str) -> bytes:
    """Join parts so that no two different lists of parts look the same: each is preceded by its length."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _bound(cell: Cell, version: int) -> bytes:
    """`bind` of format, table, column, row, workspace and version. Only the row is another one each time."""
    before, after = _around_the_row(cell.table, cell.column, cell.workspace, version)
    return before + bind(cell.row) + after


@lru_cache(maxsize=64)
def _around_the_row(table: str, column: str, workspace: str, version: int) -> tuple[bytes, bytes]:
    return bind(str(FORMAT), table, column), bind(workspace, str(version))


def _encoded(cell: Cell, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:  # it carries the text, so it must not travel on
        raise ValueError(f"the text for {cell} holds a lone surrogate; it must be cleaned first") from None
