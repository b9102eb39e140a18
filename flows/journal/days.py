"""The days that a phrase such as "last month" or "the first week of May" names. Pure; its words are in `search.toml`.

Looking for something is looking back: what has no year is the latest one that has begun. In March, November is last
year's.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from flows.conversation.typed_dates import read_date
from flows.journal.search_words import PARTS, SearchWords

DAY = timedelta(days=1)

_WEEK = 7
_THIRD = 10
"""Days in a third of a month; the last one has the rest."""

_YEARS = range(1900, 2200)
_RECENT = 20
"""A number alone is surely a year when it is this year's or one of as many before it."""

_LEAP = 9
"""Within so many years every day of a year occurs, 29 February too."""

_IN_DIGITS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
)
_SPANS = {
    "day": relativedelta(days=1), "week": relativedelta(weeks=1), "fortnight": relativedelta(weeks=2),
    "month": relativedelta(months=1), "year": relativedelta(years=1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included.

    `yearless`: said in another year, the same words would name other days. What is not `sure` may be no date at all.
    """

    first: date
    last: date
    yearless: bool = False
    sure: bool = True


def read_days(said: str, today: date, words: SearchWords) -> Days | None:
    """The days that `said` (tidied) names, or None. Raises ValueError or OverflowError for days outside of time."""
    if said in words.dates.days:
        return _named(words.dates.days[said], today, words)
    plain = without_fillers(said, words)
    for read in (_ago, _recent, _unit, _weekday, _month, _year, _part, _week_of_month, _day):
        if days := read(plain, today, words):
            return days
    return None


def read_count(said: str, words: SearchWords) -> relativedelta | None:
    """How long "three weeks" are. Nothing is no length."""
    number, _, unit = said.partition(" ")
    if unit not in words.dates.units:
        return None
    written = int(number) if number.isdecimal() and len(number) <= 3 else words.dates.numbers.get(number, 0)
    count = 1 if number in words.dates.a else written
    return _SPANS[words.dates.units[unit]] * count if count > 0 else None


def cut(said: str, phrases: tuple[str, ...]) -> tuple[str, str]:
    """The first of the phrases that stands in front, and the rest; no phrase and everything when none does."""
    found = next((phrase for phrase in phrases if said.startswith(f"{phrase} ")), "")
    return found, said[len(found) :].strip()


def without_fillers(said: str, words: SearchWords) -> str:
    """Take away the words in front that change nothing."""
    first, _, rest = said.partition(" ")
    return without_fillers(rest, words) if rest and first in words.fillers else said


def _named(away: int, today: date, words: SearchWords) -> Days | None:
    """Yesterday; the week before last, which is a phrase of its own in German. What is to come is in no journal."""
    if away > 0:
        return None
    day = today + timedelta(days=away)
    return _whole("week" if away and away % _WEEK == 0 else "day", day, words)


def _ago(said: str, today: date, words: SearchWords) -> Days | None:
    """Three days ago, that day; two weeks ago, all of that week."""
    front, rest = cut(said, words.dates.ago)
    back = next((phrase for phrase in words.dates.ago if rest.endswith(f" {phrase}")), "")
    rest = rest.removesuffix(back).strip()
    length = read_count(rest, words)
    return (
        _whole(words.dates.units[rest.partition(" ")[2]], today - length, words) if length and (front or back) else None
    )


def _recent(said: str, today: date, words: SearchWords) -> Days | None:
    """The last three weeks, up to today."""
    found, rest = cut(said, words.last)
    length = _SPANS["fortnight"] if words.dates.units.get(rest) == "fortnight" else read_count(rest, words)
    return Days(today - length + DAY, today) if found and length else None


def _unit(said: str, today: date, words: SearchWords) -> Days | None:
    """Last month, this year: all of it."""
    last, rest = cut(said, words.last)
    this, rest = ("", rest) if last else cut(said, words.dates.this)
    unit = words.dates.units.get(rest)
    if unit is None or unit in {"day", "fortnight"} or not (last or this):
        return None
    return _whole(unit, today - _SPANS[unit] if last else today, words)


def _weekday(said: str, today: date, words: SearchWords) -> Days | None:
    """Friday is the latest one, today counted; last Friday the one before today."""
    last, rest = cut(said, words.last)
    rest = rest if last else cut(said, words.dates.this)[1]
    if rest not in words.dates.weekdays or rest in words.everyday:
        return None
    latest = today - DAY if last else today
    day = latest - timedelta(days=(latest.isoweekday() - words.dates.weekdays[rest]) % _WEEK)
    return Days(day, day)


def _month(said: str, today: date, words: SearchWords) -> Days | None:
    """October; last October; October 2025; October last year; 2025-10; 10/2025."""
    if found := next((match for pattern in _IN_DIGITS if (match := pattern.fullmatch(said))), None):
        return _whole("month", date(int(found["year"]), int(found["month"]), 1), words)
    last, rest = cut(said, words.last)
    name, _, when = _inner(rest, words).partition(" ")
    month = words.dates.months.get(name)
    if month is None:
        return None
    if when:
        year = _whole_year(when, today, words)
        return _latest(month, year.last, words) if year else None
    if name in words.everyday:
        return None
    latest = _latest(month, today.replace(day=1) - DAY if last else today, words)
    return latest if last else replace(latest, yearless=True, sure=name not in words.doubtful)


def _latest(month: int, today: date, words: SearchWords) -> Days:
    return _whole("month", date(today.year - (month > today.month), month, 1), words)


def _year(said: str, today: date, words: SearchWords) -> Days | None:  # noqa: ARG001 - all readers are called alike
    """2025."""
    if not (said.isdecimal() and len(said) == 4 and int(said) in _YEARS):
        return None
    year = int(said)
    return Days(date(year, 1, 1), date(year, 12, 31), sure=today.year - _RECENT <= year <= today.year)


def _part(said: str, today: date, words: SearchWords) -> Days | None:
    """Early March; mid-March; the end of last month; late 2025."""
    for place, phrases in enumerate(words.parts):
        found, rest = cut(said, phrases)
        rest = rest.removeprefix("- ")
        if found and (month := _whole_month(rest, today, words)):
            return _third_of_month(month, place)
        if found and (year := _whole_year(rest, today, words)):
            return _third_of_year(year, place)
    return None


def _third_of_month(month: Days, place: int) -> Days:
    first = month.first + place * _THIRD * DAY
    last = month.last if place == len(PARTS) - 1 else first + (_THIRD - 1) * DAY
    return replace(month, first=first, last=last, sure=True)


def _third_of_year(year: Days, place: int) -> Days:
    months = 12 // len(PARTS)
    last = date(year.first.year, months * (place + 1), 1)
    return Days(date(year.first.year, months * place + 1, 1), last.replace(day=_length(last)))


def _week_of_month(said: str, today: date, words: SearchWords) -> Days | None:
    """The first seven days of May, and so on; the last seven."""
    for place, phrases in enumerate(words.weeks):
        found, rest = cut(said, phrases)
        if found and (month := _whole_month(rest, today, words)):
            is_last = phrases is words.weeks[-1]
            first = month.last - (_WEEK - 1) * DAY if is_last else month.first + place * _WEEK * DAY
            return replace(month, first=first, last=first + (_WEEK - 1) * DAY, sure=True)
    return None


def _whole_month(said: str, today: date, words: SearchWords) -> Days | None:
    plain = without_fillers(said, words)
    days = _month(plain, today, words) or _unit(plain, today, words)
    return days if days and days.first.day == 1 and days.first.replace(day=_length(days.first)) == days.last else None


def _whole_year(said: str, today: date, words: SearchWords) -> Days | None:
    plain = without_fillers(said, words)
    days = _year(plain, today, words) or _unit(plain, today, words)
    return days if days and (days.first.month, days.last.month) == (1, 12) else None


def _day(said: str, today: date, words: SearchWords) -> Days | None:
    """3 March; Friday, March 3rd 2026; 3.10.; 2026-10-03; 3 March last year."""
    plain = [each for each in _inner(said, words).split() if each not in words.dates.weekdays]
    year = _unit(" ".join(plain[-2:]), today, words) if len(plain) > 2 else None
    parts = [*plain[:-2], str(year.first.year)] if year else plain
    if not all(part in words.dates.months or part[0].isdecimal() for part in parts):
        return None
    spaced = len(parts) == 3 and len(parts[-1]) == 4 and "".join(parts).isdecimal()
    written = ("." if spaced else " ").join(parts)  # 3. 10. 2026
    day = read_date(written, today, words.dates)
    if day is None or read_date(written, today - relativedelta(years=_LEAP), words.dates) == day:
        return Days(day, day) if day else None
    return _latest_day(written, today, words, named=any(part in words.dates.months for part in parts))


def _latest_day(said: str, today: date, words: SearchWords, *, named: bool) -> Days | None:
    """The latest of the days that `said` names in these and the years before."""
    years = (today - relativedelta(years=back) for back in range(_LEAP))
    found = (read_date(said, year, words.dates) for year in years)
    day = next((day for day in found if day and day <= today), None)
    return Days(day, day, yearless=True, sure=named) if day else None


def _whole(unit: str, day: date, words: SearchWords) -> Days:
    """The week, month or year in which a day is; or the day."""
    if unit == "week":
        first = day - timedelta(days=(day.isoweekday() - words.first_weekday) % _WEEK)
        return Days(first, first + (_WEEK - 1) * DAY)
    if unit == "month":
        return Days(day.replace(day=1), day.replace(day=_length(day)))
    return Days(date(day.year, 1, 1), date(day.year, 12, 31)) if unit == "year" else Days(day, day)


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _inner(said: str, words: SearchWords) -> str:
    return " ".join(word for word in said.split() if word not in words.fillers)
