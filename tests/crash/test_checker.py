"""The checker finds what it is there to find."""

import random
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sandbox.sandbox import Sandbox
from tests.crash.checker import Findings, Kept, check
from tests.crash.people import Robot
from tests.crash.town import Answer, Town
from tests.crash.wire import Acknowledged, Answering, Inbound, Line, Log, Onward, Posted, Question, Shown, Typed

FIRST, SECOND = Question("talk", 1), Question("talk", 2)
WORDS = "It went well."


def robot(*history: Answer) -> Robot:
    """Somebody with this history, in the channel D1."""
    person = SimpleNamespace(id="U1", display_name="Ana", name="ana")
    actor: Any = SimpleNamespace(person=person, dm_channel=SimpleNamespace(id="D1"))
    return Robot(Town(cast("Sandbox", None), Log()), actor, random.Random(1), list(history))


def post(delivery: str, question: Question | None = None, thread: str | None = None) -> Posted:
    return Posted("D1", delivery, question, thread)


PRESSED = Answer(FIRST, "4", pressed=True, acknowledged=True)
TYPED = Answer(SECOND, WORDS, pressed=False, acknowledged=True)
FINE: list[Line] = [
    Inbound("U1"),
    post("a", FIRST),
    Inbound("U1"),
    Acknowledged(FIRST, pressed=True),
    post("b", SECOND),
    Inbound("U1"),
    Acknowledged(SECOND, pressed=False),
    post("c"),
]
KEPT: Kept = {"talk": (2, ["How was it?", "4", "What happened?", WORDS])}


def found(lines: list[Any], kept: Kept = KEPT, *history: Answer) -> Findings:
    return check([(robot(*(history or (PRESSED, TYPED))), kept)], Log(lines))


def test_a_day_on_which_all_went_well() -> None:
    assert found(FINE) == Findings([], [], [], [], [])


@pytest.mark.parametrize(
    "kept",
    [
        {"talk": (2, ["4"])},
        {"talk": (2, [WORDS])},
        {"talk": (2, ["5", WORDS])},
        {},
    ],
)
def test_an_answer_that_is_gone_is_lost(kept: Kept) -> None:
    assert found(FINE, kept).lost


def test_a_press_that_was_not_acknowledged_may_have_counted() -> None:
    first_try = Answer(FIRST, "3", pressed=True, acknowledged=False)
    kept = {"talk": (2, ["3", WORDS])}
    assert found(FINE, kept, first_try, PRESSED, TYPED).lost == []
    assert found(FINE, kept, PRESSED, TYPED).lost


def test_words_that_nobody_acknowledged_may_be_missing() -> None:
    unsure = Answer(SECOND, "Never mind.", pressed=False, acknowledged=False)
    assert found(FINE, KEPT, PRESSED, unsure, TYPED).lost == []


def test_words_that_stand_twice_are_doubled() -> None:
    assert found(FINE, {"talk": (2, ["4", WORDS, WORDS])}).doubled


def test_a_question_that_was_passed_over_is_noticed() -> None:
    assert found([*FINE, Inbound("U1"), post("d", Question("talk", 4))]).doubled


def test_a_delivery_that_is_posted_twice_is_noticed() -> None:
    assert found([*FINE, Inbound("U1"), post("c")]).doubled


def test_a_question_that_comes_after_its_answer_is_asked_again() -> None:
    assert found([*FINE, Inbound("U1"), post("d", FIRST)]).asked_again
    early = [FINE[0], FINE[1], FINE[2], Acknowledged(FIRST, pressed=True), post("d", FIRST)]
    assert found(early).asked_again


def test_a_question_that_comes_twice_to_somebody_silent_is_noticed() -> None:
    assert found([*FINE[:2], post("d", FIRST), *FINE[2:]]).posted_twice
    assert found([*FINE[:2], Inbound("U1"), post("d", FIRST), *FINE[2:]]).posted_twice == []


def test_a_question_that_was_on_its_way_may_come_elsewhere_to_somebody_who_asked_there() -> None:
    asks_elsewhere = [Answering("U1"), Inbound("U1"), Inbound("U1")]
    answers_only = [Answering("U1"), Inbound("U1")]
    in_both = [post("b", SECOND, "1.1"), post("d", SECOND)]
    in_one = [post("b", SECOND), post("d", SECOND)]
    assert found([*FINE[:2], *asks_elsewhere, *in_both, *FINE[5:]]).posted_twice == []
    assert found([*FINE[:2], *answers_only, *in_both, *FINE[5:]]).posted_twice
    assert found([*FINE[:2], *asks_elsewhere, *in_one, *FINE[5:]]).posted_twice


def test_a_finding_says_what_led_up_to_it() -> None:
    [finding] = found([*FINE[:2], post("d", FIRST), *FINE[2:]]).posted_twice
    assert finding.endswith("\n".join(map(str, [*FINE[:2], post("d", FIRST)])))


IN_FORM = Answer(SECOND, WORDS, pressed=True, acknowledged=True)
PUT_UP = Shown({FIRST: "", SECOND: ""})
SENT_OFF: list[Line] = [
    *FINE[:2],
    PUT_UP,
    Acknowledged(FIRST, pressed=True),
    Acknowledged(SECOND, pressed=True),
    post("c"),
]


def test_a_day_on_which_all_went_well_in_a_form() -> None:
    assert found(SENT_OFF, KEPT, PRESSED, IN_FORM) == Findings([], [], [], [], [])


def test_an_answer_from_a_form_that_is_gone_is_lost() -> None:
    assert found(SENT_OFF, {"talk": (2, ["4"])}, PRESSED, IN_FORM).lost


def test_a_form_that_got_no_answer_may_be_missing_until_it_is_sent_off_again() -> None:
    in_vain = Answer(SECOND, WORDS, pressed=True, acknowledged=False)
    gone = {"talk": (2, ["4"])}
    assert found(SENT_OFF, gone, PRESSED, in_vain).lost == []
    assert found(SENT_OFF, gone, PRESSED, in_vain, IN_FORM).lost


def test_an_answer_from_a_form_that_stands_twice_is_doubled() -> None:
    assert found(SENT_OFF, {"talk": (2, ["4", WORDS, WORDS])}, PRESSED, IN_FORM).doubled


def test_a_form_that_was_taken_twice_is_noticed() -> None:
    assert found(SENT_OFF, {"talk": (4, ["4", WORDS])}, PRESSED, IN_FORM).doubled
    assert found([*SENT_OFF, Shown({Question("talk", 4): ""})], KEPT, PRESSED, IN_FORM).doubled


def test_a_form_with_a_question_that_was_answered_asks_again() -> None:
    assert found([*SENT_OFF, Shown({SECOND: ""})], KEPT, PRESSED, IN_FORM).asked_again
    assert found([*SENT_OFF, post("d", SECOND)], KEPT, PRESSED, IN_FORM).asked_again


def test_an_answer_may_give_way_to_what_was_to_replace_it_and_to_nothing_else() -> None:
    changed = Answer(SECOND, "It went better.", pressed=True, acknowledged=False, replaces=True)
    kept = {"talk": (2, ["4", "It went better."])}
    assert found(FINE, kept, PRESSED, TYPED, changed).lost == []
    assert found(FINE, KEPT, PRESSED, TYPED, changed).lost == []
    assert found(FINE, {"talk": (2, ["4"])}, PRESSED, TYPED, changed).lost
    assert found(FINE, kept, PRESSED, TYPED, replace(changed, replaces=False)).lost
    assert found(FINE, KEPT, PRESSED, TYPED, replace(changed, acknowledged=True)).lost


def test_words_may_have_been_taken_for_a_later_question_and_replaced_there() -> None:
    third, kept = Question("talk", 3), {"talk": (2, ["4", "It went better."])}
    changed = Answer(third, "It went better.", pressed=True, acknowledged=True, replaces=True)
    assert found(FINE, kept, PRESSED, TYPED, changed).lost == []
    assert found(FINE, kept, PRESSED, replace(TYPED, pressed=True), changed).lost
    assert found(FINE, kept, PRESSED, TYPED, replace(changed, question=FIRST)).lost
    assert found(FINE, kept, PRESSED, TYPED, replace(changed, question=Question("other", 3))).lost


def test_words_may_answer_a_question_in_a_form_that_nobody_looked_at() -> None:
    kept, third = {"talk": (3, ["4", WORDS])}, Question("talk", 3)
    assert found([*FINE, Onward(third)], kept).doubled == []
    assert found(FINE, kept).doubled


def test_what_came_too_late_is_no_loss_to_somebody_who_was_told() -> None:
    somebody, kept = robot(PRESSED, TYPED), {"talk": (2, ["4"])}
    assert check([(somebody, kept)], Log(FINE)).lost
    somebody.turned_away = 1
    assert check([(somebody, kept)], Log(FINE)).lost == []
    somebody.history.append(IN_FORM)
    assert check([(somebody, kept)], Log(FINE)).lost


HALF, WHOLE = Typed(SECOND, "It went", acknowledged=True), Typed(SECOND, WORDS, acknowledged=True)
NOT_HEARD = Typed(SECOND, WORDS, acknowledged=False)


def reopened(typed: list[Typed], held: str) -> Any:
    """What is found when somebody types so, and the field then holds this."""
    return found([*FINE[:2], PUT_UP, *typed, Shown({FIRST: "", SECOND: held}), *SENT_OFF[3:]]).drafts_lost


@pytest.mark.parametrize("held", ["", "It went", "Something else."])
def test_what_was_typed_and_does_not_stand_there_again_is_a_draft_lost(held: str) -> None:
    assert reopened([HALF, WHOLE], held)
    assert reopened([HALF, WHOLE], WORDS) == []


def test_what_was_typed_and_not_acknowledged_may_stand_there_or_what_was_before() -> None:
    assert reopened([HALF, NOT_HEARD], "It went") == []
    assert reopened([HALF, NOT_HEARD], WORDS) == []
    assert reopened([HALF, NOT_HEARD], "")
    assert reopened([NOT_HEARD], "") == []


def test_a_draft_is_kept_without_the_blank_that_a_pause_leaves() -> None:
    assert reopened([replace(HALF, words="It went ")], "It went") == []
    assert reopened([replace(HALF, words="It went ")], "It") != []


def test_a_draft_of_what_was_answered_since_need_not_stand_anywhere() -> None:
    third = Shown({Question("talk", 3): ""})
    assert found([*FINE[:2], PUT_UP, WHOLE, *SENT_OFF[3:], third]).drafts_lost == []
