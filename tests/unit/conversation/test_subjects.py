"""What one run is about, as a stored name, and back again."""

from datetime import date

import pytest

from flows.conversation.subjects import subject_day, subject_key


@pytest.mark.parametrize(
    ("subject", "today", "key"),
    [
        ("week", date(2026, 11, 18), "week:2026-11-16"),  # its Wednesday
        ("week", date(2026, 11, 22), "week:2026-11-16"),  # its Sunday
        ("week", date(2026, 11, 23), "week:2026-11-16"),  # the Monday after: the new week has only begun
        ("week", date(2026, 11, 24), "week:2026-11-16"),
        ("week", date(2026, 11, 25), "week:2026-11-23"),
        ("week", date(2027, 1, 1), "week:2026-12-28"),
        ("week", date(2027, 1, 4), "week:2026-12-28"),
        ("moment", date(2026, 11, 22), "moment:2026-11-22"),
    ],
)
def test_a_week_goes_by_its_monday_and_a_moment_by_its_day(subject: str, today: date, key: str) -> None:
    assert subject_key(subject, today) == key
    assert subject_day(key).isoformat() in key
