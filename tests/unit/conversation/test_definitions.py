"""A script file becomes a script; what it says, and what it leaves to custom."""

from typing import Any

import pytest

from flows.conversation.definition_checks import MOST_QUESTIONS, NOT_YET
from flows.conversation.definitions import Source, read_script
from flows.conversation.script import END, Audience, Branch, Kind, Option, Recall
from flows.conversation.subjects import SUBJECTS
from flows.people import AnswerIn
from tests.unit.conversation.scripts import FILE, HEAD, file_of, script_of, step, toml, without


def test_a_script_says_what_its_file_says() -> None:
    text = file_of(step("q"), cites=["gibbs-1988"], audience="coach", support=True, start_words=["Check In", "ci"])

    script = read_script(Source(FILE, text), language="en")

    assert (script.id, script.version, script.language, script.minutes) == ("check-in", 1, "en", 3)
    assert (script.title, script.why, script.closing) == (HEAD["title"], HEAD["why"], HEAD["closing"])
    assert (script.subject, script.audience, script.cites) == ("week", Audience.COACH, ("gibbs-1988",))
    assert (script.starts_as, script.start_words) == ("Check in", ("check in", "ci"))
    assert (script.support, script.short_minutes, script.source) == (True, None, (text,))
    assert script.first.id == "q"


def test_what_may_be_left_out_has_a_custom() -> None:
    text = toml({**without(HEAD, "subject"), "steps": [{"id": "q", "kind": "text", "ask": "  How are you? "}]})

    script = read_script(Source(FILE, text))

    assert (script.subject, script.audience, script.cites, script.support) == ("moment", Audience.SELF, (), False)
    asked = script.first
    assert (asked.asks, asked.next, asked.hint, asked.link) == (("How are you?",), END, "", "")
    assert (asked.required, asked.short, asked.max_length, asked.recall) == (False, False, 3000, None)
    assert (asked.branches, asked.options, asked.low, asked.high, asked.labels) == ((), (), None, None, {})


@pytest.mark.parametrize("kind", sorted(set(Kind) - NOT_YET.keys()))
def test_a_step_of_every_kind_loads(kind: Kind) -> None:
    script = script_of(step("q", kind), step("after"))

    assert script.first.kind is kind
    assert script.first.next == "after"


def test_a_step_says_what_its_table_says() -> None:
    script = script_of(
        step("mood", "scale", low=0, high=9, labels={"0": "Low", "9": "High"}, required=True, hint="Roughly."),
        step("why", "choice", branches=[{"equals": "time", "next": "end"}], short=True, next="read"),
        step("read", "say", link="https://example.org/article"),
        short_minutes=1,
    )

    mood, why, read = script.steps.values()
    assert (mood.low, mood.high, mood.labels, mood.required) == (0, 9, {0: "Low", 9: "High"}, True)
    assert mood.hint == "Roughly."
    assert why.branches == (Branch(END, equals="time"),)
    assert why.options == (Option("time", "Too little time"), Option("help", "Too little help"))
    assert (why.short, script.short_minutes) == (True, 1)
    assert read.link == "https://example.org/article"


@pytest.mark.parametrize(("keys", "if_none"), [({}, "changed"), ({"if_none": "end"}, END)])
def test_a_memory_that_is_not_there_is_passed_unless_said_otherwise(keys: dict[str, Any], if_none: str) -> None:
    script = script_of(step("earlier", "recall", **keys), step("changed"))

    assert script.first.recall == Recall("weekly-reflection", 4, if_none)


@pytest.mark.parametrize(
    ("steps", "head"),
    [
        ([step("q", ask="About the week of {week.start}?", hint="Since {week.start}.")], {}),
        ([step("q", branches=[{"shorter_than": 60, "next": "end"}]), step("r")], {}),
        ([step("q", "number", branches=[{"at_least": 9, "next": "end"}]), step("r")], {}),
        ([step("q", "number", low=-2, branches=[{"at_most": -1, "next": "end"}]), step("r")], {}),
        ([step("q", "yes_no", branches=[{"equals": "no", "next": "end"}]), step("r")], {}),
        ([step("q", "choices", branches=[{"equals": "help", "next": "end"}]), step("r")], {}),
        ([step("q", "number", low=3, high=3)], {}),
        ([step("q", "number", low=-999_999_999, high=999_999_999)], {}),
        ([step("q", "scale", low=0, high=1, labels={"0": "No", "1": "Yes"})], {}),
        ([step("q", "scale", low=1, high=10, labels={"1": "Low", "5": "Half", "10": "High"})], {}),
        ([step("q", "choice", options=[{"id": f"o{each}", "label": f"{each:x>75}"} for each in range(10)])], {}),
        ([step("q", max_length=1), step("r", max_length=3000)], {}),
        ([step(f"q{number}") for number in range(MOST_QUESTIONS)], {}),
        ([step(f"s{number}", "say") for number in range(MOST_QUESTIONS + 1)], {}),
        ([step("q", "choice", options=[{"id": "less", "label": "< 5"}, {"id": "more", "label": "> 5"}])], {}),
        ([step("q" * 40, ask="x" * 600, hint="x" * 200)], {}),
        ([step("q", next="r"), step("r")], {"title": "x" * 60, "why": "x" * 300, "closing": "x" * 300}),
        ([step("q")], {"start_words": ["x" * 40], "starts_as": "x" * 60, "cites": ["x" * 60]}),
        ([step("q")], {"minutes": 5}),
        ([step("q", short=True)], {"minutes": 6, "short_minutes": 5}),
        ([step("q"), step("r", short=True)], {"minutes": 2, "short_minutes": 1}),
    ],
)
def test_what_just_fits_loads(steps: list[Any], head: dict[str, Any]) -> None:
    assert len(script_of(*steps, **head).steps) == len(steps)


_BRANCHED = step("q", "choice", branches=[{"equals": "time", "next": "s"}])


_OTHERS: list[tuple[list[Any], dict[str, Any]]] = [
    ([step("q"), step("r")], {"id": "another"}),
    ([step("q"), step("r")], {"version": 2}),
    ([step("r"), step("q")], {}),
    ([step("q")], {}),
    ([step("q"), step("r2")], {}),
    ([step("q", "yes_no"), step("r")], {}),
    ([step("q", required=True), step("r")], {}),
    ([step("q", short=True), step("r")], {"short_minutes": 1}),
    ([step("q", max_length=100), step("r")], {}),
    ([step("q", branches=[{"shorter_than": 60, "next": "end"}]), step("r")], {}),
    ([step("q", branches=[{"shorter_than": 61, "next": "end"}]), step("r")], {}),
    ([step("q", "number"), step("r")], {}),
    ([step("q", "number", low=1), step("r")], {}),
    ([step("q", "number", high=1), step("r")], {}),
    ([step("q", "number", branches=[{"at_most": 1, "next": "end"}]), step("r")], {}),
    ([step("q", "number", branches=[{"at_least": 1, "next": "end"}]), step("r")], {}),
    ([step("q", "choice"), step("r"), step("s")], {}),
    ([_BRANCHED, step("r"), step("s")], {}),
    ([{**_BRANCHED, "branches": [{"equals": "help", "next": "s"}]}, step("r"), step("s")], {}),
    ([{**_BRANCHED, "branches": [{"equals": "time", "next": "end"}]}, step("r"), step("s")], {}),
    ([step("q", "recall"), step("r")], {}),
    ([step("q", "recall", weeks_ago=13), step("r")], {}),
    ([step("q", "recall", **{"from": "small-wins"}), step("r")], {}),
    ([step("q", "recall", if_none="end"), step("r")], {}),
]


def test_the_fingerprint_tells_another_meaning_or_order() -> None:
    different = [([step("q"), step("r")], {}), *_OTHERS]

    assert len({script_of(*steps, **head).fingerprint for steps, head in different}) == len(different)


@pytest.mark.parametrize(
    ("keys", "head"),
    [
        ({"ask": "And about q?"}, {}),
        ({"ask": ["About q?", "And about q?"]}, {}),
        ({"hint": "Take your time."}, {}),
        ({"options": [{"id": "time", "label": "No time"}, {"id": "help", "label": "No help"}]}, {}),
        ({}, {"title": "Another", "why": "Because.", "closing": "Bye.", "starts_as": "Go", "start_words": ["go"]}),
    ],
)
def test_the_fingerprint_stays_when_only_words_differ(keys: dict[str, Any], head: dict[str, Any]) -> None:
    reworded = script_of(step("q", "choice", **keys), step("r"), **head)

    assert reworded.fingerprint == script_of(step("q", "choice"), step("r")).fingerprint


def test_only_known_subjects_have_placeholders() -> None:
    assert {name for name, placeholders in SUBJECTS.items() if placeholders} == {"week"}


def test_a_script_may_require_the_form() -> None:
    assert script_of(step("q")).answer_in is None
    assert script_of(step("q"), answer_in="form").answer_in is AnswerIn.FORM


def test_whether_the_form_is_required_changes_nothing_for_conversations_under_way() -> None:
    """A conversation that began before the script required the form still finds its script."""
    assert script_of(step("q"), answer_in="form").fingerprint == script_of(step("q")).fingerprint
