"""A coach's own folder: every kind of question played through, own words, translations, and changes under way."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.cli import main
from flows.conversation.definition_checks import NOT_YET
from flows.conversation.script import Kind
from storage.tables import ANSWER
from tests.databases import Settings
from tests.scenario.forging import writes
from tests.scenario.ledger import rows
from tests.scenario.own_folder import laid, with_folder
from tests.scenario.world import Person, World, labels
from tests.unit.conversation.scripts import HEAD, step, toml

OPTIONS = [
    {"id": "time", "label": "Time and money"},
    {"id": "help", "label": "Help, or people"},
    {"id": "else", "label": "Something else"},
]
STEPS: Mapping[str, dict[str, Any]] = {
    "text": {"ask": "What happened?"},
    "scale": {"low": 0, "high": 3, "labels": {"0": "Badly", "3": "Well"}},
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS},
    "yes_no": {},
    "number": {"low": 1, "high": 40},
    "date": {"hint": "Any day since {week.start}."},
    "person": {},
    "people": {},
    "say": {"link": "https://example.org/read?a=1&b=2", "ask": "Something to read."},
    "recall": {"from": "weekly-reflection", "weeks_ago": 1, "ask": "You wrote this."},
}
EVERY_KIND = toml(
    {
        **HEAD,
        "id": "every-kind",
        "title": "Every kind",
        "start_words": ["every kind"],
        "closing": "That was the week of {week.start}.",
        "steps": [step(kind, kind, **{"ask": f"About the {kind}?", **keys}) for kind, keys in STEPS.items()],
    }
)
FOLDER = {"en/scripts/every-kind.toml": EVERY_KIND}


@pytest.fixture
async def world(settings: Settings, tmp_path: Path) -> AsyncIterator[World]:
    """The bot with a script of every kind laid over ours."""
    async with with_folder(settings, tmp_path / "own", FOLDER) as found:
        yield found


async def picks(ana: Person, action_id: str, choice: Any) -> None:
    """Choose in a picker or tick boxes."""
    delivery = await ana.actor.choose(ana.last, action_id, choice)
    await ana.world.settled()
    assert delivery.status == 200


async def remembers(ana: Person) -> None:
    """Somebody with a reflection of last week."""
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("Last week, in short.")
    await ana.types("stop")
    ana.world.later(timedelta(weeks=1))


async def stored(world: World) -> dict[str, tuple[Any, ...]]:
    """The current answers to the script of every kind, without their words."""
    columns = (ANSWER.c.step, ANSWER.c.outcome, ANSWER.c.number, ANSWER.c.day, ANSWER.c.choices)
    found = await rows(world, select(*columns).where(ANSWER.c.is_current, ANSWER.c.step.in_(STEPS)))
    return {each: (number, day and day.isoformat(), choices) for each, _, number, day, choices in found}


def expected(world: World) -> dict[str, tuple[Any, ...]]:
    ben, dana = (world.person(name).slack_id for name in ("Ben", "Dana"))
    none: tuple[Any, ...] = (None, None, None)
    return {
        "text": none,
        "scale": (2, None, None),
        "choice": (None, None, ["help"]),
        "choices": (None, None, ["time", "else"]),
        "yes_no": (None, None, ["yes"]),
        "number": (12, None, None),
        "date": (None, "2026-12-04", None),
        "person": (None, None, [ben]),
        "people": (None, None, [ben, dana]),
        "say": none,
        "recall": none,
    }


def test_every_kind_of_this_version_is_played() -> None:
    assert set(STEPS) == set(Kind) - NOT_YET.keys()


async def test_every_kind_by_pressing(world: World, ana: Person) -> None:
    await remembers(ana)
    await ana.types("every kind")
    await ana.types("We moved the office.")
    await ana.presses("2")
    await ana.presses("Help, or people")
    await picks(ana, "picks", ["time", "else"])
    assert "About the choices?" in ana.last.text  # ticking alone answers nothing
    await ana.presses("Done")
    await ana.presses("Yes")
    await ana.types("12")
    assert "Any day since Monday 23 November." in ana.last.text
    await picks(ana, "pick", "2026-12-04")
    await picks(ana, "pick", "Ben")
    await picks(ana, "picks", ["Ben", "Dana"])
    await ana.presses("Done")
    assert "https://example.org/read?a=1&amp;b=2" in ana.last.text
    await ana.presses("Continue")
    await ana.presses("Show what I wrote")
    assert "Last week, in short." in await ana.window()
    await ana.presses("Continue")
    await finished(world, ana)


async def test_every_kind_by_typing(world: World, ana: Person) -> None:
    await remembers(ana)
    ben, dana = (world.person(name).slack_id for name in ("Ben", "Dana"))
    await ana.types("every kind")
    words = ("We moved the office.", "2 – better than I feared", "help, or people", "time and money, something else")
    for said in (*words, "Yes, at last", "about 12", "next Friday", f"<@{ben}>", f"<@{ben}> and <@{dana}>"):
        await writes(world, ana, said)
    await ana.presses("Continue")
    await ana.presses("Continue")
    await finished(world, ana)


async def finished(world: World, ana: Person) -> None:
    assert "That was the week of Monday 23 November." in ana.last.text
    assert "9 answers are kept." in ana.last.text
    assert await stored(world) == expected(world)
    await ana.presses("Show what I wrote", on=ana.last)
    window = await ana.window()
    ben, dana = (world.person(name).slack_id for name in ("Ben", "Dana"))
    for shown in ("We moved the office.", "2", "Help, or people", "Time and money, Something else", "Yes", "12",
                  "Friday, 4 December 2026", f"<@{ben}>", f"<@{ben}>, <@{dana}>"):  # fmt: skip
        assert shown in window


@pytest.mark.parametrize(
    ("kind", "wrong", "reason"),
    [
        ("scale", "4", "Please give one whole number from 0 to 3."),
        ("choice", "everything", "Please choose one of the answers below."),
        ("choices", "nothing", "Please choose one of the answers below."),
        ("yes_no", "perhaps", "Please answer yes or no."),
        ("number", "41", "Please give one whole number."),
        ("date", "31 February", "I could not read that as a date."),
        ("person", "Ben", "Please name somebody with @"),
        ("people", "nobody", "Please name somebody with @"),
        ("say", "ok", "There is nothing to answer here."),
    ],
)
async def test_a_wrong_answer_to_every_kind_says_why_and_asks_again(
    settings: Settings, tmp_path: Path, kind: str, wrong: str, reason: str
) -> None:
    only = toml({**HEAD, "id": "only", "title": "Only", "start_words": ["only"], "steps": [
        step("q", kind, **{"ask": "Well?", **STEPS[kind]}), step("after")]})  # fmt: skip
    async with with_folder(settings, tmp_path / "own", {"en/scripts/only.toml": only}) as world:
        ana = world.person("Ana")
        await ana.types("only")
        asked = labels(ana.last)
        await ana.types(wrong)
        assert reason in ana.last.text
        assert set(labels(ana.last)) == set(asked)
        assert labels(ana.heard()[0]) == []


@pytest.mark.parametrize("start", ["choices", "people"])
async def test_done_with_nothing_ticked_says_what_is_missing(settings: Settings, tmp_path: Path, start: str) -> None:
    only = toml(
        {**HEAD, "id": "only", "title": "Only", "start_words": ["only"], "steps": [step("q", start, **STEPS[start])]}
    )
    async with with_folder(settings, tmp_path / "own", {"en/scripts/only.toml": only}) as world:
        ana = world.person("Ana")
        await ana.types("only")
        await ana.presses("Done")
        expect = "Please choose one of the answers below." if start == "choices" else "Please name somebody"
        assert expect in ana.last.text


async def test_the_new_script_is_offered_after_ours(ana: Person) -> None:
    await ana.types("help")
    assert labels(ana.last)[-4:] == ["Check in", "Open my journal", "Who sees what", "Settings"]
    await ana.presses("Check in")
    assert ana.last.text.startswith("Every kind")


def test_the_folder_of_every_kind_passes_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["prompts", "check", str(laid(tmp_path, FOLDER))])
    assert "every-kind (en): version 1, 11 steps, 3 min" in capsys.readouterr().out
