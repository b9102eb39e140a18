"""Counting days where a person is. Working days are Monday to Friday, until they say otherwise."""

from datetime import UTC, date, datetime, time, timedelta

from flows.timing.local import zone_of

_MORNING, _EVENING = time(9), time(17)
_SATURDAY = 5


def working_days_later(zone: str, moment: datetime, days: int) -> datetime:
    """The same time of day so many working days after `moment` (aware), within working hours; aware, in UTC."""
    local = moment.astimezone(zone_of(zone))
    day, left = local.date(), days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    hour = min(max(local.time(), _MORNING), _EVENING)
    return datetime.combine(day, hour, zone_of(zone)).astimezone(UTC)


def day_after(zone: str, day: date) -> datetime:
    """When a day is over where somebody is; aware, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), zone_of(zone)).astimezone(UTC)
