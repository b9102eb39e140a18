"""Scripts on one shelf: found by id, by language and by the words that start them."""

from typing import Any

import pytest

from bot.prompt_files import read_prompts
from flows.conversation.definitions import Source, read_script
from flows.conversation.library import Library, shelve
from flows.conversation.script import Script
from flows.errors import BadScript
from tests.unit.conversation.scripts import file_of, script_of, step, toml

HERE = {"weekly-reflection", "small-wins", "deep-reflection", "look-back", "first-minute"}


def script(name: str, *steps: object, **head: Any) -> Script:
    """A script that clashes with no other unless it is told to."""
    own = {"id": name, "title": f"All about {name}", "starts_as": f"Begin {name}", "start_words": [name]}
    return script_of(*(steps or [step("q")]), **{**own, **head})


def german(name: str, **words: Any) -> Script:
    own = {"id": name, "title": f"Alles \u00fcber {name}", "starts_as": f"Beginne {name}", "start_words": [name]}
    base = Source(f"{name}.toml", file_of(step("q"), order=2, **own))
    return read_script(base, [Source(f"de/{name}.toml", toml({"id": name, **words}))], "de")


@pytest.fixture
def library() -> Library:
    return shelve(
        [
            script("tea", start_words=["tea", "have tea"], order=2),
            script("cake", order=1),
            script("bread"),
            german("tea", title="Tee", starts_as="Tee trinken", start_words=["Tee!"]),
        ],
        [],
    )


def test_a_script_comes_in_its_language_or_in_the_base_language(library: Library) -> None:
    assert library.script("tea", "de").title == "Tee"
    assert library.script("cake", "de").title == "All about cake"
    assert library.script("tea", "fr").title == "All about tea"
    assert library.known("tea")
    assert not library.known("coffee")
    with pytest.raises(KeyError):
        library.script("coffee", "en")


def test_scripts_are_offered_in_their_order_and_then_by_name(library: Library) -> None:
    assert [each.id for each in library.in_language("en")] == ["cake", "tea", "bread"]
    assert [each.title for each in library.in_language("de")] == ["All about cake", "Tee", "All about bread"]


@pytest.mark.parametrize(
    ("said", "language", "started"),
    [
        ("tea", "en", "tea:en"), ("Tea!", "en", "tea:en"), (" HAVE  tea. ", "en", "tea:en"), ("cake", "en", "cake:en"),
        ("tee", "de", "tea:de"), ("Tee", "de", "tea:de"), ("tea", "de", "tea:de"), ("cake", "de", "cake:en"),
        ("tee", "en", None), ("tee", "fr", None), ("tea", "fr", "tea:en"),
        ("have some tea", "en", None), ("tea please", "en", None), ("te", "en", None), ("", "en", None),
    ],
)  # fmt: skip
def test_words_start_a_script_as_the_whole_message(
    library: Library, said: str, language: str, started: str | None
) -> None:
    found = library.started_by(said, language)
    assert (f"{found.id}:{found.language}" if found else None) == started


def test_every_start_word_that_comes_with_cairn_starts_its_script() -> None:
    ours = read_prompts().library
    assert {each.id for each in ours.in_language("en")} == HERE
    for each in ours.in_language("en"):
        for word in each.start_words:
            assert ours.started_by(f" {word.upper()}! ", "en") is each


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (
            script("cake", cites=["nobody-1999", "aaa"]),
            "cake: cites aaa, nobody-1999, which sources.toml does not have",
        ),
        (
            script("cake", step("r", "recall"), step("q")),
            "cake: step r: recalls 'weekly-reflection', which is no script",
        ),
        (script("cake", start_words=["cake", "TEA"]), "cake: start word 'tea' already starts tea"),
        (script("cake", start_words=["Tea."]), "cake: start word 'tea' already starts tea"),
        (script("cake", title="All about TEA"), "cake: the title 'All about TEA' is taken by tea"),
        (script("cake", starts_as="begin tea!"), "cake: the button 'begin tea!' is taken by tea"),
    ],
)
def test_scripts_that_clash_are_refused(second: Script, reason: str) -> None:
    with pytest.raises(BadScript) as refused:
        shelve([second, script("tea")], ["known-2001"])
    assert str(refused.value) == reason


def test_a_translation_clashes_with_what_is_offered_beside_it_and_with_nothing_else() -> None:
    with pytest.raises(BadScript, match=r"^(tea|cake): start word 'cake' already starts"):
        shelve([script("tea"), script("cake"), german("tea", start_words=["cake"])], [])
    assert shelve([script("tea"), german("tea", start_words=["tea"])], []).script("tea", "de").language == "de"


def test_a_script_may_recall_itself_and_cite_what_is_known() -> None:
    diary = script("diary", step("then", "recall", **{"from": "diary"}), step("now"), cites=["known-2001"])
    assert shelve([diary], ["known-2001"]).script("diary", "en") is diary
