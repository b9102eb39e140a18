"""Interface words: keys, plural forms, dates, and what falls back to what."""

from datetime import date

import pytest

from flows.errors import BadScript
from flows.words import Words, catalogue

FRIDAY = date(2027, 3, 12)
MINUTES = {"one": "{count} minute", "other": "{count} minutes"}


def words(language: str = "en", **texts: object) -> Words:
    return catalogue(language, ("first.toml", texts))


def test_keys_are_dotted_through_tables_of_any_depth() -> None:
    found = words(button={"yes": "Yes", "more": {"less": "Less"}}, title="Hello")
    assert (found("title"), found("button.yes"), found("button.more.less")) == ("Hello", "Yes", "Less")
    assert found.texts.keys() == {"title", "button.yes", "button.more.less"}


def test_an_unknown_key_is_an_error_and_never_an_empty_text() -> None:
    with pytest.raises(KeyError):
        words(title="Hello")("titel")


def test_placeholders_are_filled_and_texts_without_facts_are_left_alone() -> None:
    found = words(question="{title}: {ask}", tip="Write {like this}.")
    assert found("question", title="A {b}", ask="<!here> & {c}") == "A {b}: <!here> & {c}"
    assert found("tip") == "Write {like this}."
    with pytest.raises(KeyError):
        found("question", title="A")


@pytest.mark.parametrize(
    ("language", "forms", "counted"),
    [
        ("en", MINUTES, {0: "0 minutes", 1: "1 minute", 2: "2 minutes", 21: "21 minutes"}),
        ("de", {"one": "{count} Minute", "other": "{count} Minuten"}, {0: "0 Minuten", 1: "1 Minute"}),
        ("fr", {"one": "{count} minute", "other": "{count} minutes"}, {0: "0 minute", 1: "1 minute", 2: "2 minutes"}),
        ("ja", {"other": "{count}\u5206"}, {0: "0\u5206", 1: "1\u5206"}),
        (
            "pl",
            {"one": "{count} minuta", "few": "{count} minuty", "many": "{count} minut", "other": "{count} minuty"},
            {1: "1 minuta", 2: "2 minuty", 5: "5 minut", 12: "12 minut", 22: "22 minuty", 25: "25 minut"},
        ),
        ("ar", {"zero": "z", "one": "o", "two": "t", "few": "f", "many": "m", "other": "x"},
         {0: "z", 1: "o", 2: "t", 3: "f", 11: "m", 100: "x", 103: "f"}),
        ("pl", MINUTES, {1: "1 minute", 2: "2 minutes", 5: "5 minutes"}),  # forms that a language has and a text lacks
    ],
)  # fmt: skip
def test_plural_forms_are_those_of_the_language(language: str, forms: dict[str, str], counted: dict[int, str]) -> None:
    found = words(language, minutes=forms)
    assert {count: found("minutes", count=count) for count in counted} == counted


def test_a_count_of_something_else_picks_no_form() -> None:
    assert (
        words(offer={"one": "{label}: {count}", "other": "{label}s: {count}"})("offer", label="x", count=2) == "xs: 2"
    )
    assert words(button={"other": {"one": "a"}})("button.other.one") == "a"  # a table that only looks like forms


def test_later_layers_win_key_by_key_and_the_rest_falls_back() -> None:
    base = ("en.toml", {"title": "Hello", "button": {"yes": "Yes", "no": "No"}, "minutes": MINUTES})
    own = ("own.toml", {"button": {"yes": "Sure"}})
    german = ("de.toml", {"minutes": {"one": "{count} Minute", "other": "{count} Minuten"}, "button": {"no": "Nein"}})

    found = catalogue("de", base, own, german)

    assert (found("title"), found("button.yes"), found("button.no")) == ("Hello", "Sure", "Nein")
    assert (found("minutes", count=1), found("minutes", count=3)) == ("1 Minute", "3 Minuten")
    assert catalogue("de", base)("minutes", count=2) == "2 minutes"


def test_a_text_may_take_the_place_of_forms_and_the_other_way_round() -> None:
    plain = catalogue("en", ("a", {"minutes": MINUTES}), ("b", {"minutes": "{count} min"}))
    forms = catalogue("en", ("a", {"minutes": "{count} min"}), ("b", {"minutes": MINUTES}))
    assert plain("minutes", count=1) == "1 min"
    assert forms("minutes", count=1) == "1 minute"


@pytest.mark.parametrize("value", [3, 2.5, True, ["a"], None, date(2027, 1, 1), {"other": 3}])
def test_what_is_no_text_is_refused_by_file_and_key(value: object) -> None:
    with pytest.raises(BadScript) as refused:
        catalogue("en", ("good.toml", {"title": "Hello"}), ("en/words/bad.toml", {"button": {"yes": value}}))
    key = "button.yes.other" if isinstance(value, dict) else "button.yes"
    assert str(refused.value) == f"en/words/bad.toml: {key}: must be a text, or a table of texts"


@pytest.mark.parametrize(
    ("language", "day", "full_day"),
    [
        ("en", "Friday 12 March", "Friday, 12 March 2027"),
        ("de", "Freitag, 12. M\u00e4rz", "Freitag, 12. M\u00e4rz 2027"),
        ("fr", "vendredi 12 mars", "vendredi 12 mars 2027"),
        ("es", "viernes, 12 de marzo", "viernes, 12 de marzo de 2027"),
        ("hu", "m\u00e1rcius 12., p\u00e9ntek", "2027. m\u00e1rcius 12., p\u00e9ntek"),
        ("ja", "3\u670812\u65e5(\u91d1\u66dc\u65e5)", "2027\u5e743\u670812\u65e5\u91d1\u66dc\u65e5"),
    ],
)
def test_dates_are_written_in_the_language(language: str, day: str, full_day: str) -> None:
    assert words(language).day(FRIDAY) == day
    assert words(language).full_day(FRIDAY) == full_day
