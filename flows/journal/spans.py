"""Between which days somebody looks who says "since June" or "between March and May". Pure."""

from collections.abc import Callable
from datetime import date

from dateutil.relativedelta import relativedelta

from flows.journal.days import DAY, Days, cut, read_count, read_days, without_fillers
from flows.journal.search_words import SearchWords

Bounds = tuple[date | None, date | None]
"""The first and the last day that are looked for; None where there is no limit."""


def read_bounds(said: str, today: date, words: SearchWords, *, alone: bool) -> Bounds | None:
    """Between which days to look for somebody who says this (tidied); None when it is no date.

    `alone`: there is nothing else in the line, so that "may" is the month.
    """
    try:
        return _range(said, today, words) or _limit(said, today, words) or _inside(said, today, words, alone=alone)
    except (ValueError, OverflowError):
        return None  # the thirtieth of February; before the first year, or after the last


def _range(said: str, today: date, words: SearchWords) -> Bounds | None:
    """Between March and May; from 3 to 10 March; March - May."""
    between, rest = cut(said, words.between)
    if not between:
        _, rest = cut(said, words.starting)
    for joint in words.between_and if between else words.ending:
        left, found, right = rest.partition(f" {joint} ")
        if found and (bounds := _from_to(left, right, today, words)):
            return bounds
    return None


def _from_to(left: str, right: str, today: date, words: SearchWords) -> Bounds | None:
    """The end is the latest one, and the start the latest before it, as far as they have no year."""
    end = read_days(right, today, words)
    if end is None:
        return None
    if left.isdecimal() and len(left) <= 2:
        left = " ".join([left, *right.split()[1:]])  # from 3 to 10 March
    start = read_days(left, today, words)
    if start and start.yearless:
        start = read_days(left, end.last, words)
    elif start and end.yearless:
        end = read_days(right, start.first + relativedelta(years=1) - DAY, words)
    return (min(start.first, end.first), max(start.last, end.last)) if start and end else None


def _limit(said: str, today: date, words: SearchWords) -> Bounds | None:
    """Since June; after, before, until June; since two weeks."""
    limits: tuple[tuple[tuple[str, ...], Callable[[Days], Bounds]], ...] = (
        (words.since, lambda days: (days.first, None)),
        (words.after, lambda days: (days.last + DAY, None)),
        (words.before, lambda days: (None, days.first - DAY)),
        (words.until, lambda days: (None, days.last)),
    )
    for phrases, limit in limits:
        found, rest = cut(said, phrases)
        if found and (days := read_days(rest, today, words)):
            return limit(days)
    since, rest = cut(said, words.since)
    length = read_count(rest, words) if since else None
    return (today - length, None) if length else None


def _inside(said: str, today: date, words: SearchWords, *, alone: bool) -> Bounds | None:
    """The days themselves: last week; in March; on the 3rd of May."""
    found, rest = cut(said, words.inside)
    named = found and rest == without_fillers(rest, words)  # "in the march" is about no month
    days = read_days(rest, today, words)
    return (days.first, days.last) if days and (days.sure or alone or named) else None
