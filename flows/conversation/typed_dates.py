"""Read a date as people write it, from the person's own today. Pure; the words come from the vocabulary."""

import re
from calendar import monthrange
from datetime import date, timedelta

from dateutil.relativedelta import MO, relativedelta

from flows.conversation.vocabulary import DateWords

_WEEK = 7
_MONTHS = 12
_AWAY = {"last": -1, "this": 0, "next": 1}
_SHORTEST_NAME = 4
"""Of a weekday that more may be written onto: short forms begin too many other words."""


def read_date(said: str, today: date, words: DateWords) -> date | None:
    """The day that `said` (tidied) names, or None. A day without a year is the one nearest to today."""
    plain = _plain(said, words)
    for read in (_named, _counted, _weekday, _weekday_of_a_week, _this_or_next_unit, _written, _digits):
        try:
            day = read(plain, today, words)
        except (ValueError, OverflowError):
            return None  # the thirtieth of February, the year 0
        if day is not None:
            return day
    return None


def _plain(said: str, words: DateWords) -> str:
    """Leave out what changes nothing, unless it is part of a phrase with a meaning of its own."""
    if said in words.days:
        return said
    kept = (word for word in said.replace(",", " ").split() if word not in words.ignored)
    return " ".join(_without_time_of_day(word, words) for word in kept)


def _without_time_of_day(word: str, words: DateWords) -> str:
    """Some languages write it onto the weekday: "freitagabend" is a Friday."""
    names = (word.removesuffix(each) for each in words.ignored if word.endswith(each))
    return next((name for name in names if len(name) >= _SHORTEST_NAME and name in words.weekdays), word)


def _named(said: str, today: date, words: DateWords) -> date | None:
    return today + timedelta(days=words.days[said]) if said in words.days else None


def _counted(said: str, today: date, words: DateWords) -> date | None:
    """In two weeks; three days ago; a month from now. Some languages put `ago` in front: "vor drei Tagen"."""
    before, rest = _cut_front(said, (*words.within, *words.ago))
    rest, after = _cut_end(rest, (*words.ago, *words.ahead))
    match = re.fullmatch(rf"(\d{{1,3}}|{_any_of((*words.a, *words.numbers))}) (\w+)", rest)
    if match is None or match[2] not in words.units or not (before or after):
        return None
    count = int(match[1]) if match[1].isdigit() else words.numbers.get(match[1], 1)
    past = before in words.ago or after in words.ago
    return today + _span(words.units[match[2]], -count if past else count)


def _weekday(said: str, today: date, words: DateWords) -> date | None:
    """Friday is the coming one, today not counted; last Friday the one before; next Friday next week's."""
    rest, direction = _direction(said, words)
    if rest not in words.weekdays:
        return None
    ahead = (words.weekdays[rest] - today.isoweekday()) % _WEEK
    if direction == "last":
        return today + timedelta(days=ahead - _WEEK)
    if direction == "next":
        return today + relativedelta(weekday=MO(-1)) + timedelta(days=_WEEK + words.weekdays[rest] - 1)
    return today + timedelta(days=ahead or _WEEK)


def _weekday_of_a_week(said: str, today: date, words: DateWords) -> date | None:
    """Friday next week, or next week Friday: that week's own day, the week beginning on Monday."""
    first, _, after = said.partition(" ")
    before, _, last = said.rpartition(" ")
    for name, week in ((first, after), (last, before)):
        unit, direction = _direction(week, words)
        if name in words.weekdays and direction and words.units.get(unit) == "week":
            days = _AWAY[direction] * _WEEK + words.weekdays[name] - 1
            return today + relativedelta(weekday=MO(-1)) + timedelta(days=days)
    return None


def _this_or_next_unit(said: str, today: date, words: DateWords) -> date | None:
    """Next month is the same day a month on."""
    rest, direction = _direction(said, words)
    if rest not in words.units or not direction:
        return None
    return today + _span(words.units[rest], _AWAY[direction])


def _written(said: str, today: date, words: DateWords) -> date | None:
    """12 March, March 12th 2027, monday 12 march."""
    parts = [part for part in re.split(r"[\s./-]+", said) if part and part not in words.weekdays]
    months = [words.months[part] for part in parts if part in words.months]
    endings = _any_of(words.ordinals)
    numbers = [match[1] for part in parts if (match := re.fullmatch(rf"(\d{{1,4}})(?:{endings})?", part))]
    if len(months) != 1 or len(months) + len(numbers) != len(parts) or not 1 <= len(numbers) <= 2:
        return None
    day, *year = sorted(numbers, key=len)
    if year and len(year[0]) <= 2 and parts[-1] in words.months:
        return None  # "1 2 march" is no first of March 2002
    return date(_year(year[0]), months[0], int(day)) if year else _nearest(today, months[0], int(day))


def _digits(said: str, today: date, words: DateWords) -> date | None:
    """2027-03-12, 12/3/2027, 12. 3., Fri 12/3."""
    name, _, rest = said.partition(" ")
    written = rest if name.rstrip(".") in words.weekdays else said
    match = re.fullmatch(r"(\d{1,4})([./-]) ?(\d{1,2})(?:\2 ?(\d{1,4})?)?", written)
    if match is None:
        return None
    first, _, second, third = match.groups()
    if len(first) > 2:
        return date(int(first), int(second), int(third)) if third else None
    day, month = _day_and_month(int(first), int(second), words)
    return date(_year(third), month, day) if third else _nearest(today, month, day)


def _day_and_month(first: int, second: int, words: DateWords) -> tuple[int, int]:
    """In the order of the language; the other way round where only that can be meant, as in 11/19."""
    day, month = (first, second) if words.order == "dmy" else (second, first)
    return (month, day) if month > _MONTHS >= day else (day, month)


def _direction(said: str, words: DateWords) -> tuple[str, str]:
    for name, phrases in (("this", words.this), ("next", words.next), ("last", words.last)):
        found, rest = _cut_front(said, phrases)
        if found:
            return rest, name
    return said, ""


def _cut_front(said: str, phrases: tuple[str, ...]) -> tuple[str, str]:
    found = next((phrase for phrase in phrases if said.startswith(f"{phrase} ")), "")
    return found, said[len(found) :].strip()


def _cut_end(said: str, phrases: tuple[str, ...]) -> tuple[str, str]:
    found = next((phrase for phrase in phrases if said.endswith(phrase)), "")
    return said[: len(said) - len(found)].strip(), found


def _span(unit: str, count: int) -> relativedelta:
    if unit == "fortnight":
        return relativedelta(weeks=2 * count)
    spans = {"day": relativedelta(days=1), "week": relativedelta(weeks=1), "month": relativedelta(months=1)}
    return spans.get(unit, relativedelta(years=1)) * count


def _year(written: str) -> int:
    if len(written) not in {2, 4}:
        raise ValueError("a year has two digits or four")
    return int(written) + 2000 if len(written) == 2 else int(written)


def _nearest(today: date, month: int, day: int) -> date:
    """The occurrence closest to today; 29 February only in a year that has one."""
    years = (year for year in range(today.year - 4, today.year + 5) if day <= monthrange(year, month)[1])
    return min((date(year, month, day) for year in years), key=lambda each: abs(each - today))


def _any_of(phrases: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, phrases))
