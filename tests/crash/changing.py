"""What somebody does with what they wrote before: opens it, changes an answer in a window, closes it again."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.acting.actor import Actor
from sandbox.records import Message, View
from tests.crash import screen
from tests.crash.town import STEPS, Answer, Pen, question_of

SHOW = "Show what I wrote"
_EDIT = "edit_answer"
_TIRES = 0.3


@dataclass
class Review:
    """A person's own words in a window, and on top of it the one in which an answer is changed."""

    actor: Actor
    chance: random.Random
    pen: Pen
    remember: Callable[[Answer], None]
    conversation: str = ""
    said: str = ""
    satisfied: bool = False

    async def open(self, message: Message) -> None:
        """Look at a conversation that is over."""
        self.conversation, self.satisfied = screen.conversation(message, SHOW), False
        await self.actor.press(message, label=SHOW, as_seen=True)

    async def go_on(self, view: View) -> None:
        """Do the next thing in the topmost window."""
        await asyncio.sleep(self.chance.uniform(0.03, 0.15))
        if self.satisfied or self.chance.random() < _TIRES:
            await self.actor.close(view)
        elif screen.held(view):
            await self._change(view)
        else:
            await self._choose(view)

    async def _choose(self, view: View) -> None:
        """Press one of the buttons that lead to a change."""
        self.said = ""
        step = self.chance.choice(STEPS[1:])  # a number would not be told apart from another
        await self.actor.press_in_view(view, action_id=_EDIT, block_id=f"answer:{step}")

    async def _change(self, view: View) -> None:
        """Send off other words; the same once more when no answer came. From now on the former may be gone."""
        [step] = screen.held(view)
        self.said = self.said or self.pen.words()
        question = question_of(self.conversation, step)
        outcome = await self.actor.submit(view, {screen.field_of(step): self.said})
        self.satisfied = outcome.closed and not outcome.failed
        self.remember(Answer(question, self.said, pressed=True, acknowledged=self.satisfied, replaces=True))
