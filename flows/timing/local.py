"""The calendar day where a person is."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_of(name: str) -> tzinfo:
    """The IANA zone of this name; UTC for a name that the zone data does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a wrong key, a path, or a folder name
        return UTC


def local_day(zone: str, now: datetime) -> date:
    """Which day it is in `zone` at `now` (aware)."""
    return now.astimezone(zone_of(zone)).date()
