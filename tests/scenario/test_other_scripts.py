"""A small win, a deep reflection, a look back: each by typing and by pressing; and what happens between weeks."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.tables import CONVERSATION
from tests.databases import Settings
from tests.scenario.ledger import rows
from tests.scenario.own_folder import with_deep_in_chat
from tests.scenario.world import Person, World, labels, new_world

DEEP = [
    "We cancelled the launch on Thursday.",
    "Relieved, then ashamed.",
    "The talk with the team went well.",
    "Nobody dared to say it earlier.",
    "I need to know early.",
    "I will ask on Mondays.",
]
WORDS = "Because I asked for help early, and the whole team saw me do it and joined in at once."


@pytest.fixture
async def world(settings: Settings, tmp_path: Path) -> AsyncIterator[World]:
    async with new_world(settings, prompts_dir=with_deep_in_chat(tmp_path)) as found:
        yield found


async def reflects(ana: Person, moment: str) -> None:
    """A weekly reflection from beginning to end."""
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types(moment)
    await ana.types(WORDS)
    await ana.types("Ask early again.")
    assert "4 answers are kept." in ana.last.text


async def test_a_small_win_by_typing(ana: Person) -> None:
    await ana.types("wins")
    assert ana.last.text.startswith("Small wins")
    await ana.types("The new hire spoke up.")
    await ana.types("Too many meetings.")
    assert "Thank you for noticing it." in ana.last.text
    assert "2 answers are kept." in ana.last.text


async def test_a_small_win_without_a_word(ana: Person) -> None:
    await ana.types("small win")
    await ana.presses("Skip")
    await ana.presses("Skip")
    assert "Nothing is kept this time, and that is fine." in ana.last.text
    assert labels(ana.last) == []


async def test_what_only_wants_to_be_read_is_not_offered_as_a_question(world: World, ana: Person) -> None:
    await reflects(ana, "A customer left.")
    world.later(timedelta(weeks=4))
    for word in ("reflect", "look back", "wins"):
        await ana.types(word)
    await ana.types("Was it this one?")
    assert sorted(labels(ana.last)) == ["No, leave it", "Yes: Small wins", "Yes: Weekly reflection"]


async def test_a_deep_reflection_asks_all_six(ana: Person) -> None:
    await ana.types("deep reflection")
    assert labels(ana.last)[0] == "Short version (about 5 minutes)"
    for said in DEEP:
        await ana.types(said)
    assert "6 answers are kept." in ana.last.text
    assert "HR care team: #hr-care" in ana.last.text
    await ana.presses("Show what I wrote")
    window = await ana.window()
    assert [said for said in DEEP if said not in window] == []


async def test_its_short_version_asks_three(ana: Person) -> None:
    await ana.types("deep")
    opening = ana.last
    await ana.presses("Short version (about 5 minutes)")
    assert "Short version" not in " ".join(labels(ana.last))
    for said in (DEEP[0], DEEP[3], DEEP[5]):
        await ana.types(said)
    assert "3 answers are kept." in ana.last.text
    assert labels(ana.actor.dm_channel.messages[opening.ts]) == []


async def test_the_short_version_is_for_the_beginning_only(ana: Person) -> None:
    await ana.types("deep")
    opening = ana.last
    await ana.types(DEEP[0])
    await ana.presses("Short version (about 5 minutes)", on=opening, as_seen=True)
    for said in DEEP[1:]:
        await ana.types(said)
    assert "6 answers are kept." in ana.last.text


async def test_back_in_a_short_version_goes_over_what_it_left_out(ana: Person) -> None:
    await ana.types("deep")
    await ana.presses("Short version (about 5 minutes)")
    first = ana.last.text.splitlines()[0]
    await ana.types(DEEP[0])
    await ana.presses("Back")
    assert first in ana.last.text
    await ana.presses("Skip")
    await ana.presses("Skip")
    await ana.presses("Skip")
    assert "1 answer is kept." in ana.last.text


@pytest.fixture
async def remembered(world: World, ana: Person, request: pytest.FixtureRequest) -> Person:
    """Somebody with weekly reflections so many weeks ago."""
    weeks: list[int] = sorted(request.param, reverse=True)
    for place, week in enumerate(weeks, start=1):
        await reflects(ana, f"Written {week} weeks ago.")
        world.later(timedelta(weeks=week - sum(weeks[place : place + 1])))
    return ana


@pytest.mark.parametrize("remembered", [[4, 13]], indirect=True)
@pytest.mark.parametrize("how", ["press", "type"])
async def test_looking_back_on_a_month_and_a_quarter(remembered: Person, how: str) -> None:
    ana = remembered
    await ana.types("look back")
    assert "Four weeks ago you wrote a weekly reflection." in ana.last.text
    assert labels(ana.last) == ["Show what I wrote", "Continue", "Later", "Stop", "Help", "Answer in a form"]
    await ana.presses("Show what I wrote")
    assert "Written 4 weeks ago." in await ana.window()
    assert "Written 13 weeks ago." not in await ana.window()

    await ana.presses("Continue")
    await (ana.presses("Skip") if how == "press" else ana.types("I ask earlier."))
    assert "You also wrote one about three months ago." in ana.last.text
    await ana.presses("Show what I wrote")
    assert "Written 13 weeks ago." in await ana.window()
    await ana.presses("Continue")
    await (ana.presses("Skip") if how == "press" else ana.types("I hand over more."))
    assert "Thank you; you can look back again" in ana.last.text
    assert ("2 answers are kept." in ana.last.text) is (how == "type")


@pytest.mark.parametrize("remembered", [[4]], indirect=True)
async def test_looking_back_on_a_month_alone(remembered: Person) -> None:
    ana = remembered
    await ana.types("look back")
    assert "Four weeks ago" in ana.last.text
    await ana.presses("Continue")
    await ana.types("I ask earlier.")
    assert "1 answer is kept." in ana.last.text


@pytest.mark.parametrize("remembered", [[13]], indirect=True)
async def test_looking_back_on_a_quarter_alone(remembered: Person) -> None:
    ana = remembered
    await ana.types("look back")
    assert "About three months ago you wrote a weekly reflection." in ana.last.text
    await ana.presses("Show what I wrote")
    assert "Written 13 weeks ago." in await ana.window()
    await ana.presses("Continue")
    await ana.types("I hand over more.")
    assert "1 answer is kept." in ana.last.text


@pytest.mark.parametrize("remembered", [[], [1], [8]], indirect=True)
async def test_with_nothing_to_look_back_on_it_says_when_there_will_be(remembered: Person) -> None:
    ana = remembered
    await ana.types("look back")
    assert "There is nothing to look back on yet." in ana.last.text
    assert labels(ana.last) == ["Continue", "Later", "Stop", "Help", "Answer in a form"]
    await ana.types("Oh, I see")
    assert "There is nothing to answer here. Press Continue to go on." in ana.last.text
    await ana.presses("Continue")
    assert "Nothing is kept this time" in ana.last.text


async def test_a_reflection_without_words_is_nothing_to_look_back_on(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("stop")
    world.later(timedelta(weeks=4))
    await ana.types("look back")
    assert "There is nothing to look back on yet." in ana.last.text


async def test_next_week_closes_last_weeks_open_reflection_and_keeps_its_answers(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("2")
    await ana.types("We lost a customer.")
    left_open = ana.last
    world.later(timedelta(weeks=1))

    await ana.types("reflect")

    assert "Monday 23 November" in ana.last.text
    closed = ana.actor.dm_channel.messages[left_open.ts]
    assert "Stopped here." in closed.text
    assert labels(closed) == []
    found = await rows(
        world,
        select(CONVERSATION.c.subject, CONVERSATION.c.status).order_by(CONVERSATION.c.started_at, CONVERSATION.c.id),
    )
    assert [tuple(row) for row in found] == [("week:2026-11-16", "stopped"), ("week:2026-11-23", "open")]
    world.later(timedelta(weeks=3))
    await ana.types("look back")
    await ana.presses("Show what I wrote")
    assert "We lost a customer." in await ana.window()


async def test_reflect_takes_up_what_is_open_this_week(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("2")
    asked = ana.last.text.splitlines()[0]
    world.later(timedelta(days=2))

    for again in ("reflect", "week"):
        await ana.types(again)
        assert ana.last.text.splitlines()[0] == asked
    await ana.types("later")
    await ana.types("weekly reflection")
    assert ana.last.text.splitlines()[0] == asked

    assert len(await rows(world, select(CONVERSATION.c.id))) == 1
    assert sum(bool(labels(message)) for message in ana.heard()) == 1


async def test_a_moment_left_open_is_taken_up_weeks_later(world: World, ana: Person) -> None:
    await ana.types("wins")
    await ana.types("The new hire spoke up.")
    asked = ana.last.text.splitlines()[0]
    world.later(timedelta(weeks=3))
    await ana.types("wins")
    assert ana.last.text.splitlines()[0] == asked
    await ana.types("Too many meetings.")
    assert "2 answers are kept." in ana.last.text


async def test_after_a_finished_one_the_same_week_a_new_one_begins(world: World, ana: Person) -> None:
    await reflects(ana, "Written first.")
    world.later(timedelta(hours=1))
    await ana.types("reflect")
    assert ana.last.text.startswith("Weekly reflection")
    assert len(await rows(world, select(CONVERSATION.c.id))) == 2
