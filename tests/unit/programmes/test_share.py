"""A share holds for an hour before it shows, and never comes back once it ended."""

from datetime import UTC, date, datetime, timedelta

from flows.privacy import State
from flows.programmes.share import HELD_FOR, Share, Why, at_once, end
from flows.programmes.tie import Tie
from flows.roles import Role

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
SHARE = Share("s", "T1", "ana", "carla", "tie", "talk", "", NOW, NOW + HELD_FOR)
TIE = Tie("tie", "T1", "e", "ana", "carla", Role.COACH, "mia", NOW)


def test_it_shows_after_an_hour_unless_it_is_kept_back() -> None:
    assert SHARE.state(NOW) is State.ANNOUNCED
    assert SHARE.state(NOW + HELD_FOR - timedelta(microseconds=1)) is State.ANNOUNCED
    assert SHARE.state(NOW + HELD_FOR) is State.SHARED
    assert end(SHARE, Why.TAKEN_BACK, NOW).state(NOW + HELD_FOR) is State.TAKEN_BACK
    assert SHARE.state(NOW + HELD_FOR, hidden=True) is State.HIDDEN


def test_it_can_be_shown_at_once() -> None:
    now = at_once(SHARE, NOW)
    assert now.state(NOW) is State.SHARED
    assert at_once(now, NOW + timedelta(days=1)) == now


def test_what_ended_keeps_its_end() -> None:
    over = end(SHARE, Why.TIE_ENDED, NOW)
    assert end(over, Why.TAKEN_BACK, NOW + HELD_FOR) == over
    assert at_once(over, NOW).state(NOW) is State.TAKEN_BACK


def test_a_tie_holds_until_it_ends_or_its_last_day_is_over() -> None:
    today = date(2026, 3, 10)
    assert TIE.holds(today)
    assert not TIE.outside
    assert not TIE.ended(NOW).holds(today)
    assert TIE.ended(NOW).ended(NOW + HELD_FOR).ended_at == NOW
    outside = Tie("tie", "T1", "e", "ana", "carla", Role.COACH, "mia", NOW, until=today)
    assert outside.outside
    assert outside.holds(today)
    assert not outside.holds(today + timedelta(days=1))
