"""The clock stands, runs, steps and jumps, and tells whoever follows it."""

import asyncio
from datetime import UTC, datetime, time

import pytest

from sandbox.clock import Clock, ManualClock, SystemClock, next_weekday

THURSDAY = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)


def test_it_stands_until_it_is_let_run_and_runs_until_it_is_stopped() -> None:
    clock = Clock(THURSDAY, runs=False)
    assert (clock.now(), clock.runs) == (THURSDAY.timestamp(), False)

    clock.run()
    assert clock.runs
    assert clock.now() >= THURSDAY.timestamp()

    clock.stand()
    assert clock.now() == clock.now()
    assert not clock.runs


def test_it_jumps_ahead_and_never_back() -> None:
    clock = ManualClock(THURSDAY)
    clock.jump(datetime(2027, 1, 1, tzinfo=UTC))
    clock.jump(clock.now())

    assert clock.now() == datetime(2027, 1, 1, tzinfo=UTC).timestamp()
    with pytest.raises(ValueError, match="only moves ahead"):
        clock.jump(THURSDAY)


def test_a_running_clock_jumps_and_goes_on_running() -> None:
    clock = SystemClock()
    clock.jump(clock.now() + 7200)
    jumped = clock.now()

    assert clock.runs
    assert clock.now() >= jumped


async def test_every_touch_is_news() -> None:
    clock = ManualClock()
    for touch in (clock.run, clock.stand, lambda: clock.advance(60), lambda: clock.jump(clock.now())):
        seen = clock.moves.version
        waiting = asyncio.ensure_future(clock.moves.beyond(seen))
        await asyncio.sleep(0)
        touch()
        assert await waiting == seen + 1


MONDAYS = {
    "later this week": ("Europe/Madrid", 4, time(9), "2026-11-20T08:00+00:00"),
    "next week": ("Europe/Madrid", 0, time(9), "2026-11-23T08:00+00:00"),
    "later today": ("Europe/Madrid", 3, time(18), "2026-11-19T17:00+00:00"),
    "today and over": ("Europe/Madrid", 3, time(9), "2026-11-26T08:00+00:00"),
    "this very moment": ("Etc/UTC", 3, time(15), "2026-11-26T15:00+00:00"),
    "already tomorrow there": ("Pacific/Auckland", 4, time(9), "2026-11-19T20:00+00:00"),
    "later this morning there": ("America/New_York", 3, time(10, 30), "2026-11-19T15:30+00:00"),
}


@pytest.mark.parametrize("name", MONDAYS)
def test_the_next_weekday_is_found_on_the_wall_of_a_person(name: str) -> None:
    zone, weekday, at, expected = MONDAYS[name]

    found = next_weekday(ManualClock(THURSDAY), zone, weekday, at)

    assert found.astimezone(UTC) == datetime.fromisoformat(expected)


def test_a_change_of_the_clocks_in_between_keeps_the_wall_time() -> None:
    before_summer = ManualClock(datetime(2027, 3, 26, 12, tzinfo=UTC))

    found = next_weekday(before_summer, "Europe/Madrid", 0, time(9))

    assert found.astimezone(UTC) == datetime(2027, 3, 29, 7, tzinfo=UTC)
