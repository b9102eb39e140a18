"""A programme as somebody writes it down in the fields of a window, and back again."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from flows.programmes.programme import Cadence, Design, Fault, Practice, Quiet, faults, tidied
from flows.text import NAME_LENGTH


class In(StrEnum):
    """The fields. One for each script is named after it, see `practice_field`."""

    NAME = "name"
    STARTS = "starts"
    ENDS = "ends"
    UNIT = "unit"
    PRIORITIES = "priorities"
    QUIET = "quiet"


class Unread(StrEnum):
    """What cannot be read at all, whatever it was to mean."""

    NO_DAY = "no_day"
    NOT_DAYS = "not_days"


Written = Mapping[str, tuple[str, ...]]
"""What fields hold, by their names; one that is empty holds nothing, or is not there."""

Wrong = Mapping[str, Fault | Unread]
"""What is wrong, by the name of the field to say it under."""

NEVER = "never"
"""Chosen for a script that is not practised."""

_DAYS = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:\D+(\d{4}-\d{2}-\d{2}))?\s*")
"""A day, or two with anything between them, so that it can be written in every language."""

_UNDER: Mapping[Fault, In] = {
    Fault.NO_NAME: In.NAME,
    Fault.NAME_TOO_LONG: In.NAME,
    Fault.ENDS_BEFORE_IT_STARTS: In.ENDS,
    Fault.TOO_LONG: In.ENDS,
    Fault.ENDED_ALREADY: In.ENDS,
    Fault.TOO_FEW_PRIORITIES: In.PRIORITIES,
    Fault.TOO_MANY_PRIORITIES: In.PRIORITIES,
    Fault.PRIORITY_TOO_LONG: In.PRIORITIES,
    Fault.PRIORITY_TWICE: In.PRIORITIES,
    Fault.TOO_MUCH_QUIET: In.QUIET,
    Fault.QUIET_THE_WRONG_WAY_ROUND: In.QUIET,
}
"""All others are about what is practised."""


def practice_field(script: str) -> str:
    """The field that says how often a script is practised."""
    return f"practice:{script}"


def read_design(written: Written, scripts: Sequence[str], today: date) -> Design | Wrong:
    """What somebody wrote down, or what is wrong with it and where. `scripts` are the ids that exist, one at least."""
    starts, ends = _day(_first(written, In.STARTS)), _day(_first(written, In.ENDS))
    quiet = _quiet(_first(written, In.QUIET))
    unread: dict[str, Fault | Unread] = {}
    unread |= {In.STARTS: Unread.NO_DAY} if starts is None else {}
    unread |= {In.ENDS: Unread.NO_DAY} if ends is None else {}
    unread |= {In.QUIET: Unread.NOT_DAYS} if quiet is None else {}
    if starts is None or ends is None or quiet is None:
        return unread
    design = tidied(
        Design(
            _first(written, In.NAME),
            starts,
            ends,
            _first(written, In.UNIT),
            tuple(_first(written, In.PRIORITIES).splitlines()),
            _practices(written, scripts),
            quiet,
        )
    )
    wrong = faults(design, scripts, today)
    return {_field_of(each, design, scripts): each for each in reversed(wrong)} if wrong else design


def as_written(design: Design) -> dict[str, tuple[str, ...]]:
    """The same the other way round."""
    lines = [
        f"{each.first} \u2013 {each.last}" if each.first != each.last else str(each.first) for each in design.quiet
    ]
    texts = {
        In.NAME: design.name,
        In.STARTS: design.starts.isoformat(),
        In.ENDS: design.ends.isoformat(),
        In.UNIT: design.unit,
        In.PRIORITIES: "\n".join(design.priorities),
        In.QUIET: "\n".join(lines),
    }
    practised = {practice_field(each.script): (each.every.value,) for each in design.practices}
    return {**{name: (text,) for name, text in texts.items() if text}, **practised}


def _field_of(fault: Fault, design: Design, scripts: Sequence[str]) -> str:
    if fault is Fault.NAME_TOO_LONG and len(design.name) <= NAME_LENGTH:
        return In.UNIT
    return _UNDER.get(fault) or practice_field(scripts[0])


def _first(written: Written, field: str) -> str:
    return next(iter(written.get(field, ())), "")


def _practices(written: Written, scripts: Sequence[str]) -> tuple[Practice, ...]:
    chosen = {each: _first(written, practice_field(each)) for each in scripts}
    return tuple(Practice(script, Cadence(every)) for script, every in chosen.items() if every in set(Cadence))


def _quiet(text: str) -> tuple[Quiet, ...] | None:
    """None when a line holds anything but one or two days."""
    found = [_DAYS.fullmatch(line) for line in text.splitlines() if line.strip()]
    days = [(_day(each[1]), _day(each[2] or each[1])) for each in found if each]
    quiet = tuple(Quiet(first, last) for first, last in days if first and last)
    return quiet if len(quiet) == len(found) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
