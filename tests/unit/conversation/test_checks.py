"""Which answers fit which kind of step, at their very limits."""

from datetime import date
from typing import Any

import pytest

from flows.conversation.checks import Problem, check
from flows.conversation.script import SILENT_KINDS, Kind, Value
from tests.unit.conversation.scripts import FITTING, step_of


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_takes_an_answer_that_fits(kind: Kind) -> None:
    asked = step_of(kind)

    assert check(asked, FITTING[kind]) is None


@pytest.mark.parametrize("kind", sorted(set(Kind) - SILENT_KINDS))
def test_every_kind_refuses_no_answer_at_all(kind: Kind) -> None:
    asked = step_of(kind)

    assert check(asked, None) is Problem.EMPTY
    assert check(asked, Value()) is not None


@pytest.mark.parametrize("kind", sorted(SILENT_KINDS))
def test_words_where_there_is_only_something_to_read_are_refused_rather_than_lost(kind: Kind) -> None:
    asked = step_of(kind)

    assert check(asked, None) is None
    assert check(asked, Value(text="Wait, I wanted to add something")) is Problem.NOTHING_TO_ANSWER


@pytest.mark.parametrize(
    ("kind", "keys", "value", "problem"),
    [
        ("text", {}, Value(text=" \n\t "), Problem.EMPTY),
        ("text", {"max_length": 5}, Value(text="12345"), None),
        ("text", {"max_length": 5}, Value(text="123456"), Problem.TOO_LONG),
        ("text", {}, Value(text="x" * 3000), None),
        ("text", {}, Value(text="x" * 3001), Problem.TOO_LONG),
        ("scale", {}, Value(number=0), Problem.NOT_ON_SCALE),
        ("scale", {}, Value(number=1), None),
        ("scale", {}, Value(number=5), None),
        ("scale", {}, Value(number=6), Problem.NOT_ON_SCALE),
        ("scale", {}, Value(text="four"), Problem.NOT_ON_SCALE),
        ("scale", {"max_length": 5}, Value(text="rough week", number=4), Problem.TOO_LONG),
        ("level", {}, Value(number=-3), Problem.NOT_ON_SCALE),
        ("level", {}, Value(number=-2), None),
        ("level", {}, Value(number=3), Problem.NOT_ON_SCALE),
        ("number", {}, Value(number=-1_000_000), None),
        ("number", {"low": 2}, Value(number=1), Problem.NOT_A_NUMBER),
        ("number", {"low": 2}, Value(number=2), None),
        ("number", {"high": 9}, Value(number=9), None),
        ("number", {"high": 9}, Value(number=10), Problem.NOT_A_NUMBER),
        ("number", {}, Value(text="many"), Problem.NOT_A_NUMBER),
        ("choice", {}, Value(choices=("time", "help")), Problem.NOT_AN_OPTION),
        ("choice", {}, Value(choices=("other",)), Problem.NOT_AN_OPTION),
        ("choices", {}, Value(choices=("time",)), None),
        ("choices", {}, Value(choices=("time", "other")), Problem.NOT_AN_OPTION),
        ("competencies", {}, Value(), Problem.NOT_AN_OPTION),
        ("yes_no", {}, Value(choices=("no",)), None),
        ("yes_no", {}, Value(choices=("maybe",)), Problem.NOT_YES_OR_NO),
        ("yes_no", {}, Value(choices=("yes", "no")), Problem.NOT_YES_OR_NO),
        ("date", {}, Value(text="soon"), Problem.NOT_A_DATE),
        ("date", {}, Value(day=date.min), None),
        ("person", {}, Value(choices=("U1", "U2")), Problem.NOT_A_PERSON),
        ("people", {}, Value(choices=("U1",)), None),
        ("people", {}, Value(), Problem.NOT_A_PERSON),
    ],
)
def test_an_answer_at_the_limit(kind: str, keys: dict[str, Any], value: Value, problem: Problem | None) -> None:
    asked = step_of(Kind(kind), **keys)

    assert check(asked, value) is problem


@pytest.mark.parametrize(
    ("keys", "length", "problem"),
    [
        ({}, 40_000, None),
        ({}, 40_001, Problem.TOO_LONG),
        ({"max_length": 2999}, 2999, None),
        ({"max_length": 2999}, 3000, Problem.TOO_LONG),
    ],
)
def test_a_message_holds_more_than_a_form_unless_the_script_says_otherwise(
    keys: dict[str, Any], length: int, problem: Problem | None
) -> None:
    assert check(step_of(Kind.TEXT, **keys), Value(text="x" * length), in_message=True) is problem
