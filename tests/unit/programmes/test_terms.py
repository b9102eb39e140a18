"""Whatever the two of a tie say in whatever order: nothing is seen that not both have said yes to."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from flows.programmes.agreement import Agreement, Shared, Side, Terms, by_default, shares
from flows.programmes.terms import Outcome, asked_for, chosen_by, held, said_yes, settle
from tests.databases import CountedIds

NOW = datetime(2026, 3, 9, 15, tzinfo=UTC)
BASE: Terms = frozenset({Shared.GOALS, Shared.PLANS, Shared.ASSIGNMENTS})
ALL: Terms = frozenset(Shared)
NONE: Terms = frozenset()
FIRST = Agreement("v1", "T1", "tie", 1, BASE, 1, Side.LEADER, NOW)
IDS = CountedIds()
LEADER, COACH = Side.LEADER, Side.COACH
UNLIKE = [
    frozenset(map(Shared, each)) for each in (("goals", "reflections"), ("plans", "reflections"), ("reflections",))
]
"""Wishes of a coach that make more versions when the leader has said yes."""

Wish = tuple[Side, Terms]
WISHES = some.lists(some.tuples(some.sampled_from(Side), some.frozensets(some.sampled_from(Shared))), max_size=12)


def stored(versions: Sequence[Agreement], outcome: Outcome) -> list[Agreement]:
    changed = {each.id: each for each in outcome.changed}
    return [*(changed.get(each.id, each) for each in versions), *outcome.added]


def after(*wishes: Wish) -> list[Agreement]:
    """The versions when these were said, one an hour."""
    versions = [FIRST]
    for hour, (side, wanted) in enumerate(wishes, start=1):
        versions = stored(versions, said(versions, side, wanted, hour))
    return versions


def said(versions: Sequence[Agreement], side: Side, wanted: Terms, hour: int = 99) -> Outcome:
    return settle(versions, side, wanted, IDS, NOW + timedelta(hours=hour))


def test_one_yes_is_none() -> None:
    assert by_default(after((LEADER, BASE))) == NONE
    assert by_default(after((COACH, BASE))) == NONE
    assert by_default(after((COACH, BASE), (LEADER, BASE))) == BASE


def test_more_needs_both_and_reaches_only_what_follows() -> None:
    agreed = after((LEADER, BASE), (COACH, BASE))
    for one, other in ((LEADER, COACH), (COACH, LEADER)):
        outcome = said(agreed, one, ALL, hour=3)
        assert outcome.asks
        asked = stored(agreed, outcome)
        assert by_default(asked) == BASE
        assert asked_for(asked, other) == {Shared.REFLECTIONS}
        assert asked_for(asked, one) == NONE
        both = stored(asked, said(asked, other, ALL, hour=5))
        assert not shares(both, Shared.REFLECTIONS, NOW + timedelta(hours=4))
        assert shares(both, Shared.REFLECTIONS, NOW + timedelta(hours=5))


def test_a_proposal_may_be_left() -> None:
    asked = after((LEADER, BASE), (COACH, BASE), (COACH, ALL))
    left = stored(asked, said(asked, LEADER, BASE))
    assert by_default(left) == BASE
    assert asked_for(left, LEADER) == {Shared.REFLECTIONS}


def test_what_a_leader_gives_free_again_reaches_nothing_before() -> None:
    versions = after((LEADER, ALL), (COACH, ALL), (LEADER, NONE), (LEADER, ALL))
    assert not shares(versions, Shared.REFLECTIONS, NOW + timedelta(hours=3, minutes=30))
    assert shares(versions, Shared.REFLECTIONS, NOW + timedelta(hours=4))


def test_less_by_the_coach_counts_at_once_and_keeps_what_the_leader_holds_back() -> None:
    agreed = after((LEADER, BASE), (COACH, BASE), (LEADER, frozenset({Shared.GOALS})))
    outcome = said(agreed, COACH, frozenset({Shared.GOALS, Shared.PLANS}))
    assert not outcome.asks
    assert by_default(stored(agreed, outcome)) == {Shared.GOALS}


def test_saying_the_same_again_changes_nothing() -> None:
    agreed = after((LEADER, ALL), (COACH, ALL))
    for side in Side:
        assert said(agreed, side, ALL) == Outcome()


def test_without_any_version_nothing_can_be_said() -> None:
    assert settle([], LEADER, ALL, IDS, NOW) == Outcome()
    assert chosen_by([], COACH) == asked_for([], COACH) == NONE
    assert held([], LEADER) is None


@given(WISHES)
def test_nothing_is_seen_that_not_both_wanted_last(wishes: list[Wish]) -> None:
    versions = after(*wishes)
    last = dict(wishes)
    assert by_default(versions) <= last.get(LEADER, NONE)
    assert by_default(versions) <= last.get(COACH, NONE)
    assert [each.version for each in versions] == list(range(1, len(versions) + 1))


def test_less_counts_at_once_also_beside_an_open_proposal() -> None:
    goals, reflections = frozenset({Shared.GOALS}), frozenset({Shared.REFLECTIONS})
    versions = after((LEADER, goals), (COACH, goals), (COACH, goals | reflections), (COACH, reflections))
    assert by_default(versions) == NONE
    assert asked_for(versions, LEADER) == reflections


@given(WISHES, some.frozensets(some.sampled_from(Shared)))
def test_less_counts_at_once_for_either(wishes: list[Wish], wanted: Terms) -> None:
    for side in Side:
        assert by_default(after(*wishes, (side, wanted))) <= wanted


@given(WISHES)
def test_what_both_want_is_seen(wishes: list[Wish]) -> None:
    assert by_default(after(*wishes, (LEADER, ALL), (COACH, ALL), (LEADER, ALL))) == ALL


def as_the_coach_sees(versions: Sequence[Agreement]) -> tuple[Terms, Terms, datetime | None]:
    mine = held(versions, COACH)
    return chosen_by(versions, COACH), asked_for(versions, COACH), said_yes(mine, COACH) if mine else None


@given(WISHES)
@example([(LEADER, BASE), *((COACH, each) for each in UNLIKE)])
def test_a_coach_cannot_tell_what_a_leader_says_unless_they_ask_for_more(wishes: list[Wish]) -> None:
    with_leader, alone = [FIRST], [FIRST]
    for hour, (side, wanted) in enumerate(wishes, start=1):
        if side is COACH:
            with_leader = stored(with_leader, said(with_leader, COACH, wanted, hour))
            alone = stored(alone, said(alone, COACH, wanted, hour))
        elif not (outcome := said(with_leader, LEADER, wanted, hour)).asks:
            with_leader = stored(with_leader, outcome)
        assert as_the_coach_sees(with_leader) == as_the_coach_sees(alone)


@pytest.mark.parametrize("side", Side)
def test_before_anything_is_said_what_is_proposed_is_what_is_offered(side: Side) -> None:
    assert chosen_by([FIRST], side) == BASE
    assert asked_for([FIRST], side) == NONE
