"""The sandbox's clock on the page: what it shows, and how it is moved."""

from collections.abc import Callable
from datetime import datetime, time

from sandbox.clock import Clock, next_weekday
from sandbox.page import dates, scene
from sandbox.page.sight import Sight

HOUR, DAY = 3600.0, 86_400.0
MONDAY, NINE = 0, time(9)


def next_monday(sight: Sight) -> datetime:
    """The next Monday at nine where the acting person is."""
    return next_weekday(sight.workspace.clock, sight.reader.zone.key, MONDAY, NINE)


def world(sight: Sight) -> scene.World:
    """The clock as the acting person sees it on the wall."""
    now, monday = sight.reader.today(), next_monday(sight)
    return scene.World(
        time=dates.clock(now),
        iso=now.isoformat(timespec="minutes"),
        day=f"{dates.DAYS[now.weekday()]}, {now.day} {dates.MONTHS[now.month - 1]} {now.year}",
        runs=sight.workspace.clock.runs,
        monday=f"Monday, {monday.day} {dates.MONTHS[monday.month - 1]}",
    )


TURNS: dict[str, Callable[[Clock, Sight], None]] = {
    "hour": lambda clock, _: clock.advance(HOUR),
    "day": lambda clock, _: clock.advance(DAY),
    "monday": lambda clock, sight: clock.jump(next_monday(sight)),
    "stand": lambda clock, _: clock.stand(),
    "run": lambda clock, _: clock.run(),
}


def turn(sight: Sight, how: str) -> None:
    """Move the clock, stop it or let it go on; anything else is not on the page."""
    if how in TURNS:
        TURNS[how](sight.workspace.clock, sight)
