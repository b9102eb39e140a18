"""When and how long somebody wants to be asked: their own choice, never preset."""

from dataclasses import dataclass
from datetime import time

MINUTES = (5, 10, 15)
"""How many minutes a week one can choose."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Days of the week (Monday is 1), the wall time where the person is, and minutes a week."""

    days: frozenset[int]
    hour: time
    minutes: int


def read_rhythm(days: str, hour: str, minutes: int) -> Rhythm:
    """What `written` wrote."""
    return Rhythm(frozenset(map(int, days)), time.fromisoformat(hour), minutes)


def written(rhythm: Rhythm) -> tuple[str, str, int]:
    """Days as digits in order ("135"), the hour as "16:30", the minutes."""
    return "".join(map(str, sorted(rhythm.days))), rhythm.hour.strftime("%H:%M"), rhythm.minutes
