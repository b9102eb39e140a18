"""What everything needs from the world: the time, and ids. The edge provides them."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time: aware, in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        ...


class Ids(Protocol):
    """Makes opaque ids that nobody can guess, order or derive anything from."""

    def new(self) -> str:
        """A fresh id: 22 to 32 characters of A-Z a-z 0-9 - _."""
        ...
