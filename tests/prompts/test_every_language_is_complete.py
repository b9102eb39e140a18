"""Every language that ships says everything: no text is missing, left in English, or said in forms it does not have.

What is missing would be shown in English, so nothing breaks; but a page in two languages reads like a fault.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from bot.prompt_files import own_folder, read_prompts
from flows.conversation.library import BASE_LANGUAGE
from flows.conversation.vocabulary import Control, Page, tidy

Texts = Mapping[str, str | Mapping[str, str]]

PROMPTS = read_prompts()
LANGUAGES = sorted(PROMPTS.catalogues.keys() - {BASE_LANGUAGE})
IN_EACH = pytest.mark.parametrize("language", LANGUAGES)

ALIKE = {"confirm.question", "words.from"}
"""Nothing but placeholders and marks, so that they may read the same in any language."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


TYPED_BY_PEOPLE = {"typed", "search"}
"""Files of words that are understood, not shown: each language has as many as its speakers use."""


def folder(language: str) -> Path:
    return own_folder() / language


@cache
def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def word_texts(language: str) -> dict[str, str | Mapping[str, str]]:
    """Every interface text of the language's own files by its key; a counted one with its forms."""
    files = sorted((folder(language) / "words").glob("*.toml"))
    return dict(
        each for path in files if path.stem not in TYPED_BY_PEOPLE for each in flat(read(path), f"{path.stem}.")
    )


def flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    for key, value in table.items():
        if isinstance(value, str) or "other" in value:
            yield f"{prefix}{key}", value
        else:
            yield from flat(value, f"{prefix}{key}.")


def script_texts(language: str) -> dict[str, str]:
    """Every text of every script in the language's own files, by script, step and place."""
    files = sorted((folder(language) / "scripts").glob("*.toml"))
    return {f"{path.stem}: {key}": text for path in files for key, text in of_script(read(path))}


def of_script(script: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((key, script[key]) for key in ("title", "why", "starts_as", "closing") if key in script)
    yield from [("start_words", ", ".join(script["start_words"]))] if script.get("start_words") else []
    for step in script.get("steps", []):
        yield from ((f"{step['id']}, {key}", text) for key, text in of_step(step))


def of_step(step: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    asks = step.get("ask", [])
    wordings = [asks] if isinstance(asks, str) else asks
    yield from ((f"wording {place}", text) for place, text in enumerate(wordings, start=1))
    yield from (("hint", step["hint"]),) if "hint" in step else ()
    yield from ((f"label {point}", text) for point, text in step.get("labels", {}).items())
    yield from ((f"option {option['id']}", option["label"]) for option in step.get("options", []))


def forms(text: str | Mapping[str, str]) -> dict[str, str]:
    return {"": text} if isinstance(text, str) else dict(text)


def missing(base: Texts, own: Texts) -> list[str]:
    return [key for key in base if key not in own]


def other_placeholders(base: Texts, own: Texts) -> list[str]:
    """Texts that leave a fact out, or take one from elsewhere. Each form of a counted text says the same facts.

    Only "one" may do without the number: the languages here use that form for nothing else.
    """
    wanted = {
        key: placeholders(forms(text).get("other", next(iter(forms(text).values())))) for key, text in base.items()
    }
    return [
        f"{key} {form}".strip()
        for key, text in own.items()
        if key in wanted
        for form, said in forms(text).items()
        if wanted[key] not in (placeholders(said), placeholders(f"{said} {{count}}") if form == "one" else ())
    ]


def placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))


def wrong_forms(language: str, base: Texts, own: Texts) -> list[str]:
    """Counted texts whose forms are not those the language has, or that are not counted although the base is."""
    rules = Locale.parse(language).plural_form.tags | {"other"}
    counted = [key for key, text in base.items() if not isinstance(text, str)]
    return [key for key in counted if key in own and set(forms(own[key])) != rules]


def left_alike(base: Texts, own: Texts) -> list[str]:
    """Texts that read as they do in the base language, form by form."""
    said = {key: set(forms(text).values()) for key, text in base.items()}
    return [key for key, text in own.items() if key not in ALIKE and said.get(key, set()) & set(forms(text).values())]


def test_there_is_a_second_language() -> None:
    assert "de" in LANGUAGES


def test_every_file_is_packed_with_cairn() -> None:
    packed = read(own_folder().parent / "pyproject.toml")["tool"]["setuptools"]["package-data"]["prompts"]
    found = {path for pattern in packed for path in own_folder().glob(pattern)}
    assert [path.name for path in own_folder().rglob("*.toml") if path not in found] == []


@IN_EACH
def test_no_text_is_missing_and_none_is_too_many(language: str) -> None:
    for texts in (word_texts, script_texts):
        assert missing(texts(BASE_LANGUAGE), texts(language)) == []
        assert missing(texts(language), texts(BASE_LANGUAGE)) == []


@IN_EACH
def test_placeholders_agree(language: str) -> None:
    for texts in (word_texts, script_texts):
        assert other_placeholders(texts(BASE_LANGUAGE), texts(language)) == []


@IN_EACH
def test_what_is_counted_has_the_forms_of_the_language(language: str) -> None:
    assert wrong_forms(language, word_texts(BASE_LANGUAGE), word_texts(language)) == []


@IN_EACH
def test_nothing_is_left_in_english(language: str) -> None:
    for texts in (word_texts, script_texts):
        assert left_alike(texts(BASE_LANGUAGE), texts(language)) == []


BASE: Texts = {"a": "Yes, {name}", "b": "No", "c": {"one": "{count} minute", "other": "{count} minutes"}}


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ({"b": "Nein"}, (["a", "c"], [], [], [])),
        ({**BASE, "a": "Ja", "b": "Nein"}, ([], ["a"], [], ["c"])),
        ({"a": "Ja, {mane}", "b": "{name}", "c": "{count} Min."}, ([], ["a", "b"], ["c"], [])),
        ({**BASE, "c": {"one": "eine Minute", "other": "{count} Minuten"}}, ([], [], [], ["a", "b"])),
        ({**BASE, "c": {"one": "eine {name}", "other": "Minuten"}}, ([], ["c one", "c other"], [], ["a", "b"])),
        ({"a": "Ja, {name}", "b": "Nein", "c": {"few": "{count} M", "other": "{count} Min."}}, ([], [], ["c"], [])),
    ],
)
def test_what_is_wrong_is_found(own: Texts, found: tuple[list[str], ...]) -> None:
    assert (
        missing(BASE, own),
        other_placeholders(BASE, own),
        wrong_forms("de", BASE, own),
        left_alike(BASE, own),
    ) == found


def test_a_text_that_a_script_lacks_is_named_by_script_step_and_place() -> None:
    step = {"id": "q", "ask": ["One?", "Two?"], "hint": "Hint", "labels": {"1": "Low"}}
    whole = dict(
        of_script({"title": "T", "start_words": ["t"], "steps": [{**step, "options": [{"id": "x", "label": "X"}]}]})
    )
    assert [*whole] == [
        "title", "start_words", "q, wording 1", "q, wording 2", "q, hint", "q, label 1", "q, option x",
    ]  # fmt: skip
    assert missing(whole, dict(of_script({"title": "T", "steps": [{"id": "q", "ask": "Only one?"}]}))) == [
        "start_words", "q, wording 2", "q, hint", "q, label 1", "q, option x",
    ]  # fmt: skip


@IN_EACH
def test_every_table_of_typed_words_is_written_in_the_language(language: str) -> None:
    base, own = read(folder(BASE_LANGUAGE) / "words/typed.toml"), read(folder(language) / "words/typed.toml")
    assert sorted(places(base) - places(own)) == []


def places(table: Mapping[str, Any], prefix: str = "") -> set[str]:
    """The tables and lists of a file of typed words; a table whose keys are the words counts as one."""
    inside = {key: value for key, value in table.items() if isinstance(value, Mapping | list)}
    deeper = [places(value, f"{prefix}{key}.") for key, value in inside.items() if isinstance(value, Mapping)]
    return {f"{prefix}{key}" for key in inside}.union(*deeper)


@IN_EACH
def test_every_number_day_and_month_has_a_word_of_the_language(language: str) -> None:
    typed = read(folder(language) / "words/typed.toml")
    assert set(range(21)) <= set(typed["numbers"].values())
    assert {-1, 0, 1} <= set(typed["dates"]["days"].values())
    assert set(typed["dates"]["weekdays"].values()) == set(range(1, 8))
    assert set(typed["dates"]["months"].values()) == set(range(1, 13))
    assert set(typed["dates"]["units"].values()) >= {"day", "week", "month", "year"}


@IN_EACH
def test_every_name_the_calendar_has_for_a_day_or_month_is_read(language: str) -> None:
    locale, dates = Locale.parse(language), PROMPTS.vocabularies[language].dates
    for width in ("wide", "abbreviated"):
        for known, names in ((dates.weekdays, locale.days), (dates.months, locale.months)):
            assert [name for name in names["format"][width].values() if tidy(name) not in known] == []


@IN_EACH
def test_english_words_steer_in_every_language(language: str) -> None:
    ours, theirs = PROMPTS.vocabularies[BASE_LANGUAGE], PROMPTS.vocabularies[language]
    assert {word: control for word, control in ours.controls.items() if theirs.controls.get(word) != control} == {}
    assert {word: page for word, page in ours.pages.items() if theirs.pages.get(word) != page} == {}
    assert (ours.yes | ours.no) - (theirs.yes | theirs.no) == set()


@pytest.mark.parametrize("language", PROMPTS.catalogues)
def test_what_stands_on_a_button_can_be_typed_too(language: str) -> None:
    words, vocabulary = PROMPTS.catalogues[language], PROMPTS.vocabularies[language]
    for control in Control:
        assert vocabulary.controls.get(tidy(words(f"question.button.{control}"))) is control
    assert tidy(words("question.button.yes")) in vocabulary.yes
    assert tidy(words("question.button.no")) in vocabulary.no


@pytest.mark.parametrize("language", PROMPTS.catalogues)
def test_what_help_tells_people_to_type_does_what_it_says(language: str) -> None:
    words, vocabulary = PROMPTS.catalogues[language], PROMPTS.vocabularies[language]
    listed = words("help.while_asked").rpartition(":")[2].split(",")
    assert {vocabulary.controls.get(tidy(each)) for each in listed} == set(Control)

    start, journal, settings, page, privacy = re.findall(r"/c (\w+)", words("help.anywhere", command="/c"))
    assert PROMPTS.library.started_by(start, language)
    assert vocabulary.pages[journal] is Page.JOURNAL
    assert vocabulary.controls[page] is Control.HELP
    assert vocabulary.pages[privacy] is Page.PRIVACY
    assert vocabulary.pages[settings] is Page.SETTINGS

    [helping] = re.findall(r"[“„](\w+)[”“]", words("notice.old_button"))
    [stopping] = re.findall(r"[“„](\w+)[”“]", words("privacy.stop"))
    assert (vocabulary.controls[helping], vocabulary.controls[stopping]) == (Control.HELP, Control.STOP)
