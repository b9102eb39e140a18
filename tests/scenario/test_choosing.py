"""Chat or form: for everybody, for oneself, for one conversation; and what is typed where the form is wanted."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.manifest import EVENTS, SCOPES
from flows.people import AnswerIn
from storage.tables import ANSWER, HELD_REPLY
from tests.databases import Settings
from tests.scenario.forging import count, writes
from tests.scenario.world import Person, World, labels, new_world, texts

IN_CHAT = ["1", "2", "3", "4", "5", "Skip", "Later", "Stop", "Help", "Answer in a form"]
IN_FORM = ["Open the form", "Skip", "Later", "Stop", "Help", "Answer here instead"]
REQUIRED = ["Open the form", "Short version (about 5 minutes)", "Skip", "Later", "Stop", "Help"]
NOT_HERE = "This one is answered in the form. What you typed was not saved."


@pytest.fixture
async def formal(settings: Settings) -> AsyncIterator[World]:
    """A workspace that answers in the form."""
    async with new_world(settings, answer_in=AnswerIn.FORM) as found:
        yield found


async def chooses(person: Person, **values: str) -> None:
    """Open the settings, choose, and save."""
    await person.runs("settings")
    outcome = await person.actor.submit(person.actor.open_views()[-1], values)
    assert outcome.closed, outcome.errors
    await person.world.settled()


async def nothing_is_kept(world: World) -> bool:
    return not await count(world, ANSWER) and not await count(world, HELD_REPLY)


async def test_who_has_the_form_may_answer_one_conversation_in_chat(world: World, ana: Person) -> None:
    await chooses(ana, answer_in="form")
    await ana.types("reflect")
    assert labels(ana.last) == IN_FORM
    assert "Open the form to go on." in ana.last.text
    assert ana.last.text.startswith("Weekly reflection")

    await ana.types("4 - rough week")
    assert NOT_HERE in ana.last.text
    assert labels(ana.last) == IN_FORM
    assert labels(ana.heard()[0]) == []
    assert await nothing_is_kept(world)

    await ana.presses("Answer here instead")
    assert labels(ana.last) == IN_CHAT
    await ana.types("4 - rough week")
    assert await count(world, ANSWER) == 1


async def test_opening_the_form_from_the_chat_leaves_the_choice_as_it_is(world: World, ana: Person) -> None:
    await ana.types("reflect")
    assert labels(ana.last) == IN_CHAT
    await ana.presses("Answer in a form")
    assert labels(ana.last) == IN_CHAT
    await ana.types("4 - rough week")
    assert await count(world, ANSWER) == 1


async def test_the_choice_for_one_conversation_is_kept_for_its_next_questions_and_for_no_other(ana: Person) -> None:
    await chooses(ana, answer_in="form")
    await ana.types("reflect")
    await ana.presses("Answer here instead")
    await ana.presses("Later")
    await ana.presses("Go on")
    assert labels(ana.last) == IN_CHAT
    await ana.types("wins")
    assert labels(ana.last)[0] == "Open the form"


async def test_steering_words_still_steer_in_the_form(ana: Person) -> None:
    await chooses(ana, answer_in="form")
    await ana.types("reflect")
    await ana.types("help")
    assert "What we can do together" in ana.last.text
    await ana.types("stop")
    assert "We stop here." in ana.last.text


async def test_a_second_press_changes_nothing_more(ana: Person) -> None:
    await chooses(ana, answer_in="form")
    await ana.types("reflect")
    opening, said = ana.last, len(ana.heard())
    await ana.presses("Answer here instead", on=opening, as_seen=True)
    await ana.presses("Answer here instead", on=opening, as_seen=True)
    assert labels(ana.last) == IN_CHAT
    assert len(ana.heard()) == said


@pytest.mark.parametrize("minutes", [1, 40])
async def test_words_for_one_in_the_form_and_one_in_chat_are_asked_about_for_chat_alone(
    world: World, ana: Person, minutes: int
) -> None:
    await chooses(ana, answer_in="form")
    await ana.types("reflect")
    await ana.types("wins")
    await ana.presses("Answer here instead")
    world.later(timedelta(minutes=minutes))
    await ana.types("The new hire spoke up.")
    assert "Is this your answer?" in ana.last.text
    assert labels(ana.last) == ["Yes, save it", "No, leave it"]
    await ana.presses("Yes, save it")
    assert await count(world, ANSWER) == 1


async def test_what_was_put_aside_in_the_form_is_taken_up_by_typing(world: World, ana: Person) -> None:
    await chooses(ana, answer_in="form")
    await ana.types("reflect")
    await ana.presses("Later")
    await ana.types("It went better than I feared.")
    assert NOT_HERE in ana.last.text
    assert labels(ana.last) == IN_FORM
    assert await nothing_is_kept(world)


async def test_a_deep_reflection_is_always_in_the_form(world: World, ana: Person) -> None:
    await ana.types("deep")
    assert labels(ana.last) == REQUIRED
    await ana.types("We cancelled the launch on Thursday.")
    assert NOT_HERE in ana.last.text
    assert await nothing_is_kept(world)
    await ana.presses("Short version (about 5 minutes)")
    assert labels(ana.last)[0] == "Open the form"


async def test_who_chooses_the_form_for_themselves_has_it_everywhere(world: World, ana: Person) -> None:
    ben = world.person("Ben")
    await ana.types("reflect")
    await chooses(ana, answer_in="form")
    assert labels(ana.last) == IN_FORM
    await ben.types("reflect")
    assert labels(ben.last) == IN_CHAT
    await ana.types("wins")
    assert labels(ana.last)[0] == "Open the form"
    await ana.presses("Answer here instead")
    await ana.types("The new hire spoke up.")
    assert "Answer here instead" not in labels(ana.last)
    await chooses(ana, answer_in="chat")
    assert labels(ana.message_with_button("5")) == IN_CHAT


async def test_in_a_workspace_with_the_form_nothing_is_typed(formal: World) -> None:
    ana = formal.person("Ana")
    assert "im:history" not in formal.sandbox.app.config.scopes
    said = await ana.runs("", channel="general")
    assert "run “/cairn reflect”" in said
    assert "type" not in said
    assert await ana.runs("reflect", channel="general") == "I have written to you in our direct message."
    assert labels(ana.last) == IN_FORM[:-1]
    await ana.presses("Later")
    assert "or type" not in ana.last.text
    await ana.presses("Go on")
    await ana.presses("Help")
    assert "type" not in ana.last.text
    await ana.presses("Who sees what")
    assert "type" not in ana.last.text
    await ana.presses("Stop")
    assert "We stop here." in ana.last.text


async def test_what_is_typed_there_all_the_same_does_not_arrive(formal: World) -> None:
    ana = formal.person("Ana")
    await ana.runs("reflect")
    await ana.types("4 - rough week")
    assert len(ana.heard()) == 1


async def test_and_where_an_older_installation_delivers_it_it_is_not_kept(formal: World) -> None:
    app, ana = formal.sandbox.app, formal.person("Ana")
    app.config = replace(app.config, scopes=SCOPES, events=EVENTS)
    await ana.runs("reflect")
    await writes(formal, ana, "4 - rough week")
    assert NOT_HERE in ana.last.text
    assert await nothing_is_kept(formal)


async def test_there_the_settings_leave_only_the_language_to_choose(formal: World) -> None:
    ana = formal.person("Ana")
    await ana.runs("settings")
    assert "In this workspace all questions are answered in the form." in await ana.window()
    assert "Where do you want to answer?" not in await ana.window()
    await ana.actor.submit(ana.actor.open_views()[-1], {"language": "de"})
    assert "Was wir zusammen tun können" in await ana.runs("hilfe")
    assert "„/cairn rückblick“" in texts(ana.actor.ephemerals()[-1].blocks)
