"""Dates are read as people write them, from their own today."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.conversation.typed_dates import read_date
from flows.conversation.vocabulary import tidy
from tests.unit.conversation.test_typed import vocabulary

WORDS = vocabulary().dates
AMERICAN = {**{field: getattr(WORDS, field) for field in WORDS.__slots__}, "order": "mdy"}
SUNDAY = date(2026, 11, 22)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def read(said: str, today: date = SUNDAY) -> str | None:
    """The day, as it would stand in a calendar."""
    day = read_date(tidy(said), today, WORDS)
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-11-22"), ("Tonight!", "2026-11-22"), ("tomorrow", "2026-11-23"), ("Tomorrow.", "2026-11-23"),
        ("tomorrow morning", "2026-11-23"), ("by tomorrow", "2026-11-23"), ("yesterday", "2026-11-21"),
        ("the day after tomorrow", "2026-11-24"), ("the day before yesterday", "2026-11-20"),
        ("in two weeks", "2026-12-06"), ("in 2 weeks", "2026-12-06"), ("in about two weeks time", "2026-12-06"),
        ("two weeks from now", "2026-12-06"), ("one week from today", "2026-11-29"), ("in a month", "2026-12-22"),
        ("in twenty days", "2026-12-12"), ("in 0 days", "2026-11-22"), ("a week ago", "2026-11-15"),
        ("three days ago", "2026-11-19"), ("a fortnight ago", "2026-11-08"), ("in a fortnight", "2026-12-06"),
        ("a year ago", "2025-11-22"), ("next week", "2026-11-29"), ("last week", "2026-11-15"),
        ("this week", "2026-11-22"), ("next month", "2026-12-22"), ("next year", "2027-11-22"),
        ("12 March", "2027-03-12"), ("March 12", "2027-03-12"), ("Mar 12th", "2027-03-12"),
        ("the 12th of March", "2027-03-12"), ("on 12 March, 2028", "2028-03-12"), ("12 march 28", "2028-03-12"),
        ("Friday 12 March", "2027-03-12"), ("Friday, March 12", "2027-03-12"), ("12-mar-2027", "2027-03-12"),
        ("2027 march 12", "2027-03-12"), ("1 Oct", "2026-10-01"), ("30 april", "2027-04-30"),
        ("12/3", "2027-03-12"), ("12.3.", "2027-03-12"), ("12-3", "2027-03-12"), ("12/3/27", "2027-03-12"),
        ("12.3.2027", "2027-03-12"), ("2027-03-12", "2027-03-12"), ("2027/3/12", "2027-03-12"),
        ("1/12/2026", "2026-12-01"), ("03/04/2027", "2027-04-03"), ("31/12/9999", "9999-12-31"),
        ("Friday next week", "2026-11-27"), ("next week Friday", "2026-11-27"), ("Sun this week", "2026-11-22"),
        ("on Monday last week", "2026-11-09"), ("Fri 12/3", "2027-03-12"), ("Fri. 12.3.", "2027-03-12"),
        ("12. 3. 2027", "2027-03-12"), ("12. 3.", "2027-03-12"),
    ],
)  # fmt: skip
def test_a_date_as_people_write_it(said: str, day: str) -> None:
    assert read(said) == day


@pytest.mark.parametrize(
    "said",
    [
        "", "-", "asap", "soon", "next", "in", "ago", "week", "3 weeks", "march", "may 2027", "12", "the 12th",
        "12/", "0/0", "32/1", "13/13", "12/3/027", "12/3/7", "0 march", "31 april", "30 feb", "12 12 march",
        "1 2 march", "12 march 027", "12 march 10000", "12 march april", "20270312", "2027-13-01", "2027-03",
        "12/3-2027", "friday next month", "next week friday 12", "tomorrow at 9", "in 999999 weeks", "in 9999 years",
        "year 9999", "second of march", "christmas", "mid march",
    ],
)  # fmt: skip
def test_no_day_is_guessed(said: str) -> None:
    assert read(said) is None


@pytest.mark.parametrize(
    ("today", "said", "day"),
    [
        (date(2026, 11, 22), "29 Feb", "2028-02-29"),
        (date(2027, 3, 1), "29 February", "2028-02-29"),
        (date(2026, 2, 20), "29 feb", "2024-02-29"),
        (date(2024, 2, 29), "29/2", "2024-02-29"),
        (date(2024, 2, 29), "next year", "2025-02-28"),
        (date(2024, 2, 28), "tomorrow", "2024-02-29"),
        (date(2023, 2, 28), "tomorrow", "2023-03-01"),
        (date(2026, 11, 22), "29 Feb 2028", "2028-02-29"),
        (date(2026, 11, 22), "29.2.28", "2028-02-29"),
        (date(2026, 11, 22), "29 Feb 2027", None),
        (date(2026, 11, 22), "2027-02-29", None),
        (date(2100, 3, 1), "29 feb", "2104-02-29"),
        (date(1900, 1, 31), "next month", "1900-02-28"),
    ],
)
def test_the_twenty_ninth_of_february(today: date, said: str, day: str | None) -> None:
    assert read(said, today) == day


@pytest.mark.parametrize(
    ("today", "said", "day"),
    [
        (date(2026, 12, 31), "tomorrow", "2027-01-01"),
        (date(2026, 12, 31), "1 jan", "2027-01-01"),
        (date(2026, 12, 31), "31/12", "2026-12-31"),
        (date(2026, 12, 31), "30 nov", "2026-11-30"),
        (date(2026, 12, 31), "next month", "2027-01-31"),
        (date(2027, 1, 1), "yesterday", "2026-12-31"),
        (date(2027, 1, 1), "31 dec", "2026-12-31"),
        (date(2027, 1, 1), "last year", "2026-01-01"),
        (date(2026, 12, 30), "next friday", "2027-01-08"),
        (date(2026, 12, 30), "friday", "2027-01-01"),
        (date(2026, 1, 31), "in a month", "2026-02-28"),
        (date(2026, 12, 30), "11/19/2026", "2026-11-19"),
        (date(2026, 12, 30), "11/19", "2026-11-19"),
        (date(2026, 12, 30), "3/4/2026", "2026-04-03"),
        (date(2026, 12, 30), "13/13/2026", None),
        (date(2026, 12, 30), "32/1/2026", None),
        (date(9999, 12, 31), "tomorrow", None),
        (date(1, 1, 1), "yesterday", None),
        (date(9999, 12, 31), "29 feb", None),
    ],
)
def test_at_the_end_of_a_year_and_of_time(today: date, said: str, day: str | None) -> None:
    assert read(said, today) == day


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "coming", "following", "past"),
    [  # on each weekday: friday, next friday, last friday
        (MONDAY, 27, 34, 20),
        (MONDAY + timedelta(1), 27, 34, 20),
        (MONDAY + timedelta(2), 27, 34, 20),
        (MONDAY + timedelta(3), 27, 34, 20),
        (MONDAY + timedelta(4), 34, 34, 20),
        (MONDAY + timedelta(5), 34, 34, 27),
        (MONDAY + timedelta(6), 34, 34, 27),
    ],
)
def test_friday_on_every_day_of_a_week(today: date, coming: int, following: int, past: int) -> None:
    def november(day: int) -> str:
        return (date(2026, 11, 1) + timedelta(days=day - 1)).isoformat()

    assert {read(said, today) for said in ("friday", "Fri", "on Friday", "this friday", "this coming friday")} == {
        november(coming)
    }
    assert read("next friday", today) == november(following)
    assert {read("last friday", today), read("past friday", today)} == {november(past)}


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from(WEEKDAYS))
def test_weekdays_keep_their_promise_on_every_day(today: date, weekday: str) -> None:
    place = WEEKDAYS.index(weekday)
    coming, following, past = (read_date(f"{which}{weekday}", today, WORDS) for which in ("", "next ", "last "))
    assert coming
    assert following
    assert past
    assert {coming.weekday(), following.weekday(), past.weekday()} == {place}
    assert today < coming <= today + timedelta(days=7)
    assert today - timedelta(days=7) <= past < today
    monday_next_week = today + timedelta(days=7 - today.weekday())
    assert monday_next_week <= following <= monday_next_week + timedelta(days=6)


def test_every_day_of_ten_years_is_read_back_however_it_is_written() -> None:
    day = date(2024, 1, 1)
    while day < date(2034, 1, 1):
        month = MONTHS[day.month - 1]
        ways = (
            day.isoformat(),
            f"{day.day}/{day.month}/{day.year}",
            f"{day.day:02}.{day.month:02}.{day.year % 100:02}",
            f"{day.day} {month} {day.year}",
            f"{WEEKDAYS[day.weekday()]}, {month[:3]} {day.day} {day.year}",
        )
        assert {read(way) for way in ways} == {day.isoformat()}, ways
        day += timedelta(days=1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-182, 182))
def test_without_a_year_the_nearest_day_is_meant(today: date, away: int) -> None:
    day = today + timedelta(days=away)
    if (day.month, day.day) != (2, 29):
        assert read(f"{day.day} {MONTHS[day.month - 1]}", today) == day.isoformat()
        assert read(f"{day.day}/{day.month}", today) == day.isoformat()


@given(st.integers(1, 31), st.integers(1, 12))
def test_digits_alone_go_by_the_order_of_the_language(day: int, month: int) -> None:
    american = type(WORDS)(**AMERICAN)
    assert read_date(f"{month}/{day}/2028", SUNDAY, american) == read_date(f"{day}/{month}/2028", SUNDAY, WORDS)
    assert read_date("2028-03-04", SUNDAY, american) == date(2028, 3, 4)


KNOWN = [*WORDS.days, *WORDS.weekdays, *WORDS.months, *WORDS.units, *WORDS.numbers, *WORDS.ignored]
PHRASES = st.lists(
    st.sampled_from([*KNOWN, "next", "last", "this", "in", "ago", "from now", "29", "31", "0", "9999", "/", "-", "."])
).map(" ".join)


@given(st.text(st.characters(exclude_categories=())) | PHRASES, st.dates())
@example("in 999 years", date.max)
@example("\u0663/\u0664", date.min)
@example("\u00b2 march", SUNDAY)
@example("29 feb", date(9998, 1, 1))
def test_nothing_that_is_typed_breaks_it(said: str, today: date) -> None:
    day = read_date(tidy(said), today, WORDS)
    assert day is None or date.min <= day <= date.max
