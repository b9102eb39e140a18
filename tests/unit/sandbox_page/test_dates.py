"""Days and hours as the acting person's wall shows them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox.page.dates import day_name, in_words
from sandbox.page.reader import Reader

MADRID = ZoneInfo("Europe/Madrid")
MONDAY = int(datetime(2026, 11, 16, 9, 5, tzinfo=MADRID).timestamp())
SUNDAY = int(datetime(2026, 11, 22, 8, 30, tzinfo=MADRID).timestamp())


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{date}", "November 16, 2026"),
        ("{date_short}", "Nov 16, 2026"),
        ("{date_long}", "Monday, November 16, 2026"),
        ("{date_num}", "2026-11-16"),
        ("{date_slash}", "11/16/2026"),
        ("{time}", "09:05"),
        ("{time_secs}", "09:05:00"),
        ("{ago}", "6 days ago"),
        ("{date_pretty} at {time}", "November 16, 2026 at 09:05"),
        ("{day_divider_pretty}", "Monday, 16 November"),
        ("{unheard_of}", "{unheard_of}"),
    ],
)
def test_every_token(reader: Reader, pattern: str, words: str) -> None:
    assert in_words(reader, MONDAY, pattern) == words


@pytest.mark.parametrize(("hours", "words"), [(0, "today"), (-24, "yesterday"), (24, "tomorrow"), (48, "Nov 24, 2026")])
def test_pretty_dates_know_what_day_it_is(reader: Reader, hours: int, words: str) -> None:
    assert in_words(reader, SUNDAY + hours * 3600, "{date_short_pretty}") == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-7200, "2 hours ago"), (-60, "1 minute ago"), (-5, "less than a minute ago"), (90000, "in 1 day")],
)
def test_how_long_ago(reader: Reader, seconds: int, words: str) -> None:
    assert in_words(reader, reader.now.timestamp() + seconds, "{ago}") == words


def test_a_day_of_another_year_says_so(reader: Reader) -> None:
    assert day_name(reader, datetime(2025, 3, 9, 12, tzinfo=MADRID)) == "Sunday, 9 March 2025"


def test_the_day_turns_at_the_readers_midnight(reader: Reader) -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=ZoneInfo("UTC")).timestamp()
    assert day_name(reader, reader.local(late)) == "Today"
