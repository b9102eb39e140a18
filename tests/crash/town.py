"""Where people live, and what they remember of what they did there."""

import asyncio
import time
from dataclasses import dataclass, field

from sandbox.sandbox import Sandbox
from tests.crash.wire import Log, Question

STEPS = ("energy", "moment", "meaning", "next")
"""What the weekly reflection asks somebody who answers everything, and at length."""

_WRITTEN = "{name} wrote this as number {number}, with a few words more so that it is no short answer."


@dataclass
class Town:
    """Slack, whether the bot is up, and whether the day is over."""

    sandbox: Sandbox
    log: Log
    up: asyncio.Event = field(default_factory=asyncio.Event)
    evening: bool = False
    lives: int = 0
    up_seconds: float = 0.0
    _up_since: float = 0.0

    def awake(self) -> None:
        """The bot lives."""
        self._up_since = time.monotonic()
        self.lives += 1
        self.up.set()

    def asleep(self) -> None:
        """It does not."""
        self.up.clear()
        self.up_seconds += time.monotonic() - self._up_since

    def now(self) -> float:
        """How long the bot has lived so far: patience is measured in that."""
        return self.up_seconds + (time.monotonic() - self._up_since if self.up.is_set() else 0.0)


@dataclass
class Answer:
    """One thing a person did to a question, and whether Slack was told that it is done.

    `pressed` when it can have been meant for no other question: it was a press, or given in a window. `replaces` when
    it was to stand in the place of what they had answered before.
    """

    question: Question
    said: str
    pressed: bool
    acknowledged: bool
    replaces: bool = False


def question_of(conversation: str, step: str) -> Question:
    """The question that a field of a window belongs to."""
    return Question(conversation, STEPS.index(step) + 1)


@dataclass
class Pen:
    """Writes something new each time, so that it can be told apart."""

    name: str
    written: int = 0

    def words(self) -> str:
        """A long answer that nobody gave before."""
        self.written += 1
        return _WRITTEN.format(name=self.name, number=self.written)
