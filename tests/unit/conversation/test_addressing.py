"""Which question a typed message answers: one row for each way it can stand to what is open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.conversation.addressing import FRESH, Heard, Waiting, address, steered, written_before
from flows.conversation.state import Conversation, Status
from flows.delivery import Deed, Delivery, DeliveryState, Subject
from tests.unit.conversation.scripts import STARTED, fresh, script_of, step

ASKED_AT = "1000.000200"
LATER_TS = "1000.000300"
IN_DM = Heard("We shipped it.", LATER_TS, None, None, STARTED)


def conversation(name: str) -> Conversation:
    return replace(fresh(script_of(step("q"))), id=name, place=fresh(script_of(step("q"))).place)


def question(**fields: object) -> Delivery:
    post = Delivery("d1", "T1", "U9", "key", Deed.POST, Subject.QUESTION, STARTED, channel="D1", ts=ASKED_AT)
    return replace(post, **{"state": DeliveryState.SENT, **fields})  # type: ignore[arg-type]  # a table of cases


ONE = Waiting(conversation("c1"), question())
OTHER = Waiting(conversation("c2"), question(id="d2", ts="1000.000250", thread="900.000001"))
ASIDE = Waiting(replace(conversation("c3"), status=Status.LATER), question(id="d3", ts="1000.000100"))


def answered(waiting: list[Waiting], heard: Heard) -> str:
    """The conversation that is answered, else those asked about, with a question mark."""
    found = address(waiting, heard)
    assert found.answers is None or found.might_answer == ()
    return found.answers.id if found.answers else "".join(f"{each.id}?" for each in found.might_answer)


@pytest.mark.parametrize(
    ("waiting", "heard", "expected"),
    [
        # in the plain conversation
        ([], IN_DM, ""),
        ([ONE], IN_DM, "c1"),
        ([ONE], replace(IN_DM, at=STARTED + FRESH), "c1"),
        ([ONE], replace(IN_DM, at=STARTED + FRESH + timedelta(seconds=1)), "c1?"),
        ([ONE], replace(IN_DM, text="What do you mean?"), "c1?"),
        ([ONE], replace(IN_DM, text="Why?  "), "c1?"),
        ([ONE], replace(IN_DM, text="x" * 79 + "?"), "c1?"),
        ([ONE], replace(IN_DM, text="x" * 80 + "?"), "c1"),
        ([ONE], replace(IN_DM, text="Is it? It is."), "c1"),
        ([ONE, OTHER], IN_DM, "c1?c2?"),
        ([ONE, ASIDE], IN_DM, "c1"),
        ([ASIDE], IN_DM, "c3?"),
        # written before the question was there
        ([ONE], replace(IN_DM, ts="1000.000199"), "c1?"),
        ([ONE], replace(IN_DM, ts="999.999999"), "c1?"),
        # a question nobody knows to have arrived
        ([Waiting(ONE.conversation, None)], IN_DM, "c1?"),
        ([Waiting(ONE.conversation, question(state=DeliveryState.DUE, ts=None))], IN_DM, "c1?"),
        ([Waiting(ONE.conversation, question(state=DeliveryState.UNCERTAIN, ts=None))], IN_DM, "c1?"),
        # in a thread
        ([ONE, OTHER], replace(IN_DM, thread=ASKED_AT), "c1"),
        ([ONE, OTHER], replace(IN_DM, thread="900.000001"), "c2"),
        ([ONE], replace(IN_DM, thread=ASKED_AT, at=STARTED + timedelta(days=9)), "c1"),
        ([ONE], replace(IN_DM, thread=ASKED_AT, text="What do you mean?"), "c1?"),
        ([ASIDE], replace(IN_DM, thread="1000.000100"), "c3?"),
        # under an earlier message of a conversation, which has moved on
        ([ONE, OTHER], replace(IN_DM, thread="800.000001", about="c1"), "c1?"),
        # under something else
        ([ONE], replace(IN_DM, thread="800.000001"), "c1?"),
        ([ONE, OTHER], replace(IN_DM, thread="800.000001"), "c1?c2?"),
        ([ONE, OTHER], replace(IN_DM, thread="800.000001", about="c9"), "c1?c2?"),
    ],
)
def test_what_a_message_answers(waiting: list[Waiting], heard: Heard, expected: str) -> None:
    assert answered(waiting, heard) == expected


@pytest.mark.parametrize(
    ("waiting", "heard", "expected"),
    [
        ([], IN_DM, None),
        ([ONE], IN_DM, "c1"),
        ([ONE, OTHER], IN_DM, "c1"),
        ([ONE, OTHER], replace(IN_DM, thread="900.000001"), "c2"),
        ([ONE, OTHER], replace(IN_DM, thread="800.000001", about="c2"), "c2"),
        ([ASIDE, ONE], IN_DM, "c1"),
        ([ASIDE], IN_DM, "c3"),
        ([ONE], replace(IN_DM, at=STARTED + timedelta(days=9)), "c1"),
    ],
)
def test_what_a_word_steers(waiting: list[Waiting], heard: Heard, expected: str | None) -> None:
    found = steered(waiting, heard)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("post", "ts", "before"),
    [
        (question(), "1000.000199", True),
        (question(), ASKED_AT, False),
        (question(), LATER_TS, False),
        (question(ts="1000.5"), "1000.40", False),  # the part after the dot counts; it is no fraction
        (question(ts=None), "1.0", False),
        (None, "1.0", False),
        (question(), "", True),
    ],
)
def test_what_was_written_before_its_question(post: Delivery | None, ts: str, before: bool) -> None:
    assert written_before(post, ts) is before
