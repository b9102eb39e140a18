"""Column types that mean the same on both databases."""

from datetime import UTC, datetime

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Stored in UTC and given back aware; one without a zone is refused, for it could mean any of 26."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Bring the moment to UTC before it is stored."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  the same
        """Make what SQLite gives back aware again; Postgres's is already."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Neutral = JSON(none_as_null=True)
"""A small mapping or list of ids and numbers. Never words of a person."""

GrowingNumber = BigInteger().with_variant(Integer, "sqlite")
"""A number the database counts up: SQLite grows only a key that is called INTEGER."""
