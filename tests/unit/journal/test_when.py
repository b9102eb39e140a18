"""A line is read as the words and the days that somebody looks for in their journal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.journal.search_words import SearchWords
from flows.journal.when import Search, read_search
from tests.unit.journal.searches import ENGLISH, GERMAN

SUNDAY = date(2026, 11, 22)
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def read(text: str, today: date = SUNDAY, words: SearchWords = ENGLISH) -> str:
    """The days, `..` where there is no limit, and the words after a bar."""
    search = read_search(text, today, words)
    days = "" if search.since is search.until is None else f"{search.since or ''}..{search.until or ''}"
    if search.since == search.until:
        days = str(search.since or "")
    return " | ".join(part for part in (days, ", ".join(search.words)) if part)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""), ("?!", ""), (" - ", ""), ("Feedback", "Feedback"), ("feedback, delegation.", "feedback, delegation"),
        ("delegation last month", "2026-10-01..2026-10-31 | delegation"), ("since June", "2026-06-01.."),
        ("2026-10", "2026-10-01..2026-10-31"), ("10/2026", "2026-10-01..2026-10-31"),
        ("between March and May", "2026-03-01..2026-05-31"), ("in 2025", "2025-01-01..2025-12-31"),
        ("last week", "2026-11-09..2026-11-15"), ("yesterday", "2026-11-21"), ("today", "2026-11-22"),
        ("the day before yesterday", "2026-11-20"), ("3 March", "2026-03-03"), ("March 3rd", "2026-03-03"),
        ("on the 3rd of March", "2026-03-03"), ("3.10.2026", "2026-10-03"), ("2026-10-03", "2026-10-03"),
        ("Saturday 3 October", "2026-10-03"), ("3 march last year", "2025-03-03"), ("3 December", "2025-12-03"),
        ("before Easter", "before, Easter"), ("March 2026 feedback", "2026-03-01..2026-03-31 | feedback"),
        ("first week of May", "2026-05-01..2026-05-07"), ("the last week of February", "2026-02-22..2026-02-28"),
        ("early October", "2026-10-01..2026-10-10"), ("mid-March", "2026-03-11..2026-03-20"),
        ("the end of last month", "2026-10-21..2026-10-31"), ("middle of may 2025", "2025-05-11..2025-05-20"),
        ("early 2025", "2025-01-01..2025-04-30"), ("mid 2025", "2025-05-01..2025-08-31"),
        ("late last year", "2025-09-01..2025-12-31"), ("over the last two days", "2026-11-21..2026-11-22"),
        ("3 10 2026", "2026-10-03"), ("early last week", "2026-11-09..2026-11-15 | early"),
        ("October", "2026-10-01..2026-10-31"), ("December", "2025-12-01..2025-12-31"),
        ("last November", "2025-11-01..2025-11-30"), ("November last year", "2025-11-01..2025-11-30"),
        ("in the year 2024", "2024-01-01..2024-12-31"), ("this year", "2026-01-01..2026-12-31"),
        ("this week", "2026-11-16..2026-11-22"), ("last year", "2025-01-01..2025-12-31"),
        ("two weeks ago", "2026-11-02..2026-11-08"), ("three days ago", "2026-11-19"),
        ("a month ago", "2026-10-01..2026-10-31"), ("last 7 days", "2026-11-16..2026-11-22"),
        ("in the past three weeks", "2026-11-02..2026-11-22"), ("last fortnight", "2026-11-09..2026-11-22"),
        ("since two weeks", "2026-11-08.."), ("since last week", "2026-11-09.."), ("after October", "2026-11-01.."),
        ("before 3 March", "..2026-03-02"), ("until June", "..2026-06-30"), ("before 2025", "..2024-12-31"),
        ("Friday", "2026-11-20"), ("sunday", "2026-11-22"), ("last Sunday", "2026-11-15"),
        ("feedback on Monday", "2026-11-16 | feedback"), ("notes from October", "2026-10-01..2026-10-31 | notes"),
        ("from 3 to 10 March", "2026-03-03..2026-03-10"), ("3.–10. March 2025", "2025-03-03..2025-03-10"),
        ("from March to May", "2026-03-01..2026-05-31"), ("March - May", "2026-03-01..2026-05-31"),
        ("march-may", "2026-03-01..2026-05-31"), ("March–May", "2026-03-01..2026-05-31"),
        ("2024-2025", "2024-01-01..2025-12-31"), ("2026-03 to 2026-05", "2026-03-01..2026-05-31"),
        ("from October to March", "2025-10-01..2026-03-31"), ("March 2025 to May", "2025-03-01..2025-05-31"),
        ("between March and May 2024", "2024-03-01..2024-05-31"), ("since March until May", "2026-03-01..2026-05-31"),
        ("from last week to today", "2026-11-09..2026-11-22"), ("from May 2026 to May 2025", "2025-05-01..2026-05-31"),
        ("since June feedback before October", "2026-06-01..2026-09-30 | feedback"),
        ("last week last year", "2026-11-09..2026-11-15 | last, year"),
    ],
)  # fmt: skip
def test_a_search_in_english(text: str, found: str) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Delegation letzten Monat", "2026-10-01..2026-10-31 | Delegation"), ("seit Juni", "2026-06-01.."),
        ("Ende 2025", "2025-09-01..2025-12-31"), ("am 3. 10. 2026", "2026-10-03"),
        ("zwischen März und Mai", "2026-03-01..2026-05-31"), ("zwischen Maerz und Mai", "2026-03-01..2026-05-31"),
        ("von März bis Mai 2025", "2025-03-01..2025-05-31"), ("im Jahr 2025", "2025-01-01..2025-12-31"),
        ("ab 3. März", "2026-03-03.."), ("bis zum 3.10.2026", "..2026-10-03"), ("am 3.10.", "2026-10-03"),
        ("vom 3. bis 10. Oktober", "2026-10-03..2026-10-10"), ("3.-10. Oktober", "2026-10-03..2026-10-10"),
        ("letzte Woche", "2026-11-09..2026-11-15"), ("in der letzten Woche", "2026-11-09..2026-11-15"),
        ("vorletzte Woche", "2026-11-02..2026-11-08"), ("vor drei Tagen", "2026-11-19"),
        ("vor einem Monat", "2026-10-01..2026-10-31"), ("seit drei Wochen", "2026-11-01.."),
        ("in den letzten zwei Wochen", "2026-11-09..2026-11-22"), ("vor März", "..2026-02-28"),
        ("nach dem 3. März", "2026-03-04.."), ("Anfang Oktober", "2026-10-01..2026-10-10"),
        ("Ende letzten Monats", "2026-10-21..2026-10-31"), ("erste Woche im Mai", "2026-05-01..2026-05-07"),
        ("März letzten Jahres", "2025-03-01..2025-03-31"), ("Dezember", "2025-12-01..2025-12-31"),
        ("gestern", "2026-11-21"), ("vorgestern Lob", "2026-11-20 | Lob"), ("letzten Freitag", "2026-11-20"),
        ("so war es", "so, war, es"), ("Jan fragte", "Jan, fragte"),
        ("über Jan im Mai", "2026-05-01..2026-05-31 | über, Jan"), ("im Jan", "2026-01-01..2026-01-31"),
        ("vor Ostern", "vor, Ostern"), ("morgen", "morgen"), ("Mitte Mai 2025", "2025-05-11..2025-05-20"),
        ("10/2026", "2026-10-01..2026-10-31"),
        ("Ma\u0308rz", "2026-03-01..2026-03-31"), ("yesterday", "2026-11-21"),
    ],
)  # fmt: skip
def test_a_search_in_german(text: str, found: str) -> None:
    assert read(text, words=GERMAN) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("may", "2026-05-01..2026-05-31"), ("in may", "2026-05-01..2026-05-31"), ("3 may plans", "2026-05-03 | plans"),
        ("may 2025 plans", "2025-05-01..2025-05-31 | plans"), ("I may be wrong", "I, may, be, wrong"),
        ("in the march we", "in, the, march, we"), ("the sun", "the, sun"), ("sun", "sun"),
        ("in the sun", "in, the, sun"),
        ("3/10", "2026-10-03"), ("3/10 of them", "3/10, of, them"), ("on 3/10", "2026-10-03"),
        ("2025 goals", "2025-01-01..2025-12-31 | goals"), ("1990 goals", "1990, goals"),
        ("in 1990 goals", "1990-01-01..1990-12-31 | goals"), ("1990", "1990-01-01..1990-12-31"),
        ("in 3000 words", "in, 3000, words"), ("30 February", "2026-02-01..2026-02-28 | 30"), ("2026-13", "2026-13"),
        ("last day", "last, day"), ("next week", "next, week"), ("tomorrow", "tomorrow"),
        ("last 0 days", "last, 0, days"), ("march 30000", "march, 30000"),
        ("plans March next year", "plans, March, next, year"),
        ("since", "since"), ("between March", "between, March"), ("well-known", "well-known"), ("week", "week"),
        ("3 to 10", "3, to, 10"), ("ago", "ago"), ("two ideas", "two, ideas"), ("since Easter", "since, Easter"),
    ],
)  # fmt: skip
def test_what_may_be_a_date_and_may_be_none(text: str, found: str) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("today", "text", "found"),
    [
        (date(2026, 3, 15), "since November", "2025-11-01.."),
        (date(2026, 3, 15), "March", "2026-03-01..2026-03-31"),
        (date(2026, 4, 10), "between March and May", "2025-03-01..2025-05-31"),
        (date(2026, 2, 10), "from November to January", "2025-11-01..2026-01-31"),
        (date(2026, 1, 31), "last month", "2025-12-01..2025-12-31"),
        (date(2026, 3, 31), "last month", "2026-02-01..2026-02-28"),
        (date(2026, 1, 1), "last week", "2025-12-22..2025-12-28"),
        (date(2026, 1, 1), "yesterday", "2025-12-31"),
        (date(2026, 11, 22), "29 February", "2024-02-29"),
        (date(2024, 2, 29), "29 February", "2024-02-29"),
        (date(2104, 1, 1), "29 February", "2096-02-29"),
        (date(2026, 11, 22), "22 November", "2026-11-22"),
        (date(2026, 11, 22), "23 November", "2025-11-23"),
        (date.min, "yesterday", "yesterday"),
        (date.min, "last month", "last, month"),
        (date.max, "after today", "9999-12-31 | after"),  # there is no day after it
        (date.max, "today", "9999-12-31"),
    ],
)
def test_what_has_no_year_has_begun(today: date, text: str, found: str) -> None:
    assert read(text, today) == found


def test_a_week_begins_on_the_day_of_the_words() -> None:
    american = replace(ENGLISH, first_weekday=7)
    assert read("this week", words=american) == "2026-11-22..2026-11-28"
    assert read("last week", words=american) == "2026-11-15..2026-11-21"
    assert (ENGLISH.first_weekday, GERMAN.first_weekday) == (1, 1)


def test_words_of_ones_own_may_be_phrases() -> None:
    units = {**ENGLISH.dates.units, "working week": "week"}
    own = replace(ENGLISH, dates=replace(ENGLISH.dates, units=units), known=ENGLISH.known | {"working"})
    assert read("two working week ago", words=own) == "2026-11-02..2026-11-08"


@pytest.mark.parametrize("quotes", ['""', "“”", "„“", "«»", "„”"])
def test_a_quoted_phrase_stays_together_and_is_no_date(quotes: str) -> None:
    text = f"team {quotes[0]}last  week{quotes[1]} {quotes[0]}{quotes[1]} yesterday"
    assert read_search(text, SUNDAY, ENGLISH) == Search(
        ("team", "last week"), date(2026, 11, 21), date(2026, 11, 21), frozenset({"last week"})
    )


def test_a_date_far_behind_in_a_long_line_is_not_looked_for() -> None:
    assert read(f"{'a ' * 49}yesterday").startswith("2026-11-21 | a, a, ")
    assert read(f"{'a ' * 50}yesterday").endswith("a, yesterday")


def test_a_quote_that_is_not_closed_is_left_out() -> None:
    assert read('"one to one') == "one, to, one"


WORDS = st.lists(st.sampled_from(["Feedback", "delegation", "Rückblick", "team", "C++", "#1on1", "👍"]), max_size=4)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@st.composite
def dates(draw: st.DrawFn) -> tuple[str, date | None, date | None]:
    """A date as it may be written, and what it means."""
    day = draw(DAYS)
    later = day + timedelta(days=draw(st.integers(0, 900)))
    written = draw(st.sampled_from([day.isoformat(), f"{day.day} {MONTHS[day.month - 1]} {day.year}"]))
    ways: list[tuple[str, date | None, date | None]] = [
        (f"on {written}", day, day),
        (f"since {written}", day, None),
        (f"after {written}", day + timedelta(days=1), None),
        (f"before {written}", None, day - timedelta(days=1)),
        (f"until {written}", None, day),
        (f"between {written} and {later.isoformat()}", day, later),
        (f"from {later.isoformat()} to {written}", day, later),
        (f"since {written} until {later.isoformat()}", day, later),
    ]
    return draw(st.sampled_from(ways))


@given(WORDS, dates(), WORDS, DAYS)
def test_words_and_dates_are_read_back(
    before: list[str], when: tuple[str, date | None, date | None], after: list[str], today: date
) -> None:
    text, since, until = when
    search = read_search(" ".join([*before, text, *after]), today, ENGLISH)
    assert search == Search((*before, *after), since, until)


@given(DAYS, DAYS)
def test_a_month_without_a_year_is_the_latest_that_has_begun(day: date, today: date) -> None:
    search = read_search(f"in {MONTHS[day.month - 1]}", today, ENGLISH)
    assert search.since
    assert search.since <= today < search.since.replace(year=search.since.year + 1)
    assert (search.since.month, search.since.day) == (day.month, 1)


KNOWN = sorted(ENGLISH.known | GERMAN.known)
LINES = st.lists(
    st.sampled_from([*KNOWN, "29", "31", "0", "9999", "0001", "2026", "2026-10", "3.10.", "²", "٣", '"', "–", "feb"]),
    max_size=12,
).map(" ".join)


@given(st.text(st.characters(exclude_categories=())) | LINES, st.dates(), st.sampled_from([ENGLISH, GERMAN]))
@example("since 999 years", date.min, ENGLISH)
@example("from feb to 29 feb", date(9999, 1, 1), ENGLISH)
@example("before 1.1.0001", date.min, ENGLISH)
@example("²–²", SUNDAY, GERMAN)
def test_nothing_that_is_typed_breaks_it(text: str, today: date, words: SearchWords) -> None:
    search = read_search(text, today, words)
    assert search.since is None or search.until is None or search.since <= search.until
    assert all(search.words)
    assert search.whole <= {*search.words}
