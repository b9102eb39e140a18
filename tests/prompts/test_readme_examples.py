"""Every example of the guide for coaches works as it stands, and its table of keys is complete."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.prompt_files import own_folder, read_prompts
from flows.conversation.definition_checks import NOT_YET
from flows.conversation.definitions import Source, read_script
from flows.conversation.script import Kind
from flows.errors import BadScript
from flows.people import AnswerIn
from tests.unit.conversation.scripts import HEAD, step, toml

GUIDE = (own_folder() / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml( fragment)?\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
COMPLETE = [text for fragment, text in BLOCKS if not fragment]
TRANSLATIONS = [text for fragment, text in BLOCKS if fragment and text.startswith("# de/")]
FRAGMENTS = [text for fragment, text in BLOCKS if fragment and not text.startswith("# de/")]


def test_there_are_examples_of_all_three_sorts() -> None:
    assert (len(COMPLETE) >= 3, len(FRAGMENTS) >= 8, len(TRANSLATIONS)) == (True, True, 1)
    assert GUIDE.count("```toml") == len(BLOCKS)


def written(folder: Path, text: str) -> Path:
    """A folder with this script in it, under its own name."""
    file = folder / "en/scripts" / f"{tomllib.loads(text)['id']}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_every_complete_example_loads_beside_ours_and_the_others(tmp_path: Path) -> None:
    for text in COMPLETE:
        written(tmp_path, text)
    library = read_prompts(tmp_path).library
    assert {tomllib.loads(text)["id"] for text in COMPLETE} <= {name for name, _ in library.scripts}


@pytest.mark.parametrize("text", FRAGMENTS, ids=range(len(FRAGMENTS)))
def test_every_fragment_works_in_a_script(tmp_path: Path, text: str) -> None:
    steps: list[dict[str, Any]] = tomllib.loads(text)["steps"]
    script = read_script(Source("fragment.toml", toml({**HEAD, "steps": steps})))
    assert [*script.steps] == [each["id"] for each in steps]


def test_the_translation_fits_the_example_it_translates(tmp_path: Path) -> None:
    [text] = TRANSLATIONS
    name = text.splitlines()[0].removeprefix("# ")
    base = next(each for each in COMPLETE if f'id = "{Path(name).stem}"' in each)
    written(tmp_path, base)
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    translated = read_prompts(tmp_path).library.script(Path(name).stem, "de")
    assert translated.title == "Dein erster Monat"
    assert translated.closing == "Thank you for writing this down."


def rows(heading: str) -> dict[str, str]:
    """The first column of the table under a heading, with the rest of each row."""
    section = GUIDE.partition(f"\n{heading}\n")[2].partition("\n#")[0]
    return dict(re.findall(r"^\| `([a-z_]+)` \| (.*) \|$", section, re.MULTILINE))


def test_the_guide_lists_every_key_that_a_script_may_have() -> None:
    table = rows("## The top of the file")
    keys = {"id", "version", "title", "minutes", "why", "cites", "audience", "subject", "start_words", "starts_as",
            "closing", "support", "order", "short_minutes", "answer_in"}  # fmt: skip
    assert table.keys() == keys
    needed = {key for key, row in table.items() if row.startswith("yes")}
    for key in keys - needed | {"cites"}:
        read_script(
            Source(
                "f.toml", toml({each: value for each, value in HEAD.items() if each != key} | {"steps": [step("q")]})
            )
        )
    for key in needed - {"cites"}:  # ours always cite; the loader leaves it to the coach
        with pytest.raises(BadScript, match=f"{key} is missing"):
            read_script(
                Source(
                    "f.toml",
                    toml({each: value for each, value in HEAD.items() if each != key} | {"steps": [step("q")]}),
                )
            )
    with pytest.raises(BadScript, match="unknown key orders"):
        read_script(Source("f.toml", toml({**HEAD, "orders": 1, "steps": [step("q")]})))


def test_a_script_that_requires_the_form_is_written_as_the_guide_says() -> None:
    [text] = [text for text in COMPLETE if "answer_in" in text]
    assert read_script(Source("f.toml", text)).answer_in is AnswerIn.FORM
    assert rows("## The top of the file")["answer_in"].startswith("no")


@pytest.mark.parametrize(("given", "order"), [({}, 100), ({"order": 1}, 1), ({"order": 0}, 0), ({"order": 20}, 20)])
def test_the_order_is_what_the_guide_says(given: dict[str, int], order: int) -> None:
    assert "100 without it" in rows("## The top of the file")["order"]
    assert read_script(Source("f.toml", toml({**HEAD, **given, "steps": [step("q")]}))).order == order


def test_the_guide_explains_every_kind_or_says_that_it_is_refused() -> None:
    kinds = GUIDE.partition("### Kinds")[2].partition("## Several wordings")[0]
    refused = kinds.partition("Two more kinds, ")[2].partition("\n\n")[0]
    for kind in Kind:
        assert f"`{kind}`" in kinds
        assert (f"`{kind}`" in refused) is (kind in NOT_YET)
