"""A folder of one's own is laid over ours; whatever is wrong in it is named by file, place and reason."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.prompt_files import Prompts, own_folder, read_prompts
from flows.conversation.vocabulary import Control
from flows.errors import BadScript
from flows.journal.when import read_search

OWN = """
id = "tea"
version = 1001
title = "Tea"
minutes = 1
why = "A pause helps."
closing = "Thank you."
start_words = ["tea"]
starts_as = "Have tea"
[[steps]]
id = "sort"
kind = "text"
ask = "Which sort?"
[[steps]]
id = "taste"
kind = "text"
ask = "How does it taste?"
hint = "In a word."
"""


def folder(path: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def complaint(path: Path, files: Mapping[str, str | bytes]) -> str:
    with pytest.raises(BadScript) as refused:
        read_prompts(folder(path, files))
    return str(refused.value)


def ours() -> str:
    return (own_folder() / "en/scripts/small-wins.toml").read_text(encoding="utf-8")


def read(path: Path, files: Mapping[str, str | bytes]) -> Prompts:
    return read_prompts(folder(path, files))


def test_without_a_folder_there_is_what_comes_with_cairn() -> None:
    prompts = read_prompts()
    assert prompts.catalogues.keys() == prompts.vocabularies.keys() == {"de", "en"}
    assert next(each.id for each in prompts.library.in_language("en")) == "weekly-reflection"


def test_an_empty_folder_and_files_of_other_kinds_change_nothing(tmp_path: Path) -> None:
    prompts = read(tmp_path, {"notes.txt": "hello", "en/scripts/draft.md": "# Draft", "pictures/en.png": b"\x89PNG"})
    assert prompts.library.scripts.keys() == read_prompts().library.scripts.keys()


def test_a_script_of_ones_own_stands_beside_ours(tmp_path: Path) -> None:
    library = read(tmp_path, {"en/scripts/tea.toml": OWN}).library
    assert library.script("tea", "en").version == 1001
    assert library.known("weekly-reflection")
    assert [each.id for each in library.in_language("en")][-1] == "tea"


def test_a_script_of_the_same_name_replaces_ours_whole(tmp_path: Path) -> None:
    own = OWN.replace('id = "tea"', 'id = "small-wins"')
    script = read(tmp_path, {"en/scripts/small-wins.toml": own}).library.script("small-wins", "en")
    assert list(script.steps) == ["sort", "taste"]
    assert script.closing == "Thank you."


def test_words_of_ones_own_lie_over_ours_key_by_key(tmp_path: Path) -> None:
    files = {"en/words/question.toml": '[button]\nskip = "Not this one"\n', "en/words/help.toml": 'title = "Hello"\n'}
    words = read(tmp_path, files).catalogues["en"]
    assert words("question.button.skip") == "Not this one"
    assert words("question.button.back") == "Back"
    assert words("help.title") == "Hello"
    assert words("help.intro") == read_prompts().catalogues["en"]("help.intro")


def test_a_translation_lies_over_english_string_by_string(tmp_path: Path) -> None:
    dutch = 'id = "tea"\ntitle = "Thee"\n[[steps]]\nid = "taste"\nask = "Hoe smaakt hij?"\n'
    prompts = read(
        tmp_path,
        {
            "en/scripts/tea.toml": OWN,
            "nl/scripts/tea.toml": dutch,
            "nl/words/question.toml": '[button]\nskip = "Overslaan"\n',
            "nl/words/typed.toml": '[control]\nskip = ["Verder!"]\n[numbers]\n"Drie" = 3\n',
        },
    )
    tea = prompts.library.script("tea", "nl")
    assert (tea.language, tea.title, tea.why) == ("nl", "Thee", "A pause helps.")
    assert [step.asks[0] for step in tea.steps.values()] == ["Which sort?", "Hoe smaakt hij?"]
    assert tea.steps["taste"].hint == "In a word."
    assert prompts.library.script("small-wins", "nl").language == "en"
    assert prompts.catalogues["nl"]("question.button.skip") == "Overslaan"
    assert prompts.catalogues["nl"]("question.button.back") == "Back"
    assert prompts.catalogues["en"]("question.button.skip") == "Skip"
    dutch_words = prompts.vocabularies["nl"]
    skipping = {word for word, control in dutch_words.controls.items() if control is Control.SKIP}
    assert {"verder", "skip"} <= skipping  # the other languages are understood as well
    assert dutch_words.controls["back"] is Control.BACK
    assert (dutch_words.numbers["drie"], dutch_words.numbers["three"]) == (3, 3)


def test_german_words_of_ones_own_lie_over_our_german(tmp_path: Path) -> None:
    files = {
        "de/scripts/small-wins.toml": 'id = "small-wins"\ntitle = "Schöne Schritte"\n',
        "de/words/question.toml": '[button]\nskip = "Auslassen"\n',
        "de/words/typed.toml": '[control]\nskip = ["Auslassen"]\n[numbers]\n"Dreißig" = 30\n',
    }
    prompts, ours = read(tmp_path, files), read_prompts()
    script = prompts.library.script("small-wins", "de")
    assert (script.title, script.why) == ("Schöne Schritte", ours.library.script("small-wins", "de").why)
    assert prompts.catalogues["de"]("question.button.skip") == "Auslassen"
    assert prompts.catalogues["de"]("question.button.back") == "Zurück"
    vocabulary = prompts.vocabularies["de"]
    skipping = {word for word, control in vocabulary.controls.items() if control is Control.SKIP}
    assert {"auslassen", "skip"} <= skipping  # English is understood as well
    assert "überspringen" not in skipping
    assert vocabulary.controls["zurück"] is Control.BACK
    assert [vocabulary.numbers[word] for word in ("dreissig", "drei", "three")] == [30, 3, 3]


TODAY = date(2026, 11, 22)


def test_searches_are_read_by_the_words_of_each_language(tmp_path: Path) -> None:
    searches = read(
        tmp_path,
        {
            "fr/words/search.toml": '[words]\nsince = ["depuis"]\n',
            "fr/words/typed.toml": "[dates.months]\njuin = 6\n",
        },
    ).searches
    assert searches.keys() == {"de", "en", "fr"}
    since_june = read_search("since June", TODAY, searches["en"])
    assert (since_june.words, since_june.since) == ((), date(2026, 6, 1))
    assert read_search("depuis juin", TODAY, searches["fr"]) == since_june
    assert read_search("since June", TODAY, searches["fr"]).words == ("since",)
    assert read_search("until June", TODAY, searches["fr"]).until == date(2026, 6, 30)
    assert read_search("depuis juin", TODAY, searches["en"]).words == ("depuis", "juin")


def test_a_folder_with_nothing_but_words_for_searching_is_a_language_too(tmp_path: Path) -> None:
    prompts = read(tmp_path, {"it/words/search.toml": '[words]\nsince = ["da"]\n'})
    assert prompts.searches["it"].since == ("da",)
    assert prompts.searches["it"].until == prompts.searches["en"].until
    assert prompts.catalogues["it"].texts == prompts.catalogues["en"].texts
    assert [each.id for each in prompts.library.in_language("it")] == [
        each.id for each in prompts.library.in_language("en")
    ]


def test_words_by_which_we_read_are_shown_to_nobody() -> None:
    shown = {key.partition(".")[0] for key in read_prompts().catalogues["en"].texts}
    assert "question" in shown
    assert not shown & {"typed", "search"}


def test_a_translation_of_ours_is_not_laid_over_a_script_that_replaced_ours(tmp_path: Path) -> None:
    replaced = OWN.replace('id = "tea"', 'id = "small-wins"')
    german = 'id = "small-wins"\ntitle = "Kleine Erfolge"\n[[steps]]\nid = "sort"\nask = "Welche Sorte?"\n'
    files = {"en/scripts/small-wins.toml": replaced, "de/scripts/small-wins.toml": german}
    script = read(tmp_path, files).library.script("small-wins", "de")
    assert (script.title, script.steps["sort"].asks) == ("Kleine Erfolge", ("Welche Sorte?",))


def test_own_sources_may_be_cited(tmp_path: Path) -> None:
    cited = OWN.replace("minutes = 1", 'minutes = 1\ncites = ["our-study-2020"]')
    assert complaint(tmp_path, {"en/scripts/tea.toml": cited}).startswith("tea: cites our-study-2020")
    read(tmp_path, {"sources.toml": '[our-study-2020]\ntitle = "Ours"\n'})


SCRIPT, WORDS, TYPED = "en/scripts/tea.toml", "en/words/question.toml", "en/words/typed.toml"
SEARCH = "en/words/search.toml"
HELP, WINDOW = "en/words/help.toml", "en/words/words.toml"
FOLDER = "a folder with scripts or words must be named after a language, such as de"
STEERS = "has a meaning of its own already"


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("en/scripts/coffee.toml", OWN, "~: the file must be named tea.toml, after the script's id"),
        (SCRIPT, OWN.encode("utf-16"), "tea.toml: cannot be read as UTF-8 text: UnicodeDecodeError"),
        (SCRIPT, b"\xff\xfe\x00", "tea.toml: cannot be read as UTF-8 text: UnicodeDecodeError"),
        (SCRIPT, "id = ", "~: not valid TOML: Invalid value (at end of document)"),
        (SCRIPT, "", "~: id is missing"),
        (SCRIPT, OWN + "\ncolour = 1", "~: step taste: unknown key colour"),
        (SCRIPT, OWN.replace('"tea"]', '"wins"]'), "small-wins: start word 'wins' already starts tea"),
        (SCRIPT, OWN.replace('"tea"]', '"Skip!"]'), f"tea: start word 'skip' {STEERS}"),
        (SCRIPT, OWN.replace('"tea"]', '"privacy"]'), f"tea: start word 'privacy' {STEERS}"),
        (SCRIPT, OWN.replace('"tea"]', '"?"]'), f"tea: start word '?' {STEERS}"),
        (SCRIPT, OWN.replace('"text"', '"level"', 1),
         "~: step sort: kind 'level' needs a goal, which this version does not have yet"),
        ("de/scripts/small-wins.toml", "id = 3", "~: id must be 'small-wins', as in the script it translates"),
        ("klingon/scripts/tea.toml", OWN, f"klingon: {FOLDER}"),
        ("de-DE/words/help.toml", "", f"de-DE: {FOLDER}"),
        ("DE/words/help.toml", "", f"DE: {FOLDER}"),
        (WORDS, "you_asked =", "question.toml: not valid TOML: Invalid value (at end of document)"),
        (WORDS, b"\xe4", "question.toml: cannot be read as UTF-8 text: UnicodeDecodeError"),
        (WORDS, 'colour = "red"', "~: question.colour: there is no such text to replace"),
        ("en/words/hello.toml", 'title = "Hi"', "~: hello.title: there is no such text to replace"),
        (WORDS, "you_asked = 3", "~: question.you_asked: must be a text, or a table of texts"),
        (WORDS, 'you_asked = " \\u200b "', "~: question.you_asked: must be a text that is not empty"),
        (WORDS, 'you_asked = "You, {name}"', "~: question.you_asked: placeholder {name} is not known here"),
        (WORDS, 'or_words = "Try {}"', "~: question.or_words: placeholder {} is not known here"),
        (WORDS, 'or_words = "{words:>9}"', "~: question.or_words: placeholder {words:>9} is not known here"),
        (WORDS, 'or_words = "{words!r}"', "~: question.or_words: placeholder {words!r} is not known here"),
        (WORDS, 'or_words = "{words"', "~: question.or_words: curly braces are for placeholders only"),
        (WORDS, 'or_words = "{{words}}"', "~: question.or_words: curly braces are for placeholders only"),
        (WORDS, "you_asked = { one = '1', other = '2' }",
         "~: question.you_asked: must be one text; nothing is counted here"),
        (WORDS, f'[button]\nskip = "{"x" * 76}"', "~: question.button.skip: has 76 characters; at most 75 fit"),
        (WINDOW, f'title = "{"x" * 25}"', "~: words.title: has 25 characters; at most 24 fit"),
        (HELP, f'title = "{"x" * 151}"', "~: help.title: has 151 characters; at most 150 fit"),
        (HELP, f'intro = "{"x" * 401}"', "~: help.intro: has 401 characters; at most 400 fit"),
        (WORDS, f"you_asked = {'9' * 5000}", "question.toml: not valid TOML: a number or a nesting without end"),
        (WORDS, f"you_asked = {'[' * 9999}", "question.toml: not valid TOML: a number or a nesting without end"),
        (TYPED, "[control]\nskip = 'pass'", "~: control.skip: must be a list of words"),
        (TYPED, "[control]\nskip = ['']", "~: control.skip: must be a list of words"),
        (TYPED, "[control]\nwait = ['wait']", "~: control.wait: there is nothing of this name to replace"),
        (TYPED, "control = 3", "~: control: must be a table of words and what they mean"),
        (TYPED, "[numbers]\nfew = 'three'", "~: numbers: 'few' must mean a whole number"),
        (TYPED, "[numbers]\nfew = true", "~: numbers: 'few' must mean a whole number"),
        (TYPED, "[dates.units]\nera = 'era'", "~: dates.units: 'era' must mean day, fortnight, month, week, year"),
        (TYPED, "[dates]\norder = 'ydm'", "~: dates.order: must be one of dmy, mdy, ymd"),
        (TYPED, "[dates.words]\nin = 2", "~: dates.words.in: must be a list of words"),
        (SEARCH, "[words]\nsince = 'since'", "~: words.since: must be a list of words"),
        (SEARCH, "[weeks]\nfifth = ['fifth week of']", "~: weeks.fifth: there is nothing of this name to replace"),
        (SEARCH, "words = 3", "~: words: must be a table of words and what they mean"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path: Path, file: str, text: str | bytes, reason: str) -> None:
    assert complaint(tmp_path, {file: text}) == reason.replace("~", file)


@pytest.mark.parametrize(
    ("file", "key", "room"),
    [
        (WORDS, "button.skip", 75), ("en/words/words.toml", "title", 24), ("en/words/words.toml", "close", 24),
        ("en/words/help.toml", "title", 150), ("en/words/help.toml", "intro", 400),
    ],
)  # fmt: skip
@pytest.mark.parametrize("letter", ["x", "\u00e9", "&", "\U0001f331"])
def test_what_just_fits_is_taken(tmp_path: Path, file: str, key: str, room: int, letter: str) -> None:
    for length in (room - 1, room):
        words = read(tmp_path, {file: f'{key} = "{letter * length}"'}).catalogues["en"]
        assert words(f"{Path(file).stem}.{key}") == letter * length
    assert complaint(tmp_path, {file: f'{key} = "{letter * (room + 1)}"'}).endswith(f"at most {room} fit")


def test_a_folder_that_is_not_there_and_a_file_that_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        read_prompts(tmp_path / "nowhere")
    (tmp_path / "en/scripts/tea.toml").mkdir(parents=True)
    with pytest.raises(BadScript, match=r"^tea.toml: cannot be read as UTF-8 text: IsADirectoryError$"):
        read_prompts(tmp_path)
