"""A bad script is refused, naming file, step and reason. One row for everything that can be wrong."""

from dataclasses import replace
from typing import Any

import pytest

from flows.conversation.definition_checks import MOST_QUESTIONS, check_script
from flows.conversation.definitions import Source, read_script
from flows.conversation.subjects import SUBJECTS, Placeholder
from flows.errors import BadScript
from tests.unit.conversation.scripts import HEAD, file_of, script_of, step, toml, without

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
_SHORT = "over 5 minutes: mark the steps of a short version (short = true) and give short_minutes"
_TOGETHER = "short = true and short_minutes go together"
_ONE_CONDITION = "branch: give exactly one of shorter_than, at_most, at_least, equals"


def _labelled(*labels: str) -> list[dict[str, str]]:
    return [{"id": f"o{number}", "label": label} for number, label in enumerate(labels)]


def _complaint(text: str) -> str:
    with pytest.raises(BadScript) as refused:
        read_script(Source("check-in.toml", text))
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["id = ", "id = 'a'\nid = 'b'", "version = 2026-02-30", f"version = {'9' * 5000}", f"steps = {'[' * 20_000}"],
    ids=["cut off", "twice", "no such day", "endless number", "endless nesting"],
)
def test_what_is_no_toml_is_refused(text: str) -> None:
    assert _complaint(text).startswith("check-in.toml: not valid TOML: ")


def test_a_number_too_long_to_be_shown_is_refused_all_the_same() -> None:
    text = toml(without(HEAD, "version")) + f"\nversion = 0x{'f' * 6000}"

    assert _complaint(text) == "check-in.toml: version is out of reach; at most 999999999 fits"


@pytest.mark.parametrize("key", ["id", "version", "title", "minutes", "why", "closing", "start_words", "starts_as"])
def test_what_every_script_needs_is_missed(key: str) -> None:
    text = toml({**without(HEAD, key), "steps": [step("q")]})

    assert _complaint(text) == f"check-in.toml: {key} is missing"


def test_a_script_without_steps_is_refused() -> None:
    assert _complaint(toml(HEAD)) == "check-in.toml: steps is missing"
    assert _complaint(file_of()) == "check-in.toml: steps must not be empty"
    assert _complaint(toml({**HEAD, "steps": 3})) == "check-in.toml: steps must be a list"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ({"id": "Check In"}, _ID),
        ({"version": 0}, "version must be 1 or more"),
        ({"version": True}, "version must be a whole number"),
        ({"minutes": 2.5}, "minutes must be a whole number"),
        ({"minutes": 0}, "minutes must be 1 or more"),
        ({"minutes": 1_000_000_000}, "minutes is out of reach; at most 999999999 fits"),
        ({"version": -1_000_000_000}, "version is out of reach; at most 999999999 fits"),
        ({"title": 5}, "title must be a text that is not empty"),
        ({"title": " "}, "title must be a text that is not empty"),
        ({"title": "x" * 61}, "title has 61 characters; at most 60 fit"),
        ({"why": "x" * 301}, "why has 301 characters; at most 300 fit"),
        ({"closing": "x" * 301}, "closing has 301 characters; at most 300 fit"),
        ({"start_words": []}, "start_words must not be empty"),
        ({"start_words": ["in", 2]}, "start_words must be a text that is not empty"),
        ({"start_words": ["x" * 41]}, "start_words has 41 characters; at most 40 fit"),
        ({"starts_as": "x" * 61}, "starts_as has 61 characters; at most 60 fit"),
        ({"cites": ["x" * 61]}, "cites has 61 characters; at most 60 fit"),
        ({"audience": "everyone"}, "audience must be one of self, coach"),
        ({"support": "yes"}, "support must be true or false"),
        ({"colour": "red", "author": "me"}, "unknown key author, colour"),
        ({"subject": "year"}, f"subject 'year' is unknown; the subjects are {', '.join(SUBJECTS)}"),
        ({"title": "About {week.start}"}, _PLACES),
        ({"starts_as": "Look back on {week.start}"}, _PLACES),
        ({"why": "Dear {name}"}, "placeholder {name} is not known for the subject 'week'"),
        ({"why": "Since {week.start"}, _BRACES),
        ({"closing": "Well done}"}, _BRACES),
        ({"subject": "moment", "why": "{a.b}"}, "placeholder {a.b} is not known for the subject 'moment'"),
        ({"closing": "{}"}, "placeholder {} is not known for the subject 'week'"),
        ({"minutes": 6}, _SHORT),
        ({"minutes": 6, "short_minutes": 2}, _SHORT),
        ({"short_minutes": 2}, _TOGETHER),
    ],
)  # fmt: skip
def test_a_script_that_is_wrong_as_a_whole(head: dict[str, Any], reason: str) -> None:
    assert _complaint(file_of(step("q"), **head)) == f"check-in.toml: {reason}"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ({}, _TOGETHER),
        ({"minutes": 6}, _SHORT),
        ({"minutes": 6, "short_minutes": 6}, "short_minutes must be at least 1 and less than minutes"),
        ({"short_minutes": 0}, _TOGETHER),
        ({"short_minutes": -1}, "short_minutes must be at least 1 and less than minutes"),
        ({"short_minutes": 1.5}, "short_minutes must be a whole number"),
    ],
)
def test_a_short_version_that_is_wrong(head: dict[str, Any], reason: str) -> None:
    assert _complaint(file_of(step("q", short=True), **head)) == f"check-in.toml: {reason}"


def test_a_short_version_that_would_ask_nothing_is_refused() -> None:
    gate = step("gate", "yes_no", branches=[{"equals": "yes", "next": "more"}], next="end")

    complaint = _complaint(file_of(gate, step("more", short=True), short_minutes=1))

    assert complaint.startswith("check-in.toml: the short version asks nothing")


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


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([step("q"), step("q")], "step q: the id is used twice"),
        ([step("q", next="s"), step("r"), step("s")], "step r: no way leads here"),
        ([step("q", next="end"), step("r", next="s"), step("s", next="r")], "step r: no way leads here"),
        ([step("q"), step("r", next="q")], "step q: its way comes round to itself again"),
        ([step("q"), step("r", next="r")], "step r: its way comes round to itself again"),
        (
            [step("q"), step("r"), step("s", branches=[{"shorter_than": 5, "next": "r"}])],
            "step r: its way comes round to itself again",
        ),
        ([step("q"), step("r", "recall", if_none="q")], "step q: its way comes round to itself again"),
    ],
)
def test_steps_that_do_not_hang_together(steps: list[Any], reason: str) -> None:
    assert _complaint(file_of(*steps)) == f"check-in.toml: {reason}"


def test_one_question_more_than_can_be_shown_again_is_refused() -> None:
    ways = [step("gate", "yes_no", branches=[{"equals": "no", "next": "end"}])]
    ways += [step(f"q{number}") for number in range(MOST_QUESTIONS)]

    complaint = _complaint(file_of(*ways))

    assert complaint == "check-in.toml: one way through it asks 16 questions; at most 15 can be shown again"


def test_a_way_round_is_found_before_its_short_version_is_walked() -> None:
    circle = (step("q", branches=[{"shorter_than": 5, "next": "s"}]), step("r", next="q"), step("s", short=True))

    assert _complaint(file_of(*circle, short_minutes=1)).endswith("comes round to itself again")


def test_a_message_must_not_hold_a_persons_words() -> None:
    subjects = {"week": (Placeholder("week.start"), Placeholder("week.title", holds_words=True))}
    asking = script_of(step("q", ask="About the week of {week.start}?"))

    check_script(asking, "check-in.toml", subjects)
    with pytest.raises(BadScript) as refused:
        check_script(replace(asking, why="About {week.title}"), "check-in.toml", subjects)

    reason = "placeholder {week.title} holds a person's words, which must not stand in a message"
    assert str(refused.value) == f"check-in.toml: {reason}"
