"""A bad step is refused, naming file, step and reason. One row for everything that can be wrong."""

from typing import Any

import pytest

from flows.conversation.definitions import Source, read_script
from flows.errors import BadScript
from tests.unit.conversation.scripts import file_of, step, without

_ID = "id must be lower-case letters, digits, - or _"
_STEP_ID = f"step number 1: {_ID}, and not 'end'"
_KINDS = "text, scale, choice, choices, yes_no, number, date, person, people, competencies, level, say, recall"
_OPTIONS = "options go with choice and choices, and only with them"
_NUMBERS = "at_most and at_least go with scales, levels and numbers only"
_LIMITS = "low and high go with scales, levels and numbers only"
_BRACES = "curly braces are for placeholders such as {week.start} only"
_PLACES = "placeholders go into ask, hint, why and closing only"
_ALIKE = "two options read alike; let them differ in words, not only in capitals, marks or emoji"
_SCALE = "a scale needs low and high, 2 to 10 points, not below 0"
_ONE_CONDITION = "branch: give exactly one of shorter_than, at_most, at_least, equals"


def _labelled(*labels: str) -> list[dict[str, str]]:
    return [{"id": f"o{number}", "label": label} for number, label in enumerate(labels)]


def _complaint(text: str) -> str:
    with pytest.raises(BadScript) as refused:
        read_script(Source("check-in.toml", text))
    return str(refused.value)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("hello", _STEP_ID),
        ({"kind": "text"}, _STEP_ID),
        (step("Q"), _STEP_ID),
        (step("end"), _STEP_ID),
        (step("q" * 41), _STEP_ID),
        ({"id": ["q"]}, _STEP_ID),
        (without(step("q"), "ask"), "step q: ask is missing"),
        (without(step("q"), "kind"), "step q: kind is missing"),
        (without(step("q", "scale"), "low"), f"step q: {_SCALE}"),
        (without(step("q", "scale"), "high"), f"step q: {_SCALE}"),
        (without(step("q", "recall"), "from"), "step q: from is missing"),
    ],
)
def test_a_table_that_is_no_step(table: object, reason: str) -> None:
    assert _complaint(file_of(table)) == f"check-in.toml: {reason}"


@pytest.mark.parametrize(
    ("kind", "keys", "reason"),
    [
        ("essay", {}, f"kind 'essay' is unknown; the kinds are {_KINDS}"),
        ("text", {"ask": "x" * 601}, "ask has 601 characters; at most 600 fit"),
        ("text", {"ask": []}, "ask must not be empty"),
        ("text", {"ask": "Since {week.begin}?"}, "placeholder {week.begin} is not known for the subject 'week'"),
        ("text", {"ask": ["Fine?", "{{week.start}}?"]}, _BRACES),
        ("text", {"hint": "{"}, _BRACES),
        ("text", {"hint": "x" * 201}, "hint has 201 characters; at most 200 fit"),
        ("text", {"required": 1}, "required must be true or false"),
        ("text", {"colour": "red"}, "unknown key colour"),
        ("text", {"from": "small-wins"}, "unknown key from"),
        ("text", {"next": "nowhere"}, "leads to 'nowhere', which is no step of this script"),
        ("text", {"next": 2}, "next must be a text that is not empty"),
        ("text", {"branches": {}}, "branches must be a list"),
        ("text", {"branches": ["r"]}, "branch: expected a table with keys and values"),
        ("text", {"branches": [{"shorter_than": 5}]}, "branch: next is missing"),
        ("text", {"branches": [{"next": "end"}]}, _ONE_CONDITION),
        ("text", {"branches": [{"next": "end", "at_most": 1, "at_least": 1}]}, _ONE_CONDITION),
        ("text", {"branches": [{"next": "end", "above": 1}]}, "branch: unknown key above"),
        ("text", {"branches": [{"next": "no", "shorter_than": 5}]}, "leads to 'no', which is no step of this script"),
        ("number", {"branches": [{"next": "end", "shorter_than": 5}]}, "shorter_than goes with kind text only"),
        ("text", {"branches": [{"next": "end", "at_most": 5}]}, _NUMBERS),
        ("text", {"branches": [{"next": "end", "at_least": 0}]}, _NUMBERS),
        ("choice", {"branches": [{"next": "end", "equals": "no"}]}, "equals 'no' is not one of its answers"),
        ("yes_no", {"branches": [{"next": "end", "equals": "maybe"}]}, "equals 'maybe' is not one of its answers"),
        ("text", {"branches": [{"next": "end", "equals": "fine"}]}, "equals 'fine' is not one of its answers"),
        ("text", {"options": [{"id": "a", "label": "A"}]}, _OPTIONS),
        ("choice", {"options": []}, _OPTIONS),
        ("choice", {"options": "a"}, "options must be a list"),
        ("choice", {"options": ["a"]}, "option: expected a table with keys and values"),
        ("choice", {"options": [{"id": "A", "label": "A"}]}, f"option: {_ID}"),
        ("choice", {"options": [{"id": "a", "label": "x" * 76}]}, "option: label has 76 characters; at most 75 fit"),
        ("choice", {"options": [{"id": "a", "label": "A", "value": 1}]}, "option: unknown key value"),
        ("choices", {"options": [{"id": "a", "label": "A"}]}, "give 2 to 10 options"),
        ("choices", {"options": [{"id": f"a{n}", "label": f"A{n}"} for n in range(11)]}, "give 2 to 10 options"),
        ("choice", {"options": [{"id": "a", "label": "A"}] * 2}, "an option id is used twice"),
        ("choice", {"options": _labelled("Time", "TIME.")}, _ALIKE),
        ("choices", {"options": _labelled("Time \U0001f44d", "Time \U0001f44e")}, _ALIKE),
        ("choice", {"options": _labelled("\u2714\ufe0f", "\u274c")}, _ALIKE),
        ("choice", {"options": _labelled("This week", "Since {week.start}")}, _PLACES),
        ("scale", {"labels": {"1": "Low", "5": "High}"}}, _PLACES),
        ("level", {}, "kind 'level' needs a goal, which this version does not have yet"),
        ("competencies", {}, "kind 'competencies' needs a map of competencies, which this version does not have yet"),
        ("say", {"required": True}, "required makes no sense where nothing is answered"),
        ("text", {"max_length": 0}, "max_length must be from 1 to 3000"),
        ("text", {"max_length": 3001}, "max_length must be from 1 to 3000"),
        ("text", {"link": "https://example.org"}, "link goes with kind say only"),
        ("say", {"link": "http://example.org"}, "link must begin with https://"),
        ("scale", {"labels": []}, "labels must be a table"),
        ("scale", {"labels": {"low": "Low"}}, "labels: unknown key low"),
        ("scale", {"labels": {"1": "Low", "5": 5}}, "labels: 5 must be a text that is not empty"),
        ("scale", {"labels": {"1": "Low", "4": "Fine"}}, "say in labels what the lowest and the highest point mean"),
        ("scale", {"labels": {"1": "L", "5": "H", "6": "?"}}, "labels name points that are not on the scale"),
        ("text", {"labels": {"1": "Low"}}, "labels go with scales only"),
        ("scale", {"low": 5}, _SCALE),
        ("scale", {"high": 11}, _SCALE),
        ("scale", {"low": -1, "high": 3}, _SCALE),
        ("text", {"low": 1}, _LIMITS),
        ("text", {"high": 1}, _LIMITS),
        ("number", {"low": 4, "high": 3}, "low must not be above high"),
        ("number", {"low": -1_000_000_000}, "low is out of reach; at most 999999999 fits"),
        ("recall", {"weeks_ago": 0}, "weeks_ago must be 1 or more"),
        ("recall", {"if_none": "nowhere"}, "leads to 'nowhere', which is no step of this script"),
    ],
)  # fmt: skip
def test_a_step_that_is_wrong(kind: str, keys: dict[str, Any], reason: str) -> None:
    assert _complaint(file_of(step("q", kind, **keys))) == f"check-in.toml: step q: {reason}"
