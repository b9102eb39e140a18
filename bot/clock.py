"""The real clock and the real source of ids. Everything else is given one."""

import secrets
from datetime import UTC, datetime


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)


class RandomIds:
    """Ids from the system's random source: 22 characters, 128 bits."""

    def new(self) -> str:
        """A fresh id."""
        return secrets.token_urlsafe(16)
