"""What time it is in the sandbox: a clock that stands, runs, steps and jumps."""

from datetime import UTC, datetime, time, timedelta
from time import time as machine_time
from zoneinfo import ZoneInfo

from sandbox.changes import Changes

DEFAULT_START = 1_700_000_000.0


class Clock:
    """The sandbox's present; `moves` goes up whenever somebody touches the clock, so that others can follow it."""

    def __init__(self, start: float | datetime, *, runs: bool) -> None:
        self.moves = Changes()
        self._shown = _seconds(start)
        self._since = machine_time() if runs else None

    def now(self) -> float:
        """The sandbox's present, in seconds since 1970."""
        return self._shown if self._since is None else self._shown + max(machine_time() - self._since, 0.0)

    @property
    def runs(self) -> bool:
        """Whether it goes on by itself."""
        return self._since is not None

    def advance(self, seconds: float) -> None:
        """Step ahead; the sandbox's ids rely on time never running back."""
        if seconds < 0:
            raise ValueError("a sandbox clock only moves ahead")
        self._shown += seconds
        self.moves.bump()

    def jump(self, moment: float | datetime) -> None:
        """Jump to a moment that is still to come."""
        self.advance(_seconds(moment) - self.now())

    def stand(self) -> None:
        """Stop where it is."""
        self._shown, self._since = self.now(), None
        self.moves.bump()

    def run(self) -> None:
        """Go on from where it stands, second by second."""
        self._shown, self._since = self.now(), machine_time()
        self.moves.bump()


class ManualClock(Clock):
    """A clock that stands still until somebody moves it, so that a test owns the time."""

    def __init__(self, start: float | datetime = DEFAULT_START) -> None:
        super().__init__(start, runs=False)


class SystemClock(Clock):
    """The machine's own clock, plus whatever somebody jumped ahead."""

    def __init__(self) -> None:
        super().__init__(machine_time(), runs=True)


def next_weekday(clock: Clock, zone: str, weekday: int, at: time) -> datetime:
    """The next moment when it is this weekday (Monday is 0) and this wall time in a zone, after the present."""
    here = ZoneInfo(zone)
    local = datetime.fromtimestamp(clock.now(), UTC).astimezone(here)
    day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    found = datetime.combine(day, at, tzinfo=here)
    if found.timestamp() <= clock.now():
        found = datetime.combine(day + timedelta(days=7), at, tzinfo=here)
    return found


def _seconds(moment: float | datetime) -> float:
    return moment.timestamp() if isinstance(moment, datetime) else float(moment)
