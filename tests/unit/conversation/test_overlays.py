"""A translation lies over a script string by string; it may change words and nothing else."""

from collections.abc import Sequence
from typing import Any

import pytest

from flows.conversation.definitions import Source, read_script
from flows.conversation.script import Option, Script
from flows.errors import BadScript
from tests.unit.conversation.scripts import HEAD, file_of, step, toml

_DE, _AT = "de/check-in.toml", "de-AT/check-in.toml"
_BASE = file_of(
    step("mood", "scale", hint="Roughly.", labels={"1": "Low", "3": "Fair", "5": "High"}),
    step("why", "choice", ask=["Why?", "What for?"]),
    step("more"),
)


def _read(*overlays: Source) -> Script:
    return read_script(Source("en/check-in.toml", _BASE), overlays, "de")


def _german(steps: Sequence[Any] = (), file: str = _DE, **words: Any) -> Source:
    return Source(file, toml({"id": "check-in", **words, "steps": list(steps)}))


def test_every_word_may_be_translated() -> None:
    steps = [
        {"id": "mood", "ask": "Wie war es?", "hint": "Etwa.", "labels": {"1": "Tief", "3": "Mittel", "5": "Hoch"}},
        {
            "id": "why",
            "ask": ["Warum?"],
            "options": [{"id": "help", "label": "Hilfe"}, {"id": "time", "label": "Zeit"}],
        },
    ]
    words: dict[str, Any] = {
        "title": "Rückblick",
        "why": "Darum.",
        "closing": "Danke.",
        "starts_as": "Los",
        "start_words": ["LOS"],
    }

    script = _read(_german(steps, **words))

    assert (script.language, script.title, script.why, script.closing) == ("de", "Rückblick", "Darum.", "Danke.")
    assert (script.starts_as, script.start_words) == ("Los", ("los",))
    mood, why, _ = script.steps.values()
    assert (mood.asks, mood.hint) == (("Wie war es?",), "Etwa.")
    assert mood.labels == {1: "Tief", 3: "Mittel", 5: "Hoch"}
    assert why.asks == ("Warum?",)
    assert why.options == (Option("time", "Zeit"), Option("help", "Hilfe"))


def test_whatever_is_missing_falls_back_string_by_string() -> None:
    steps = [
        {"id": "why", "options": [{"id": "help", "label": "Hilfe"}]},
        {"id": "mood", "labels": {"5": "Hoch"}},
    ]

    script = _read(_german(steps))

    assert (script.title, script.start_words) == (HEAD["title"], ("check in",))
    assert list(script.steps) == ["mood", "why", "more"]
    mood, why, _ = script.steps.values()
    assert (mood.asks, mood.hint, mood.labels) == (("About mood?",), "Roughly.", {1: "Low", 3: "Fair", 5: "Hoch"})
    assert why.asks == ("Why?", "What for?")
    assert why.options == (Option("time", "Too little time"), Option("help", "Hilfe"))


def test_a_translation_may_leave_out_all_steps() -> None:
    script = _read(Source(_DE, 'id = "check-in"\ntitle = "Rückblick"'))

    assert (script.title, script.first.asks) == ("Rückblick", ("About mood?",))


def test_of_several_translations_the_later_wins_where_it_says_something() -> None:
    german = _german([{"id": "more", "ask": "Was noch?", "hint": "Kurz."}], title="Rückblick")
    austrian = _german([{"id": "more", "hint": "Ganz kurz."}], file=_AT)

    script = _read(german, austrian)

    assert (script.title, script.steps["more"].asks, script.steps["more"].hint) == (
        "Rückblick",
        ("Was noch?",),
        "Ganz kurz.",
    )
    assert script.source == (_BASE, german.text, austrian.text)


def test_a_translation_keeps_the_fingerprint() -> None:
    german = _german([{"id": "mood", "ask": ["Wie?", "Wie denn?"], "labels": {"1": "Tief"}}], title="Rückblick")

    assert _read(german).fingerprint == _read().fingerprint


@pytest.mark.parametrize(
    ("overlay", "reason"),
    [
        ({"id": "another"}, "id must be 'check-in', as in the script it translates"),
        ({"id": None}, "id must be 'check-in', as in the script it translates"),
        ({"minutes": 4, "audience": "coach"}, "a translation holds words only, not audience, minutes"),
        ({"answer_in": "form"}, "a translation holds words only, not answer_in"),
        ({"title": "x" * 61}, "title has 61 characters; at most 60 fit"),
        ({"title": 5}, "title must be a text that is not empty"),
        ({"why": "{day}"}, "placeholder {day} is not known for the subject 'week'"),
        ({"start_words": []}, "start_words must not be empty"),
        ({"steps": "mood"}, "steps must be a list"),
        ({"steps": ["mood"]}, "steps: each must be a table with an id of its own"),
        ({"steps": [{"ask": "Wie?"}]}, "steps: each must be a table with an id of its own"),
        ({"steps": [{"id": ["mood"]}]}, "steps: each must be a table with an id of its own"),
        ({"steps": [{"id": "more"}, {"id": "more"}]}, "steps: each must be a table with an id of its own"),
        ({"steps": [{"id": "less"}]}, "step less: the script it translates has no such step"),
    ],
)
def test_a_translation_that_is_wrong_as_a_whole(overlay: dict[str, Any], reason: str) -> None:
    table = {key: value for key, value in {"id": "check-in", **overlay}.items() if value is not None}

    assert _complaint(table) == f"{_DE}: {reason}"


@pytest.mark.parametrize(
    ("step_id", "words", "reason"),
    [
        ("more", {"next": "end"}, "a translation holds words only, not next"),
        ("more", {"ask": 5}, "ask must be a text that is not empty"),
        ("more", {"ask": "x" * 601}, "ask has 601 characters; at most 600 fit"),
        ("more", {"hint": "{"}, "curly braces are for placeholders such as {week.start} only"),
        ("more", {"options": [{"id": "a", "label": "A"}]}, "options must keep the ids of the script it translates"),
        ("more", {"labels": {"1": "Tief"}}, "labels go with scales only"),
        ("mood", {"labels": ["Tief"]}, "labels must be a table"),
        ("mood", {"labels": {"6": "Höher"}}, "labels name points that are not on the scale"),
        ("mood", {"labels": {"1": 1}}, "labels: 1 must be a text that is not empty"),
        ("why", {"options": 2}, "options must be a list"),
        ("why", {"options": ["time"]}, "options: each must be a table with an id of its own"),
        (
            "why",
            {"options": [{"id": "money", "label": "Geld"}]},
            "options must keep the ids of the script it translates",
        ),
        ("why", {"options": [{"id": "time", "next": "end"}]}, "a translation holds words only, not next"),
        ("why", {"options": [{"id": "time", "label": "x" * 76}]}, "option: label has 76 characters; at most 75 fit"),
    ],
)
def test_a_translated_step_that_is_wrong(step_id: str, words: dict[str, Any], reason: str) -> None:
    table = {"id": "check-in", "steps": [{"id": step_id, **words}]}

    assert _complaint(table) == f"{_DE}: step {step_id}: {reason}"


def test_a_fault_of_the_base_is_not_blamed_on_its_translation() -> None:
    with pytest.raises(BadScript, match=r"^en/check-in\.toml: steps must not be empty$"):
        read_script(Source("en/check-in.toml", file_of()), [_german()])


def test_of_several_translations_the_faulty_one_is_named() -> None:
    with pytest.raises(BadScript, match=r"^de-AT/check-in\.toml: title must be"):
        _read(_german(title="Rückblick"), _german(file=_AT, title=" "))


def _complaint(table: dict[str, Any]) -> str:
    with pytest.raises(BadScript) as refused:
        _read(Source(_DE, toml(table)))
    return str(refused.value)
