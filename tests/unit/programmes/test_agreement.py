"""More needs both and never reaches back; less needs one and counts at once."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.programmes.agreement import (
    Agreement,
    Shared,
    Side,
    accept,
    by_default,
    in_force,
    narrow,
    open_proposal,
    shares,
)

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOTH = frozenset({Shared.REFLECTIONS, Shared.GOALS})
ONE = frozenset({Shared.REFLECTIONS})


def proposal(version: int = 1, terms: frozenset[Shared] = BOTH) -> Agreement:
    return Agreement(f"a{version}", "T1", "tie", version, terms, 1, Side.LEADER, NOW)


def agreed(version: int = 1, terms: frozenset[Shared] = BOTH, at: datetime = NOW) -> Agreement:
    return accept(accept(proposal(version, terms), Side.LEADER, at - HOUR), Side.COACH, at)


def test_one_yes_is_not_enough() -> None:
    for side in Side:
        half = accept(proposal(), side, NOW)
        assert in_force([half]) is None
        assert by_default([half]) == frozenset()
        assert open_proposal([half]) == half


def test_it_is_in_force_from_the_second_yes() -> None:
    versions = [agreed()]
    assert by_default(versions) == BOTH
    assert open_proposal(versions) is None
    assert shares(versions, Shared.GOALS, NOW)
    assert not shares(versions, Shared.GOALS, NOW - timedelta(seconds=1))
    assert not shares(versions, Shared.PLANS, NOW + HOUR)


def test_saying_yes_again_changes_nothing() -> None:
    once = agreed()
    assert accept(accept(once, Side.COACH, NOW + HOUR), Side.LEADER, NOW + HOUR) == once


def test_more_counts_when_both_have_said_yes_and_not_before() -> None:
    wider = accept(proposal(2), Side.COACH, NOW + HOUR)
    versions = [agreed(terms=ONE), wider]
    assert by_default(versions) == ONE
    assert open_proposal(versions) == wider
    versions[1] = accept(wider, Side.LEADER, NOW + 2 * HOUR)
    assert by_default(versions) == BOTH
    assert not shares(versions, Shared.GOALS, NOW + HOUR)
    assert shares(versions, Shared.GOALS, NOW + 2 * HOUR)


def test_less_counts_at_once() -> None:
    less = narrow([agreed()], ONE)
    assert less is not None
    assert by_default([less]) == ONE
    assert narrow([proposal()], ONE) is None


@given(st.sets(st.sampled_from(Shared)), st.lists(st.sets(st.sampled_from(Shared)), max_size=4))
def test_less_is_never_more(terms: set[Shared], keeps: list[set[Shared]]) -> None:
    versions = [agreed(terms=frozenset(terms))]
    for keep in keeps:
        before = by_default(versions)
        less = narrow(versions, frozenset(keep))
        assert less is not None
        versions = [less]
        assert by_default(versions) == before & keep
