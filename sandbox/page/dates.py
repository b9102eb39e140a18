"""Days and hours in words, and Slack's date tokens (`{date_short} at {time}`)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.page.reader import Reader

# Spelt out rather than taken from strftime: the machine's locale must not change the page.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TOKEN = re.compile(r"\{(\w+)\}")


def clock(moment: datetime) -> str:
    """Hours and minutes, as in "09:05"."""
    return f"{moment:%H:%M}"


def day_name(reader: Reader, moment: datetime) -> str:
    """The heading between two days: "Today", "Yesterday", else "Monday, 9 March"."""
    near = _nearness(reader, moment)
    if near:
        return near
    year = "" if moment.year == reader.today().year else f" {moment.year}"
    return f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]}{year}"


def in_words(reader: Reader, seconds: float, pattern: str) -> str:
    """Fill a date pattern of Slack's; a token nobody knows stays as it was written."""
    moment = reader.local(seconds)

    def fill(match: re.Match[str]) -> str:
        say = TOKENS.get(match[1])
        return say(reader, moment) if say else match[0]

    return TOKEN.sub(fill, pattern)


def _nearness(reader: Reader, moment: datetime) -> str:
    days = (moment.date() - reader.today().date()).days
    return {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get(days, "")


def _long(_reader: Reader, moment: datetime) -> str:
    return f"{DAYS[moment.weekday()]}, {_plain(_reader, moment)}"


def _plain(_reader: Reader, moment: datetime) -> str:
    return f"{MONTHS[moment.month - 1]} {moment.day}, {moment.year}"


def _short(_reader: Reader, moment: datetime) -> str:
    return f"{MONTHS[moment.month - 1][:3]} {moment.day}, {moment.year}"


def _pretty(words: Callable[[Reader, datetime], str]) -> Callable[[Reader, datetime], str]:
    return lambda reader, moment: _nearness(reader, moment).lower() or words(reader, moment)


def _ago(reader: Reader, moment: datetime) -> str:
    gap = reader.today() - moment
    size = _size(abs(gap))
    return f"{size} ago" if gap >= timedelta() else f"in {size}"


def _size(gap: timedelta) -> str:
    minutes = int(gap.total_seconds() // 60)
    for unit, length in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes >= length:
            count = minutes // length
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "less than a minute"


TOKENS: dict[str, Callable[[Reader, datetime], str]] = {
    "date": _plain,
    "date_pretty": _pretty(_plain),
    "date_short": _short,
    "date_short_pretty": _pretty(_short),
    "date_long": _long,
    "date_long_pretty": _pretty(_long),
    "date_long_full": _long,
    "date_num": lambda _, moment: f"{moment:%Y-%m-%d}",
    "date_slash": lambda _, moment: f"{moment:%m/%d/%Y}",
    "day_divider_pretty": day_name,
    "time": lambda _, moment: clock(moment),
    "time_secs": lambda _, moment: f"{moment:%H:%M:%S}",
    "ago": _ago,
}
