"""A person opens their settings, changes them, and nothing is lost when that fails."""

from typing import Any

import pytest
from sqlalchemy import select

from sandbox.faults import slack_error
from storage.database import Database
from storage.tables import INBOX, PERSON
from tests.scenario.forging import MEMBERS_ONLY, count, forge
from tests.scenario.ledger import rows
from tests.scenario.test_store_trouble import read_only_store
from tests.scenario.world import Person, World, labels


async def chosen(world: World) -> list[tuple[str | None, str | None]]:
    return [tuple(row) for row in await rows(world, select(PERSON.c.answer_in, PERSON.c.language))]


@pytest.mark.parametrize("word", ["settings", "Settings!", "einstellungen", "change settings"])
async def test_the_typed_word_and_the_command_lead_to_the_window(ana: Person, word: str) -> None:
    await ana.types(word)
    assert "Here you choose where you answer" in ana.last.text
    await ana.presses("Settings")
    assert "Where do you want to answer?" in await ana.window()
    await ana.runs(word, channel="general")
    assert len(ana.actor.open_views()) >= 1
    assert len(ana.heard()) == 1


async def test_the_button_stands_on_help(ana: Person) -> None:
    await ana.types("help")
    await ana.presses("Settings")
    window = await ana.window()
    for said in (
        "In chat, message by message",
        "In a form, in a window",
        "As in Slack (English)",
        "Deutsch",
        "English",
    ):
        assert said in window


async def test_what_was_chosen_is_chosen_the_next_time(world: World, ana: Person) -> None:
    await ana.runs("settings")
    await ana.actor.submit(ana.actor.open_views()[-1], {"answer_in": "form", "language": "de"})
    assert await chosen(world) == [("form", "de")]
    await ana.runs("einstellungen")
    [way, language] = [block["element"]["initial_option"]["value"] for block in ana.actor.open_views()[-1].blocks]
    assert (way, language) == ("form", "de")
    assert "Wie in Slack (English)" in await ana.window()
    await ana.actor.submit(ana.actor.open_views()[-1], {"answer_in": "chat", "language": "as_in_slack"})
    assert await chosen(world) == [("chat", None)]


async def test_a_language_counts_from_the_next_message_and_a_script_keeps_its_own(ana: Person) -> None:
    await ana.types("reflect")
    await ana.runs("settings")
    await ana.actor.submit(ana.actor.open_views()[-1], {"language": "de"})
    await ana.world.settled()
    assert ana.last.text.startswith("Weekly reflection")
    assert "Überspringen" in labels(ana.last)
    await ana.types("stopp")
    assert "Wir hören hier auf." in ana.last.text
    await ana.types("erfolge")
    assert ana.last.text.startswith("Kleine Erfolge")


async def test_what_cannot_be_saved_stays_in_the_window(world: World, ana: Person, database: Database) -> None:
    await ana.types("help")
    await ana.presses("Settings")
    before = await chosen(world)
    async with read_only_store(world, database):
        outcome = await ana.actor.submit(ana.actor.open_views()[-1], {"language": "de"})
    assert not outcome.closed
    assert outcome.errors == {
        "language": "This could not be saved just now. What you chose is still here: please press Save again."
    }
    assert await chosen(world) == before
    outcome = await ana.actor.submit(ana.actor.open_views()[-1])
    assert outcome.closed
    assert (await chosen(world))[0][1] == "de"


async def test_sent_twice_it_counts_once_and_corrected_it_counts_again(world: World, ana: Person) -> None:
    await ana.types("help")
    await ana.presses("Settings")
    view = ana.actor.open_views()[-1]
    outcome = await ana.actor.submit(view, {"language": "de"})
    assert outcome.delivery is not None
    heard = await count(world, INBOX)
    again = await forge(world, outcome.delivery, lambda _: None)
    assert (again.status, again.body) == (200, "")
    assert await count(world, INBOX) == heard

    def corrected(payload: dict[str, Any]) -> None:
        state = payload["view"]["state"]["values"]["language"]["language"]
        state["selected_option"]["value"] = "en"

    await forge(world, outcome.delivery, corrected)
    assert (await chosen(world))[0][1] == "en"


async def test_a_choice_that_is_none_of_ours_changes_nothing(world: World, ana: Person) -> None:
    await ana.runs("settings")
    outcome = await ana.actor.submit(ana.actor.open_views()[-1], {"answer_in": "form", "language": "de"})
    assert outcome.delivery is not None

    def forged(payload: dict[str, Any]) -> None:
        values = payload["view"]["state"]["values"]
        values["language"]["language"]["selected_option"]["value"] = "tlh"
        values["answer_in"] = {"answer_in": None}

    assert (await forge(world, outcome.delivery, forged)).status == 200
    assert await chosen(world) == [("form", "de")]

    def emptied(payload: dict[str, Any]) -> None:
        payload["view"]["state"]["values"] = {}

    assert (await forge(world, outcome.delivery, emptied)).status == 200
    assert await chosen(world) == [("form", "de")]


async def test_slack_too_slow_for_a_window_is_said(world: World, ana: Person) -> None:
    await ana.types("help")
    world.sandbox.faults.plan(slack_error("expired_trigger_id"), method="views.open")
    await ana.presses("Settings")
    assert ana.last.text == "That took too long. Please try again."
    assert ana.actor.open_views() == []


async def test_a_guest_has_no_settings(world: World) -> None:
    hana = world.person("Hana")
    assert await hana.runs("settings") == MEMBERS_ONLY
    assert hana.actor.open_views() == []
    assert await count(world, PERSON) == 0
