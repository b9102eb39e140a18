"""How many events an app gets in an hour, and when Slack stops sending them for want of an answer."""

from collections import deque
from dataclasses import dataclass

HOUR, MINUTE = 3600, 60
MOST_EVENTS = 30_000
# Slack switches off nobody who gets fewer events than this in an hour, however few are taken.
LEAST_TRIES = 1_000
LEAST_TAKEN = 0.05


@dataclass(slots=True)
class Count:
    """What happened within one minute."""

    minute: int
    events: int = 0
    tries: int = 0
    taken: int = 0


class EventQuota:
    """Counts events and attempts over the past hour, minute by minute."""

    def __init__(self, most: int = MOST_EVENTS, least_tries: int = LEAST_TRIES) -> None:
        self._most = most
        self._least_tries = least_tries
        self._counts: deque[Count] = deque()
        self._told: int | None = None

    def admits(self, now: float) -> bool:
        """Count one event, unless the hour's share is used up."""
        count = self._count(now)
        if sum(each.events for each in self._counts) >= self._most:
            return False
        count.events += 1
        return True

    def first_refusal(self, now: float) -> int | None:
        """The minute in which events are being dropped, the first time it is asked about; else None."""
        minute = self._count(now).minute
        if self._told == minute:
            return None
        self._told = minute
        return minute * MINUTE

    def note(self, now: float, *, taken: bool) -> None:
        """Count one attempt at handing an event over."""
        count = self._count(now)
        count.tries += 1
        count.taken += taken

    def hopeless(self, now: float) -> bool:
        """Whether so few attempts were taken that Slack stops sending."""
        self._count(now)
        tries = sum(each.tries for each in self._counts)
        return tries >= self._least_tries and sum(each.taken for each in self._counts) < tries * LEAST_TAKEN

    def forget(self) -> None:
        """Begin anew, as after an administrator has switched events on again."""
        self._counts.clear()
        self._told = None

    def _count(self, now: float) -> Count:
        minute = int(now // MINUTE)
        while self._counts and self._counts[0].minute <= minute - HOUR // MINUTE:
            self._counts.popleft()
        if not self._counts or self._counts[-1].minute != minute:
            self._counts.append(Count(minute))
        return self._counts[-1]
