"""One story with every kind of thing that can come in, for tests that disturb it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot import ids
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
    ]


async def choose(person: Person, action: str, choice: str | list[str]) -> None:
    """Use a picker or tick boxes on the last message."""
    await person.actor.choose(person.last, action, choice)
    await person.world.settled()
