"""A script that is wrong as a whole is refused, naming file and reason."""

from dataclasses import replace
from typing import Any

import pytest

from flows.conversation.definition_checks import MOST_QUESTIONS, check_script
from flows.conversation.definitions import Source, read_script
from flows.conversation.subjects import SUBJECTS, Placeholder
from flows.errors import BadScript
from tests.unit.conversation.scripts import HEAD, file_of, script_of, step, toml, without

_ID = "id must be lower-case letters, digits, - or _"
_BRACES = "curly braces are for placeholders such as {week.start} only"
_PLACES = "placeholders go into ask, hint, why and closing only"
_SHORT = "over 5 minutes: mark the steps of a short version (short = true) and give short_minutes"
_TOGETHER = "short = true and short_minutes go together"


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
        ({"answer_in": "chat"}, 'answer_in must be "form"; without it people choose for themselves'),
        ({"answer_in": ["form"]}, "answer_in must be a text that is not empty"),
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
