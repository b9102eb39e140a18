"""What a conversation may be about, and which placeholders its texts may therefore use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_MIDDLE_OF_THE_WEEK = 2  # Wednesday


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name in curly braces. One that holds a person's own words must not stand in a message."""

    name: str
    holds_words: bool = False


SUBJECTS: Mapping[str, tuple[Placeholder, ...]] = {
    "week": (Placeholder("week.start"),),
    "moment": (),
}
"""Every subject and its placeholders."""


def subject_key(subject: str, today: date) -> str:
    """The stored name of what one run is about: `week:2026-11-16` (its Monday) or `moment:2026-11-22`."""
    day = _week_to_look_back_on(today) if subject == "week" else today
    return f"{subject}:{day.isoformat()}"


def _week_to_look_back_on(today: date) -> date:
    """Its Monday. Who looks back on a Monday or Tuesday means the week before: this one has only begun."""
    lived = today - timedelta(weeks=1) if today.weekday() < _MIDDLE_OF_THE_WEEK else today
    return lived - timedelta(days=lived.weekday())


def subject_day(key: str) -> date:
    """The day in a stored subject key."""
    return date.fromisoformat(key.partition(":")[2])
