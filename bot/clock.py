"""The real clock, one that follows another's, and the real source of ids. Everything else is given one."""

import secrets
import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)


class FollowedClock:
    """A clock that shows what it is told: somebody else's can stand still, step and jump. Until told, the machine's."""

    def __init__(self) -> None:
        self.tell(datetime.now(UTC), runs=True)

    def now(self) -> datetime:
        """The moment last told, plus the time since then if that clock runs. In UTC."""
        since = time.monotonic() - self._since if self._runs else 0
        return self._told + timedelta(seconds=since)

    def tell(self, moment: datetime, *, runs: bool) -> None:
        """What the other clock shows now."""
        self._told, self._runs, self._since = moment, runs, time.monotonic()


class RandomIds:
    """Ids from the system's random source: 22 characters, 128 bits."""

    def new(self) -> str:
        """A fresh id."""
        return secrets.token_urlsafe(16)
