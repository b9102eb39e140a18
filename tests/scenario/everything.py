"""One story with every kind of thing that can come in, for tests that disturb it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot import ids
from sandbox.records import Message
from tests.scenario.world import Person

Act = Callable[[], Awaitable[Any]]

_TRIAL = """
id = "trial"
version = 1
title = "Every kind"
minutes = 2
why = "To try each way to answer."
cites = ["own-practice"]
audience = "self"
subject = "moment"
start_words = ["trial"]
starts_as = "Try every kind"
order = 9
closing = "Thank you."

[[steps]]
id = "when"
kind = "date"
ask = "When was it?"

[[steps]]
id = "who"
kind = "person"
ask = "Who was there?"

[[steps]]
id = "which"
kind = "choices"
ask = "Which of these?"
options = [
    { id = "time", label = "Time" },
    { id = "people", label = "People" },
    { id = "money", label = "Money" },
]

[[steps]]
id = "sure"
kind = "yes_no"
ask = "Are you sure?"

[[steps]]
id = "read"
kind = "say"
ask = "Nearly there."

[[steps]]
id = "more"
kind = "text"
ask = "Anything else?"
"""


def with_a_trial_script(folder: Path) -> Path:
    """A folder of prompts with one more script, which has every kind of element to use."""
    scripts = folder / "en" / "scripts"
    scripts.mkdir(parents=True, exist_ok=True)
    (scripts / "trial.toml").write_text(_TRIAL, encoding="utf-8")
    return folder


def everything(person: Person) -> list[Act]:
    """Everything a person can do, each thing once, in an order that makes sense."""
    return [
        lambda: person.types("good morning"),
        lambda: person.presses("Look back on the week"),
        lambda: person.presses("Help"),
        lambda: person.types("eleven"),
        lambda: person.presses("4"),
        lambda: person.replies(person.last, "The handover went better than I feared."),
        lambda: person.presses("Back"),
        lambda: person.presses("Skip"),
        lambda: person.types("later"),
        lambda: person.presses("Go on"),
        lambda: person.types("What do you mean?"),
        lambda: person.presses("No, leave it"),
        lambda: person.types("Because I asked?"),
        lambda: person.presses("Yes, save it"),
        lambda: person.presses("Later"),
        lambda: person.runs("reflect"),
        lambda: person.presses("Stop"),
        lambda: person.presses("Show what I wrote"),
        lambda: person.runs("trial", channel="leadership"),
        lambda: choose(person, ids.PICK, "2026-11-02"),
        lambda: choose(person, ids.PICK, "Farah"),
        lambda: choose(person, ids.PICKS, ["time", "money"]),
        lambda: person.presses("Done"),
        lambda: person.presses("Yes"),
        lambda: person.presses("Continue"),
        lambda: person.types("That is all."),
        lambda: person.types("privacy"),
        *_changes_of_mind(person),
        *_in_windows(person),
    ]


def _changes_of_mind(person: Person) -> list[Act]:
    """In Slack's own messages."""
    return [
        lambda: person.types("wins"),
        lambda: person.types("We hired one person."),
        lambda: edits(person, "We hired two people."),
        lambda: deletes(person),
        lambda: person.presses("Put back"),
        lambda: person.types("skip"),
    ]


def _in_windows(person: Person) -> list[Act]:
    """In a form, in the journal, and in the settings."""
    return [
        lambda: person.types("reflect"),
        lambda: person.presses("Answer in a form"),
        lambda: fills(person, "moment", "Half a thought"),
        lambda: sends(
            person, energy="4", moment="A whole thought.", meaning="It showed me how little I had asked before."
        ),
        lambda: sends(person, next="Ask early again."),
        lambda: person.runs("journal"),
        lambda: person.actor.submit(person.actor.open_views()[-1], {ids.JOURNAL_SEARCH: "how little"}),
        lambda: presses_in_window(person, "Open"),
        lambda: presses_in_window(person, "Edit"),
        lambda: sends(person, energy="3"),
        lambda: presses_in_window(person, "Delete"),
        lambda: closes(person),
        lambda: closes(person),
        lambda: person.presses("Delete for good now"),
        lambda: person.runs("settings"),
        lambda: person.actor.submit(person.actor.open_views()[-1], {"language": "de"}),
        lambda: person.types("hilfe"),
    ]


async def edits(person: Person, text: str) -> None:
    """Change the newest message of one's own."""
    await person.actor.edit(_newest(person), text)
    await person.world.settled()


async def deletes(person: Person) -> None:
    """Delete the newest message of one's own."""
    await person.actor.delete(_newest(person))
    await person.world.settled()


def _newest(person: Person) -> Message:
    own = [each for each in person.actor.dm_channel.messages.values() if each.user_id == person.slack_id]
    return max(own, key=lambda each: each.ts)


async def fills(person: Person, step: str, text: str) -> None:
    """Type into a field of the window in front."""
    await person.actor.fill(person.actor.open_views()[-1], f"field:{step}", text)


async def sends(person: Person, **written: str) -> None:
    """Fill in the window in front and send it off."""
    values = {f"field:{step}": text for step, text in written.items()}
    outcome = await person.actor.submit(person.actor.open_views()[-1], values)
    assert outcome.errors == {}
    await person.world.settled()


async def presses_in_window(person: Person, label: str) -> None:
    """Press the first such button of the window in front."""
    await person.actor.press_in_view(person.actor.open_views()[-1], label=label)
    await person.world.settled()


async def closes(person: Person) -> None:
    """Close the window in front."""
    await person.actor.close(person.actor.open_views()[-1])


async def choose(person: Person, action: str, choice: str | list[str]) -> None:
    """Use a picker or tick boxes on the last message."""
    await person.actor.choose(person.last, action, choice)
    await person.world.settled()
