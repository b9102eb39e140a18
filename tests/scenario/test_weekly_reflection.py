"""A leader reflects on the week."""

from datetime import timedelta
from itertools import pairwise

import pytest

from sandbox.faults import slow
from tests.databases import Settings
from tests.scenario.ledger import ledger
from tests.scenario.world import Person, Road, World, labels, new_world


async def test_from_the_first_word_to_the_receipt(ana: Person) -> None:
    await ana.types("reflect")

    opening = ana.last
    assert "Weekly reflection" in opening.text
    assert "About 3 minutes." in opening.text
    assert "You asked for it." in opening.text
    assert labels(opening) == ["1", "2", "3", "4", "5", "Skip", "Later", "Stop", "Help", "Answer in a form"]

    await ana.presses("4")
    assert "You chose 4." in ana.heard()[0].text
    assert labels(ana.heard()[0]) == []

    typed = await ana.types("The handover went better than I feared.")
    assert [each.name for each in ana.actor.dm_channel.messages[typed.ts].reactions] == ["white_check_mark"]

    await ana.types("Because I asked for help early, and the whole team saw me do it and joined in at once.")
    await ana.types("Ask early again on Monday.")

    assert "Only you can see this." in ana.last.text
    assert "4 answers are kept." in ana.last.text
    assert labels(ana.last) == ["Show what I wrote"]


async def test_a_thin_second_answer_gets_the_one_follow_up(ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("3")
    await ana.types("We lost a customer.")
    asked_before = len(ana.heard())

    await ana.types("It hurts.")

    assert len(ana.heard()) == asked_before + 1
    assert "not know" in ana.last.text or "know" in ana.last.text
    await ana.types("That they had been unhappy since June.")
    await ana.types("Call two customers next week.")
    assert "5 answers are kept." in ana.last.text


async def test_cairn_goes_on_where_the_person_answers(ana: Person) -> None:
    await ana.types("reflect")
    opening = ana.last

    await ana.replies(opening, "4")
    assert ana.last.thread_ts == opening.ts

    await ana.types("In the plain conversation now.")
    after_typing = ana.last
    assert after_typing.thread_ts is None

    await ana.presses("Skip")
    after_pressing = ana.last
    assert after_pressing.thread_ts is None


async def test_who_asks_elsewhere_for_a_question_on_its_way_can_answer_it_only_there(world: World, ana: Person) -> None:
    await ana.types("reflect")
    opening = ana.last
    world.sandbox.faults.plan(slow(1), method="chat.postMessage")
    await ana.actor.reply(opening, "4")
    await world.sandbox.until(lambda: ana.last.thread_ts == opening.ts)
    in_thread = ana.last.ts

    await ana.types("reflect")
    here = ana.last
    assert here.thread_ts is None
    assert "Skip" in labels(here)
    assert labels(ana.actor.dm_channel.messages[in_thread]) == []


async def test_a_press_in_a_thread_is_followed_in_the_thread(ana: Person) -> None:
    await ana.types("reflect")
    opening = ana.last
    await ana.replies(opening, "2")
    await ana.presses("Skip")
    assert ana.last.thread_ts == opening.ts


async def test_words_steer_the_conversation(ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("skip")
    assert "Skipped." in ana.heard()[0].text

    second = ana.last.text
    await ana.types("Back!")
    assert "Think of the week" in ana.last.text
    await ana.types("four")
    assert second.splitlines()[0] in ana.last.text

    await ana.types("later")
    assert "Put aside" in ana.last.text
    assert labels(ana.last) == ["Go on"]
    await ana.presses("Go on")
    assert second.splitlines()[0] in ana.last.text

    await ana.types("help")
    assert "What we can do together" in ana.last.text

    await ana.types("stop")
    assert "We stop here." in ana.last.text
    assert "1 answer is kept." in ana.last.text


async def test_buttons_steer_the_conversation(ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("Skip")
    await ana.presses("Back")
    await ana.presses("5")
    await ana.presses("Later")
    assert labels(ana.last) == ["Go on"]
    await ana.presses("Go on")
    await ana.presses("Help")
    assert "What we can do together" in ana.last.text
    await ana.presses("Stop")
    assert "We stop here." in ana.last.text


async def test_a_wrong_answer_asks_the_same_step_again_and_says_why(ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("eleven")
    assert "Please give one whole number from 1 to 5." in ana.last.text
    assert labels(ana.heard()[0]) == []
    await ana.types("4 – rough week")
    await ana.presses("Skip")
    await ana.presses("Skip")
    await ana.presses("Skip")
    await ana.presses("Show what I wrote")
    assert "4 – rough week" in await ana.window()


async def test_an_old_question_is_not_taken_for_a_fresh_one(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    world.later(timedelta(minutes=31))

    await ana.types("We shipped it.")

    assert "Is this your answer?" in ana.last.text
    assert "We shipped it." not in ana.last.text
    await ana.presses("Yes, save it")
    assert "that is settled" in ana.heard()[-2].text
    await ana.presses("Skip")
    await ana.presses("Skip")
    await ana.presses("Show what I wrote")
    assert "We shipped it." in await ana.window()


async def test_a_short_question_back_is_asked_about(ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("What do you mean?")
    assert "Is this your answer?" in ana.last.text
    await ana.presses("No, leave it")
    assert labels(ana.last) == []
    await ana.presses("Skip")


async def test_with_two_conversations_open_cairn_asks_which(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    world.later(timedelta(minutes=1))
    await ana.types("wins")

    await ana.types("The new hire spoke up.")

    assert "Which question does this answer?" in ana.last.text
    assert labels(ana.last) == ["Yes: Small wins", "Yes: Weekly reflection", "No, leave it"]
    await ana.presses("Yes: Weekly reflection")
    await ana.types("stop")


async def test_own_words_open_in_a_window_and_nowhere_else(world: World, ana: Person) -> None:
    await ana.types("wins")
    await ana.types("A CANARY sang in the meeting.")
    await ana.types("skip")
    await ana.presses("Show what I wrote")
    assert "A CANARY sang in the meeting." in await ana.window()
    posted = [call for call in world.sandbox.calls if not call.method.startswith("views.")]
    assert posted
    assert "CANARY" not in repr(posted)


async def test_the_wording_is_never_the_same_twice_running(world: World, ana: Person) -> None:
    openings = []
    for _ in range(12):
        await ana.types("reflect")
        await ana.presses("4")
        openings.append(ana.last.text.splitlines()[0])
        await ana.types("stop")
        world.later(timedelta(weeks=1))
    assert all(one != next_one for one, next_one in pairwise(openings))
    assert len(set(openings)) >= 8


@pytest.mark.parametrize("road", Road)
async def test_the_road_and_the_database_have_nothing_to_do_with_each_other(settings: Settings, road: Road) -> None:
    """All other stories are told over one road on each database: see `usual_road`."""
    async with new_world(settings, road=road) as world:
        assert (world.running.socket is not None) is (road is Road.SOCKET)
        ana = world.person("Ana")
        await ana.runs("reflect")
        await ana.presses("4")
        await ana.types("We lost a customer and won another one, because somebody asked.")
        await ana.presses("Stop")
        await ana.presses("Show what I wrote")
        assert "We lost a customer" in await ana.window()
        assert (await ledger(ana)).held == 0
