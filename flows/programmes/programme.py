"""A development programme: its dates, what the organisation wants of it, and what is practised in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from flows.text import NAME_LENGTH, clean, is_blank

FEWEST_PRIORITIES, MOST_PRIORITIES = 3, 7
MOST_PRACTICES = 20
MOST_QUIET = 50
LONGEST = 5 * 366  # days


class Cadence(StrEnum):
    """How often something is practised."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Practice:
    """A script, and how often a leader goes through it."""

    script: str
    every: Cadence


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days, first and last included, on which nothing is sent."""

    first: date
    last: date


class Fault(StrEnum):
    """What is wrong with a programme as it was set up."""

    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    TOO_LONG = "too_long"
    ENDED_ALREADY = "ended_already"
    TOO_FEW_PRIORITIES = "too_few_priorities"
    TOO_MANY_PRIORITIES = "too_many_priorities"
    PRIORITY_TOO_LONG = "priority_too_long"
    PRIORITY_TWICE = "priority_twice"
    NOTHING_PRACTISED = "nothing_practised"
    UNKNOWN_SCRIPT = "unknown_script"
    PRACTISED_TWICE = "practised_twice"
    TOO_MUCH_QUIET = "too_much_quiet"
    QUIET_THE_WRONG_WAY_ROUND = "quiet_the_wrong_way_round"


@dataclass(frozen=True, slots=True)
class Design:
    """What a programme manager fills in. Names are the organisation's words, one line each."""

    name: str
    starts: date
    ends: date
    unit: str = ""
    priorities: tuple[str, ...] = ()
    practices: tuple[Practice, ...] = ()
    quiet: tuple[Quiet, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme that was set up. `managers` are ids of people; times are aware, in UTC.

    It is `confirmed_at` when a manager let it begin: before that nobody has been written to. `revision` is what the
    store compares before it overwrites.
    """

    id: str
    workspace: str
    design: Design
    managers: tuple[str, ...]
    created_at: datetime
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    revision: int = 0

    def ended(self, now: datetime) -> "Programme":
        """The same, over."""
        return self if self.ended_at else replace(self, ended_at=now)


def one_line(text: str) -> str:
    """A name as it is kept: clean, on one line, with single spaces."""
    return " ".join(clean(text).split())


def tidied(design: Design) -> Design:
    """The same with its names cleaned, and without priorities that hold nothing."""
    priorities = tuple(one_line(each) for each in design.priorities if not is_blank(each))
    return replace(design, name=one_line(design.name), unit=one_line(design.unit), priorities=priorities)


def faults(design: Design, scripts: Sequence[str], today: date) -> list[Fault]:
    """Everything that keeps a tidied design from becoming a programme. `scripts` are the ids that exist."""
    return [fault for fault, is_wrong in _checks(design, scripts, today) if is_wrong]


def _checks(design: Design, scripts: Sequence[str], today: date) -> list[tuple[Fault, bool]]:
    names, practised = design.priorities, [each.script for each in design.practices]
    return [
        (Fault.NO_NAME, is_blank(design.name)),
        (Fault.NAME_TOO_LONG, max(len(design.name), len(design.unit)) > NAME_LENGTH),
        (Fault.ENDS_BEFORE_IT_STARTS, design.ends < design.starts),
        (Fault.TOO_LONG, (design.ends - design.starts).days > LONGEST),
        (Fault.ENDED_ALREADY, design.starts <= design.ends < today),
        (Fault.TOO_FEW_PRIORITIES, len(names) < FEWEST_PRIORITIES),
        (Fault.TOO_MANY_PRIORITIES, len(names) > MOST_PRIORITIES),
        (Fault.PRIORITY_TOO_LONG, any(len(each) > NAME_LENGTH for each in names)),
        (Fault.PRIORITY_TWICE, len({each.casefold() for each in names}) < len(names)),
        (Fault.NOTHING_PRACTISED, not practised),
        (Fault.UNKNOWN_SCRIPT, any(each not in scripts for each in practised)),
        (Fault.PRACTISED_TWICE, len(set(practised)) < len(practised)),
        (Fault.TOO_MUCH_QUIET, len(design.quiet) > MOST_QUIET),
        (Fault.QUIET_THE_WRONG_WAY_ROUND, any(each.last < each.first for each in design.quiet)),
    ]
