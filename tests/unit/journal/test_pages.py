"""Days become moments where the person is, and an entry is found when all words occur in it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.conversation.kept import Period
from flows.journal.pages import found_in, period_of
from flows.journal.when import Search

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 31)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, hour


@pytest.mark.parametrize(
    ("zone", "period"),
    [
        ("UTC", Period(utc(2026, 6, 1, 0), utc(2026, 8, 1, 0))),
        ("Europe/Madrid", Period(utc(2026, 5, 31, 22), utc(2026, 7, 31, 22))),
        ("America/Los_Angeles", Period(utc(2026, 6, 1, 7), utc(2026, 8, 1, 7))),
        ("Nowhere/Land", Period(utc(2026, 6, 1, 0), utc(2026, 8, 1, 0))),
    ],
)
def test_both_days_are_whole(zone: str, period: Period) -> None:
    assert period_of(Search((), JUNE, JULY), zone) == period


def test_no_day_is_no_limit() -> None:
    assert period_of(Search((), None, None), "Asia/Tokyo") == Period()


@given(st.dates(), st.dates(), st.sampled_from(["Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"]))
def test_any_days_there_are_can_be_asked_for(one: date, other: date, zone: str) -> None:
    period = period_of(Search((), min(one, other), max(one, other)), zone)
    assert period.since is None or period.until is None or period.since < period.until


def test_words_may_stand_in_different_answers_of_an_entry() -> None:
    texts = [("new", "I let Ben run it."), ("new", "The café was loud."), ("old", "Ben again.")]
    assert found_in(Search(("ben", "cafe"), None, None), texts) == ["new"]
    assert found_in(Search(("ben",), None, None), texts) == ["new", "old"]
    assert found_in(Search(("ben",), None, None), []) == []
