"""What a form makes of answers that are there already: remarks, long ones, others, and none at all."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot import ids
from flows.people import AnswerIn
from sandbox.records import View
from storage.tables import ANSWER, FORM
from tests.databases import Settings
from tests.scenario.ledger import rows
from tests.scenario.own_folder import with_folder
from tests.scenario.test_forms import LONG, NOTHING_YET, fields, holds, opens, sends, steps
from tests.scenario.test_forms_trouble import body, forged, submission
from tests.scenario.world import Person, World, labels, new_world, texts

NEEDED = {
    "en/scripts/needed.toml": """
id = "needed"
version = 1
title = "Needed"
minutes = 1
why = "To try."
cites = ["own-practice"]
start_words = ["needed"]
starts_as = "Needed"
closing = "Thanks."

[[steps]]
id = "name"
kind = "text"
ask = "What is it called?"
required = true

[[steps]]
id = "more"
kind = "text"
ask = "Anything else?"
"""
}


NO_NAME = {"values": {f"field:{step}": {ids.FIELD: {"type": "plain_text_input"}} for step in ("name", "more")}}
"""What Slack sends of fields left empty; its own window would not send off the first one so."""


@pytest.fixture
async def form_world(settings: Settings) -> AsyncIterator[World]:
    """A workspace where everything is answered in the form."""
    async with new_world(settings, answer_in=AnswerIn.FORM) as world:
        yield world


async def wrote(person: Person) -> str:
    """What somebody reads of their own words."""
    await person.presses("Show what I wrote")
    return await person.window()


async def refused(person: Person, view: View, **values: str) -> dict[str, str]:
    """What is said under the fields of a form that is not taken."""
    outcome = await person.actor.submit(view, {f"field:{step}": value for step, value in values.items()})
    assert not outcome.closed
    return {block.partition(":")[2]: said for block, said in outcome.errors.items()}


@pytest.mark.parametrize("energy", ["4", "5"])
async def test_a_remark_stays_when_its_number_is_answered_in_a_form(ana: Person, energy: str) -> None:
    await ana.types("reflect")
    message = await ana.types("4 - rough week")
    await ana.presses("Back")
    await sends(ana, await opens(ana), energy=energy, moment="The handover.")
    kept = await rows(ana.world, select(ANSWER.c.number).where(ANSWER.c.step == "energy", ANSWER.c.is_current))
    assert kept == [(int(energy),)]
    await ana.presses("Go on here")
    await ana.types("stop")
    assert "rough week" in (standing := await wrote(ana))
    assert ("4 - rough week" in standing) == (energy == "4")
    await ana.actor.delete(message)
    await ana.world.settled()
    assert "rough week" not in await wrote(ana)


async def test_an_answer_that_was_left_as_it_was_still_follows_its_message(ana: Person) -> None:
    await ana.types("wins")
    message = await ana.types("Ben ran it.")
    await ana.presses("Back")
    await sends(ana, await opens(ana), obstacle="Time.")
    assert "Ben ran it." in await wrote(ana)
    await ana.actor.delete(message)
    await ana.world.settled()
    assert "Ben ran it." not in await wrote(ana)


async def test_a_number_with_a_remark_is_the_same_number(ana: Person) -> None:
    await ana.types("reflect")
    form = await opens(ana)
    await ana.types("4 - rough week")
    second = await sends(ana, form, energy="4", moment="The handover.", meaning=LONG)
    assert second is not None
    assert fields(second) == ["next"]
    await sends(ana, second, next="Ask early.")
    assert "rough week" in await wrote(ana)


async def test_an_answer_that_no_field_holds_is_shown_and_stays(ana: Person) -> None:
    await ana.types("wins")
    await ana.types("x" * 3500)
    await ana.presses("Back")
    form = await opens(ana)
    assert fields(form) == ["obstacle"]
    assert "x" * 600 in texts(form.blocks)
    assert "To change it, edit your message." in texts(form.blocks)
    await sends(ana, form, obstacle="Time.")
    assert "2 answers are kept." in ana.last.text
    assert "x" * 600 in await wrote(ana)


async def test_a_change_that_was_begun_can_be_read_after_its_message_was_edited(ana: Person) -> None:
    await ana.types("wins")
    message = await ana.types("Short")
    await ana.presses("Back")
    form = await opens(ana)
    await ana.actor.fill(form, "field:progress", "Half of a change")
    await ana.actor.close(form)
    await ana.actor.edit(message, "x" * 3500)
    await ana.world.settled()
    again = await opens(ana)
    assert fields(again) == ["obstacle"]
    assert "Half of a change" in texts(again.blocks)


async def test_a_page_with_only_such_an_answer_goes_on(ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("The handover.")
    await ana.types("x" * 3500)
    await ana.presses("Back")
    form = await opens(ana)
    assert fields(form) == []
    second = await sends(ana, form)
    assert second is not None
    assert fields(second) == ["next"]
    assert await steps(ana) == ["energy", "meaning", "moment"]


@pytest.mark.parametrize("letter", ["é", "中", "🌱"])
async def test_more_earlier_words_than_a_window_holds_are_cut_and_lead_to_the_rest(
    world: World, ana: Person, letter: str
) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    for _ in range(3):
        await ana.types(letter * (39_000 // len(letter.encode("utf-16-le")) * 2))
    await ana.types("stop")
    world.later(timedelta(weeks=4))
    await ana.types("look back")
    form = await opens(ana)
    assert fields(form) == ["month_change"]
    assert letter * 2000 in texts(form.blocks)
    assert "There is more than fits here." in texts(form.blocks)
    await ana.actor.press_in_view(form, label="Show what I wrote")
    await world.settled()
    assert "Page 1 of" in await ana.window()


async def test_a_page_of_one_question_can_be_skipped(form_world: World) -> None:
    ana = form_world.person("Ana")
    await ana.runs("reflect")
    second = await sends(ana, await opens(ana, "Open the form"), energy="4", moment="The handover.", meaning=LONG)
    assert second is not None
    assert await refused(ana, second) == {"next": NOTHING_YET}
    await ana.actor.close(second)
    assert labels(ana.heard()[-1]) == ["Go on in the form", "Skip"]
    await ana.presses("Skip")
    assert "3 answers are kept." in ana.last.text


async def test_the_first_question_of_a_page_can_be_skipped_too(form_world: World) -> None:
    ana = form_world.person("Ana")
    await ana.runs("wins")
    assert await refused(ana, await opens(ana, "Open the form")) == {"progress": NOTHING_YET}
    await ana.presses("Skip")
    assert fields(await opens(ana, "Open the form")) == ["obstacle"]


async def test_a_field_that_is_emptied_takes_no_answer_away_unawares(ana: Person) -> None:
    await ana.types("wins")
    await ana.types("First")
    await ana.presses("Back")
    form = await opens(ana)
    assert holds(form)["progress"] == "First"
    kept = "Your answer is still kept. To take it away, delete it in your journal."
    assert await refused(ana, form, progress="", obstacle="Time.") == {"progress": kept}
    await sends(ana, form, progress="Second")
    assert "Second" in await wrote(ana)


async def test_what_is_needed_is_asked_for_in_the_form(settings: Settings, tmp_path: Path) -> None:
    async with with_folder(settings, tmp_path / "own", NEEDED) as world:
        ana = world.person("Ana")
        await ana.types("needed")
        form = await opens(ana)
        await ana.actor.submit(form, {"field:name": " "})
        answered = await forged(world, submission(world), state=NO_NAME)
        assert "This one is needed." in str(body(answered))
        await sends(ana, form, name="It")
        assert "1 answer is kept." in ana.last.text


async def test_what_was_needed_is_not_once_it_is_not_asked(settings: Settings, tmp_path: Path) -> None:
    async with with_folder(settings, tmp_path / "own", NEEDED) as world:
        ana = world.person("Ana")
        await ana.types("needed")
        form = await opens(ana)
        await ana.types("stop")
        await ana.actor.submit(form, {"field:name": "It", "field:more": "A lot."})
        values = {**NO_NAME["values"], "field:more": {ids.FIELD: {"type": "plain_text_input", "value": "A lot."}}}
        answered = str(body(await forged(world, submission(world), state={"values": values})))
        assert "not asked any more" in answered
        assert "needed" not in answered


async def test_what_is_gone_is_said_in_ones_own_language(world: World) -> None:
    world.sandbox.workspace.add_person("Uwe", "Uwe Kern", tz="Europe/Berlin", locale="de-DE")
    uwe = world.person("Uwe")
    await uwe.types("erfolge")
    form = await opens(uwe, "Im Formular antworten")
    async with world.memory._database.transaction() as connection:
        await connection.execute(delete(FORM))
    said = await refused(uwe, form, progress="Neu")
    assert said == {"progress": "Das steht dir nicht mehr zur Verfügung."}
