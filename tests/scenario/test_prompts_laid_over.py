"""Words and scripts of one's own lie over ours, translations over both, and a conversation keeps what it began with."""

from pathlib import Path
from typing import Any

import pytest

from tests.databases import Settings
from tests.scenario.own_folder import between_lives, laid, with_folder
from tests.scenario.world import labels
from tests.unit.conversation.scripts import HEAD, step, toml


async def test_own_words_lie_over_ours_and_a_script_replaces_ours(settings: Settings, tmp_path: Path) -> None:
    wins = toml({**HEAD, "id": "small-wins", "version": 1001, "title": "One good thing", "start_words": ["wins"],
                 "starts_as": "Tell one good thing", "steps": [step("good", ask="What was good?")]})  # fmt: skip
    files = {
        "en/scripts/small-wins.toml": wins,
        "en/words/question.toml": '[button]\nskip = "Not this one"\n',
        "en/words/typed.toml": '[control]\nskip = ["not this one"]\n',
    }
    async with with_folder(settings, tmp_path / "own", files) as world:
        ana = world.person("Ana")
        await ana.types("wins")
        assert ana.last.text.startswith("One good thing")
        assert "What was good?" in ana.last.text
        assert labels(ana.last) == ["Not this one", "Later", "Stop", "Help", "Answer in a form"]
        await ana.types("Not this one!")
        assert "Nothing is kept this time" in ana.last.text


GERMAN = """
id = "small-wins"
title = "Kleine Erfolge"
start_words = ["erfolg"]
[[steps]]
id = "progress"
ask = ["Was ist vorangekommen?"]
"""


async def test_a_german_overlay_for_somebody_whose_slack_is_german(settings: Settings, tmp_path: Path) -> None:
    files = {"de/scripts/small-wins.toml": GERMAN, "de/words/question.toml": '[button]\nskip = "Auslassen"\n',
             "de/words/typed.toml": '[control]\nskip = ["auslassen"]\n'}  # fmt: skip
    async with with_folder(settings, tmp_path / "own", files) as world:
        world.sandbox.workspace.add_person("Uwe", "Uwe Kern", tz="Europe/Berlin", locale="de-DE")
        uwe, ana = world.person("Uwe"), world.person("Ana")

        await uwe.types("Erfolg")

        assert uwe.last.text.startswith("Kleine Erfolge")
        assert "Was ist vorangekommen?" in uwe.last.text
        assert "In einer großen Tagebuchstudie" in uwe.last.text
        assert labels(uwe.last) == ["Auslassen", "Später", "Stopp", "Hilfe", "Im Formular antworten"]
        await uwe.types("Auslassen")
        assert "Was hat dich gebremst?" in uwe.last.text
        await uwe.types("stop")
        await uwe.types("wins")
        assert uwe.last.text.startswith("Kleine Erfolge")

        await ana.types("wins")
        assert ana.last.text.startswith("Small wins")
        assert labels(ana.last)[0] == "Skip"
        await ana.types("erfolg")
        assert "Kleine" not in ana.last.text


DUTCH = """
id = "small-wins"
title = "Kleine stappen"
start_words = ["stappen"]
[[steps]]
id = "progress"
ask = ["Wat is er vooruitgegaan?"]
"""


async def test_a_language_that_cairn_lacks_may_be_begun_and_the_rest_is_english(
    settings: Settings, tmp_path: Path
) -> None:
    files = {"nl/scripts/small-wins.toml": DUTCH, "nl/words/question.toml": '[button]\nskip = "Overslaan"\n',
             "nl/words/typed.toml": '[control]\nskip = ["overslaan"]\n'}  # fmt: skip
    async with with_folder(settings, tmp_path / "own", files) as world:
        world.sandbox.workspace.add_person("Nel", "Nel Bakker", tz="Europe/Amsterdam", locale="nl-NL")
        nel = world.person("Nel")

        await nel.types("Stappen")

        assert nel.last.text.startswith("Kleine stappen")
        assert "Wat is er vooruitgegaan?" in nel.last.text
        assert "In one large diary study" in nel.last.text
        assert labels(nel.last) == ["Overslaan", "Later", "Stop", "Help", "Answer in a form"]
        await nel.types("Overslaan")
        assert "What slowed you down?" in nel.last.text


def changing(*steps: dict[str, Any], version: int) -> str:
    return toml(
        {**HEAD, "id": "trip", "title": "A trip", "start_words": ["trip"], "version": version, "steps": [*steps]}
    )


@pytest.mark.parametrize(
    "after",
    [
        None,
        changing(step("where"), version=2),
        changing(step("whereto"), step("when", "date"), step("how"), version=2),
        changing(step("how"), step("when", "yes_no"), step("where"), version=2),
    ],
    ids=["the script is gone", "steps are gone", "a step has another name", "another order and kind"],
)
async def test_a_conversation_under_way_keeps_the_version_it_began_with(
    settings: Settings, tmp_path: Path, after: str | None
) -> None:
    before = changing(step("where"), step("when", "date"), step("how"), version=1)
    folder = laid(tmp_path / "own", {"en/scripts/trip.toml": before})
    async with between_lives(settings, folder) as world:
        ana = world.person("Ana")
        async with world.life():
            await ana.types("trip")
            await ana.types("To the sea.")
            assert "About when?" in ana.last.text

        (folder / "en/scripts/trip.toml").unlink()
        laid(folder, {"en/scripts/trip.toml": after} if after else {})
        async with world.life():
            await ana.types("tomorrow")
            assert "About how?" in ana.last.text
            await ana.presses("Back")
            assert "About when?" in ana.last.text
            await ana.types("next Friday")
            await ana.types("By train.")
            assert "3 answers are kept." in ana.last.text
            await ana.presses("Show what I wrote")
            window = await ana.window()
            assert [
                each for each in ("To the sea.", "Friday, 27 November 2026", "By train.") if each not in window
            ] == []

            await ana.types("trip")
            assert ana.last.text.startswith("A trip" if after else "No question is open right now, so I did not save")
            assert ("About wh" in ana.last.text or "About how?" in ana.last.text) is bool(after)


async def test_a_mere_rewording_reaches_a_conversation_under_way(settings: Settings, tmp_path: Path) -> None:
    folder = laid(tmp_path / "own", {"en/scripts/trip.toml": changing(step("where"), step("how"), version=1)})
    async with between_lives(settings, folder) as world:
        ana = world.person("Ana")
        async with world.life():
            await ana.types("trip")
        laid(folder, {"en/scripts/trip.toml": changing(step("where"), step("how", ask="And how?"), version=1)})
        async with world.life():
            await ana.types("To the sea.")
            assert "And how?" in ana.last.text
