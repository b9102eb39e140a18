"""Which deletions are taken for a rule's, and which belong together."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.conversation.deletions import Deletion, DeletionState, Gone, asked_about, burst_of
from flows.conversation.inbox_keys import deletion_key, edit_key, edit_of, message_key

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def gone(seconds: int, ts: str | None = None) -> Gone:
    return Gone("D1", ts or f"{seconds}.5", NOON + timedelta(seconds=seconds))


def deletion(seconds: int | None, state: DeletionState = DeletionState.HIDDEN, ts: str | None = None) -> Deletion:
    """One of a message that went so many seconds after noon; None for one in the journal."""
    moment = NOON + timedelta(seconds=seconds or 0)
    return Deletion(
        id=f"deletion {seconds}",
        workspace="T1",
        person="U1",
        conversation="C1",
        step="went",
        version=1,
        channel="D1",
        ts=ts or f"{seconds}.5",
        burst=f"burst {seconds}",
        state=state,
        at=moment,
        gone_at=None if seconds is None else moment,
    )


@pytest.mark.parametrize(("hours", "old"), [(23.99, False), (24, True), (1000, True)])
def test_what_is_a_day_old_may_be_a_rules(hours: float, old: bool) -> None:
    written = NOON - timedelta(hours=hours)
    assert Gone("D1", f"{written.timestamp():.6f}", NOON).old is old


@pytest.mark.parametrize(
    ("went", "asked"),
    [
        ((), ()),
        ((0,), ()),
        ((0, 1), ()),
        ((0, 30, 60), (0, 30, 60)),
        ((60, 0, 30), (0, 30, 60)),
        ((0, 30, 61), ()),
        ((0, 40, 80, 100), (40, 80, 100)),
        ((0, 0, 0), (0,)),
    ],
)
def test_three_within_a_minute_are_a_rules(went: tuple[int, ...], asked: tuple[int, ...]) -> None:
    noted = [
        gone(seconds, f"{seconds}.5" if went.count(seconds) == 1 else f"{number}.5")
        for number, seconds in enumerate(went)
    ]
    deletions = [deletion(seconds) for seconds in sorted(set(went))]
    assert [each.id for each in asked_about(deletions, noted)] == [f"deletion {seconds}" for seconds in asked]


@pytest.mark.parametrize("state", [each for each in DeletionState if each is not DeletionState.HIDDEN])
def test_what_was_decided_is_not_asked_about_again(state: DeletionState) -> None:
    assert asked_about([deletion(0, state)], [gone(0), gone(1), gone(2)]) == []


def test_neither_what_was_fresh_nor_what_was_deleted_by_hand_is_asked_about() -> None:
    fresh, by_hand = deletion(1, ts="9.9"), deletion(None, ts="0.5")
    assert asked_about([fresh, by_hand], [gone(0), gone(1), gone(2)]) == []


@pytest.mark.parametrize("state", DeletionState)
def test_a_deletion_belongs_with_what_is_still_to_be_decided(state: DeletionState) -> None:
    undecided = state in {DeletionState.HIDDEN, DeletionState.ASKED}
    assert burst_of([deletion(0, state)]) == ("burst 0" if undecided else None)
    assert burst_of([deletion(0, state), deletion(1)]) == ("burst 0" if undecided else "burst 1")


def test_a_key_tells_of_which_change_it_is() -> None:
    assert edit_of(message_key("D1", "1.5"), "D1", "1.5") == ""
    assert edit_of(edit_key("D1", "1.5", "2.5"), "D1", "1.5") == "2.5"
    for other in (deletion_key("D1", "1.5"), message_key("D1", "1.55"), edit_key("D1", "1.55", "2"), "press:x"):
        assert edit_of(other, "D1", "1.5") is None
