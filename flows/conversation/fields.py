"""Take the keys of one TOML table one by one, saying exactly what is wrong; what is left over is refused."""

from collections.abc import Mapping
from typing import Any

from flows.errors import BadScript

_LARGEST = 999_999_999
"""Every number a person can answer lies within this, and every store can hold it."""


class Fields:
    """The keys of one table. `where` names file and step in every complaint."""

    def __init__(self, table: object, where: str) -> None:
        if not isinstance(table, Mapping):
            raise BadScript(f"{where}: expected a table with keys and values")
        self._left: dict[str, Any] = dict(table)
        self.where = where

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet taken."""
        return key in self._left

    def text(self, key: str, limit: int, default: str | None = None) -> str:
        """A non-empty string of at most `limit` characters."""
        value = self._take(key, default)
        if default is not None and value == default:
            return default
        return self._fitting(key, value, limit)

    def texts(self, key: str, limit: int, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """One string or a list of several, each of at most `limit` characters."""
        value = self._take(key, default)
        if default is not None and value == default:
            return default
        values = value if isinstance(value, list) else [value]
        if not values:
            raise self.wrong(f"{key} must not be empty")
        return tuple(self._fitting(key, each, limit) for each in values)

    def number(self, key: str, default: int | None = None, *, needed: bool = False) -> int | None:
        """A whole number."""
        value = self._take(key) if needed else self._left.pop(key, default)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise self.wrong(f"{key} must be a whole number")
        if value is not None and abs(value) > _LARGEST:
            raise self.wrong(f"{key} is out of reach; at most {_LARGEST} fits")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when absent."""
        value = self._left.pop(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"{key} must be true or false")
        return value

    def tables(self, key: str, *, needed: bool = False) -> list[Any]:
        """A list of tables."""
        value = self._take(key) if needed else self._left.pop(key, [])
        if not isinstance(value, list):
            raise self.wrong(f"{key} must be a list")
        return value

    def table(self, key: str) -> Mapping[str, Any]:
        """A table, empty when absent."""
        value = self._left.pop(key, {})
        if not isinstance(value, Mapping):
            raise self.wrong(f"{key} must be a table")
        return value

    def finish(self) -> None:
        """Refuse whatever was not taken."""
        if self._left:
            raise self.wrong(f"unknown key {', '.join(sorted(self._left))}")

    def wrong(self, reason: str) -> BadScript:
        """The complaint, naming where."""
        return BadScript(f"{self.where}: {reason}")

    def _take(self, key: str, default: object = None) -> Any:
        if key in self._left:
            return self._left.pop(key)
        if default is None:
            raise self.wrong(f"{key} is missing")
        return default

    def _fitting(self, key: str, value: object, limit: int) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"{key} must be a text that is not empty")
        if len(value) > limit:
            raise self.wrong(f"{key} has {len(value)} characters; at most {limit} fit")
        return value.strip()
