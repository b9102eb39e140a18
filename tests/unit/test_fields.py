"""The fields of a window: what they hold, what comes back, and that it means the same."""

from datetime import date
from typing import Any

import pytest

from bot import ids
from bot.prompt_files import read_prompts
from bot.views.fields import block_of, field, written_in
from flows.conversation.checks import Problem
from flows.conversation.script import Kind, Option, Step, Value
from flows.conversation.written import FIELD_LENGTH, as_written, fits_a_field, read_written
from flows.words import Words
from sandbox.checks.views import check_view

FEW = (Option("a", "Apples"), Option("b", "Berries"))
MANY = tuple(Option(f"o{number}", f"Option {number}") for number in range(11))


def step(kind: Kind, **more: Any) -> Step:
    return Step("it", kind, ("What is it?",), "end", **more)


ANSWERED = {
    "words": (step(Kind.TEXT), Value(text="A few words.")),
    "a number": (step(Kind.NUMBER, low=0), Value(number=12)),
    "a scale": (step(Kind.SCALE, low=1, high=5, labels={1: "low"}), Value(number=4)),
    "a long scale": (step(Kind.SCALE, low=0, high=10), Value(number=10)),
    "a choice": (step(Kind.CHOICE, options=FEW), Value(choices=("b",))),
    "a choice of many": (step(Kind.CHOICE, options=MANY), Value(choices=("o7",))),
    "choices": (step(Kind.CHOICES, options=FEW), Value(choices=("a", "b"))),
    "choices of many": (step(Kind.CHOICES, options=MANY), Value(choices=("o1", "o10"))),
    "yes": (step(Kind.YES_NO), Value(choices=("yes",))),
    "a date": (step(Kind.DATE), Value(day=date(2026, 11, 23))),
    "a person": (step(Kind.PERSON), Value(choices=("U012AB3CD",))),
    "people": (step(Kind.PEOPLE), Value(choices=("U012AB3CD", "U012AB3CE"))),
}


@pytest.fixture(scope="module")
def words() -> Words:
    return read_prompts().catalogues["en"]


@pytest.mark.parametrize("name", ANSWERED)
def test_a_field_that_nobody_touched_gives_its_answer_back(name: str, words: Words) -> None:
    asked, value = ANSWERED[name]
    for told in (True, False):
        block = field(asked, "What is it?", "", as_written(asked, value), words, told=told).to_dict()
        written = written_in({block["block_id"]: {ids.FIELD: untouched(block["element"])}})
        assert read_written(asked, written["it"]) == value


def untouched(element: dict[str, Any]) -> dict[str, Any]:
    """The state that Slack sends for an element as it was drawn."""
    initial = {key: value for key, value in element.items() if key.startswith("initial_")}
    return {
        ("value" if key == "initial_value" else key.replace("initial_", "selected_")): initial[key] for key in initial
    }


@pytest.mark.parametrize("name", ANSWERED)
@pytest.mark.parametrize("told", [True, False])
def test_slack_takes_every_field_full_and_empty(name: str, told: bool, words: Words) -> None:
    asked, value = ANSWERED[name]
    for written in (as_written(asked, value), ()):
        block = field(asked, "What is it?", "A hint.", written, words, told=told).to_dict()
        view = {
            "type": "modal",
            "title": {"type": "plain_text", "text": "T"},
            "submit": {"type": "plain_text", "text": "S"},
        }
        check_view({**view, "blocks": [block]}, "modal")


@pytest.mark.parametrize("name", ANSWERED)
def test_an_empty_field_is_no_answer(name: str) -> None:
    assert read_written(ANSWERED[name][0], ()) is None
    assert read_written(ANSWERED[name][0], ("",)) is None


@pytest.mark.parametrize(
    ("name", "written", "problem"),
    [
        ("words", (" \n\u200b",), Problem.EMPTY),
        ("words", ("x" * (FIELD_LENGTH + 1),), Problem.TOO_LONG),
        ("a number", ("twelve",), Problem.EMPTY),
        ("a number", ("-1",), Problem.NOT_A_NUMBER),
        ("a scale", ("6",), Problem.NOT_ON_SCALE),
        ("a choice", ("z",), Problem.NOT_AN_OPTION),
        ("yes", ("maybe",), Problem.NOT_YES_OR_NO),
        ("a date", ("tomorrow",), Problem.EMPTY),
    ],
)
def test_what_does_not_fit_says_why(name: str, written: tuple[str, ...], problem: Problem) -> None:
    assert read_written(ANSWERED[name][0], written) is problem


def test_words_that_fit_exactly_are_whole() -> None:
    words = "x" * FIELD_LENGTH
    assert read_written(step(Kind.TEXT), (words,)) == Value(text=words)
    assert fits_a_field(step(Kind.TEXT), Value(text=words))
    assert not fits_a_field(step(Kind.TEXT), Value(text=f"{words}x"))
    assert fits_a_field(step(Kind.SCALE), Value(number=1, text="x" * 9000))


def test_only_our_fields_are_read() -> None:
    assert written_in({"other": {ids.FIELD: {"value": "x"}}, block_of("it"): {"other": {"value": "x"}}}) == {"it": ()}
