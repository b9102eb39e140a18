"""Three working days after a Thursday evening is Tuesday, within working hours, wherever somebody is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.timing.working_days import working_days_later

THURSDAY = datetime(2026, 3, 12, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "days", "local"),
    [
        ("UTC", 0, "2026-03-12 14:30"),
        ("UTC", 1, "2026-03-13 14:30"),
        ("UTC", 3, "2026-03-17 14:30"),
        ("America/New_York", 3, "2026-03-17 10:30"),
        ("Asia/Seoul", 3, "2026-03-17 17:00"),
        ("America/Los_Angeles", 1, "2026-03-13 09:00"),
        ("Pacific/Kiritimati", 3, "2026-03-18 09:00"),
        ("Mars/Phobos", 3, "2026-03-17 14:30"),
    ],
)
def test_working_days_where_somebody_is(zone: str, days: int, local: str) -> None:
    found = working_days_later(zone, THURSDAY, days)
    here = ZoneInfo("UTC") if zone == "Mars/Phobos" else ZoneInfo(zone)
    assert found.tzinfo is UTC
    assert found.astimezone(here).strftime("%Y-%m-%d %H:%M") == local


def test_the_hour_stays_when_the_clocks_change() -> None:
    friday = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)  # ten o'clock in Berlin; on Monday that is eight in London
    assert working_days_later("Europe/Berlin", friday, 1) == datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
