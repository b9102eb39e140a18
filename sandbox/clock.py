"""What time it is in the sandbox: standing still until moved, or running and movable."""

import time
from datetime import datetime
from typing import Protocol

DEFAULT_START = 1_700_000_000.0


class Clock(Protocol):
    """What the sandbox asks for the time."""

    def now(self) -> float:
        """The sandbox's present, in seconds since 1970."""
        ...

    def advance(self, seconds: float) -> None:
        """Jump ahead."""
        ...


class ManualClock:
    """A clock that stands still until somebody moves it, so that a test owns the time."""

    def __init__(self, start: float | datetime = DEFAULT_START) -> None:
        self._now = start.timestamp() if isinstance(start, datetime) else float(start)

    def now(self) -> float:
        """The moment it was last moved to."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move ahead; the sandbox's ids rely on time never running back."""
        if seconds < 0:
            raise ValueError("a sandbox clock only moves ahead")
        self._now += seconds


class SystemClock:
    """The machine's own clock, plus whatever somebody jumped ahead."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """The machine's time, moved ahead by every jump so far."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Jump ahead; the clock goes on running from there."""
        if seconds < 0:
            raise ValueError("a sandbox clock only moves ahead")
        self._ahead += seconds
