"""Somebody whose Slack is German reads and types German from the first word to the receipt, and nothing else."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.prompt_files import read_prompts
from flows.words import Words
from sandbox.faults import slack_error
from sandbox.records import EphemeralMessage, Message
from storage.database import Database
from tests.databases import Settings
from tests.scenario.own_folder import laid
from tests.scenario.test_store_trouble import read_only_store
from tests.scenario.world import Person, World, labels, new_world, texts

BETWEEN = re.compile(r"\{[^{}]*\}|(?<=[.:?!])\s+")
PROMPTS = read_prompts()
ENGLISH, GERMAN = PROMPTS.catalogues["en"], PROMPTS.catalogues["de"]

APPOINTMENT = {
    "en/scripts/appointment.toml": """
id = "appointment"
version = 1
title = "An appointment"
minutes = 1
why = "To try a date."
cites = ["own-practice"]
start_words = ["appointment"]
starts_as = "Make an appointment"
closing = "Thanks."

[[steps]]
id = "day"
kind = "date"
ask = "When?"

[[steps]]
id = "sure"
kind = "yes_no"
ask = "Sure?"
""",
    "de/scripts/appointment.toml": """
id = "appointment"
title = "Ein Termin"
why = "Um ein Datum auszuprobieren."
start_words = ["termin"]
starts_as = "Einen Termin machen"
closing = "Danke dir."
steps = [{ id = "day", ask = "Wann?" }, { id = "sure", ask = "Bist du sicher?" }]
""",
}


@pytest.fixture
async def world(settings: Settings, tmp_path: Path) -> AsyncIterator[World]:
    async with new_world(settings, prompts_dir=laid(tmp_path / "own", APPOINTMENT)) as found:
        found.sandbox.workspace.add_person("Uwe", "Uwe Kern", tz="Europe/Berlin", locale="de-DE")
        yield found


@pytest.fixture
def uwe(world: World) -> Person:
    return world.person("Uwe")


def pieces(words: Words) -> set[str]:
    """The sentences of a catalogue without their placeholders; a short piece only where it is a whole text."""
    forms = [[text] if isinstance(text, str) else list(text.values()) for text in words.texts.values()]
    parts = {(form, part.strip(" .,:()?!")) for each in forms for form in each for part in BETWEEN.split(form)}
    return {part for form, part in parts if len(part) > 8 or (part and part == form)}


def english_in(shown: str) -> set[str]:
    """English texts of the catalogue in what somebody was shown; short ones count as a line of their own."""
    lines = {line.strip() for line in shown.splitlines()}
    only_english = pieces(ENGLISH) - pieces(GERMAN)
    return {each for each in only_english if each in lines or (len(each) > 8 and each in shown)}


def seen(person: Person) -> Iterator[str]:
    """Everything this person was shown, old messages as they stand now."""
    messages: list[Message | EphemeralMessage] = [*person.heard(), *person.actor.ephemerals()]
    for message in messages:
        yield message.text
        yield texts(message.blocks)
    for view in person.actor.open_views():
        yield texts([view.definition])


def test_english_would_be_noticed() -> None:
    assert english_in("Weiter\nSkip\nDanke") == {"Skip"}
    assert english_in("Etwas. Only you can see what you answer. Mehr.")
    assert english_in("Überspringen\nStopp") == set()


async def test_from_the_first_word_to_the_receipt(uwe: Person) -> None:
    assert "Was wir zusammen tun können" in await uwe.runs("", channel="general")
    await uwe.types("Rückblick")
    assert uwe.last.text.startswith("Wochenrückblick")
    assert "Montag, 16. November" in uwe.last.text
    await uwe.types("elf")
    assert "Bitte nenn eine ganze Zahl von 1 bis 5." in uwe.last.text
    await uwe.types("vier, es war eine lange Woche")
    await uwe.types("Was ist das?")
    await uwe.types("datenschutz")
    await uwe.types("zurück")
    await uwe.types("überspringen")
    await uwe.types("Die Übergabe lief besser als gedacht.")
    await uwe.types("später")
    await uwe.presses("Weitermachen")
    await uwe.types("Meinst du das Team?")
    await uwe.presses("Nein, nicht speichern")
    await uwe.types("Weil ich früh um Hilfe gebeten habe, und das ganze Team hat es gesehen und mitgemacht.")
    await uwe.types("Am Montag wieder früh fragen.")
    assert "4 Antworten sind gespeichert." in uwe.last.text
    assert "Nur du kannst das sehen." in uwe.last.text
    await uwe.presses("Zeigen, was ich geschrieben habe")
    assert "vier, es war eine lange Woche" in await uwe.window()
    assert {found for shown in seen(uwe) for found in english_in(shown)} == set()


async def test_dates_are_read_and_written_in_german(uwe: Person) -> None:
    await uwe.types("Termin")
    await uwe.types("nächsten Freitag")
    await uwe.types("ja")
    await uwe.presses("Zeigen, was ich geschrieben habe")
    assert "Freitag, 27. November 2026" in await uwe.window()
    assert {found for shown in seen(uwe) for found in english_in(shown)} == set()


async def test_the_form_and_the_settings_speak_german(uwe: Person) -> None:
    await uwe.types("durchdenken")
    assert labels(uwe.last)[0] == "Formular öffnen"
    await uwe.types("Wir haben den Start abgesagt.")
    assert "Diese Frage beantwortest du im Formular." in uwe.last.text
    await uwe.types("stopp")
    assert "Wir hören hier auf." in uwe.last.text
    await uwe.types("rückblick")
    await uwe.presses("Im Formular antworten")
    assert "Speichern" in repr(uwe.actor.open_views()[-1].definition)
    await uwe.types("einstellungen")
    await uwe.presses("Einstellungen")
    assert "Wie in Slack (Deutsch)" in await uwe.window()
    assert {found for shown in seen(uwe) for found in english_in(shown)} == set()


async def test_what_goes_wrong_is_told_in_german(world: World, uwe: Person, database: Database) -> None:
    await uwe.types("erfolge")
    async with read_only_store(world, database):
        await uwe.actor.dm("Wir haben zwei Leute eingestellt.")
        assert uwe.last.text.startswith("Nicht gespeichert, bitte schick es noch einmal.")
        await uwe.actor.press(uwe.message_with_button("Stopp"), label="Stopp")
        assert uwe.last.text.startswith("Nicht gespeichert, bitte drück noch einmal.")
    await uwe.types("hallo?")
    await uwe.presses("Nein, nicht speichern")
    await uwe.types("stopp")
    await uwe.types("hilfe")
    world.sandbox.faults.plan(slack_error("expired_trigger_id"), method="views.open")
    await uwe.presses("Einstellungen")
    assert uwe.last.text == "Das hat zu lange gedauert. Bitte versuch es noch einmal."
    assert {found for shown in seen(uwe) for found in english_in(shown)} == set()


async def test_who_may_not_take_part_is_told_so_in_german(world: World) -> None:
    world.sandbox.workspace.add_person("Gast", "Gast", locale="de-DE", is_restricted=True)
    guest = world.person("Gast")
    sentence = "Das geht nur für Vollmitglieder dieses Workspace. Es wurde nichts gespeichert."
    assert await guest.runs("rückblick") == sentence
    await guest.types("Hallo")
    assert guest.last.text == sentence


async def test_words_of_both_languages_steer_and_rate_for_everybody(uwe: Person, ana: Person) -> None:
    for person, rating, words in (
        (uwe, "four", ("skip", "back", "stop")),
        (ana, "vier", ("weiter", "zurück", "stopp")),
    ):
        await person.types("reflect")
        await person.types(rating)
        moved = len(person.heard())
        for word in words:
            await person.types(word)
        assert len(person.heard()) == moved + len(words), words
        await person.presses("Zeigen, was ich geschrieben habe" if person is uwe else "Show what I wrote")
        assert "4" in await person.window()
