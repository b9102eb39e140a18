"""What somebody does in a form: types into it, sends it off, leaves it in the middle."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.acting.actor import Actor
from sandbox.records import Message, View
from tests.crash import screen
from tests.crash.town import Answer, Pen, Town, question_of
from tests.crash.wire import Answering, Question, Shown, Typed

_LEAVES, _LEAVES_WHAT_FAILED, _PAUSES = 0.1, 0.6, 0.3


@dataclass
class Form:
    """The window in which a person answers, if one is open.

    `holds` is what stands in its fields by now; `clashes` when it came back with what was answered elsewhere.
    """

    town: Town
    actor: Actor
    chance: random.Random
    pen: Pen
    remember: Callable[[Answer], None]
    conversation: str = ""
    holds: dict[str, str] = field(default_factory=dict)
    clashes: bool = False
    failed: bool = False
    life: int = 0
    _looked_at: str = ""

    async def open(self, message: Message, label: str) -> None:
        """Press the button that opens it."""
        self.conversation, self.clashes = screen.conversation(message, label), False
        await self.actor.press(message, label=label, as_seen=True)

    async def go_on(self, view: View) -> None:
        """Do the next thing in it."""
        self.notice(view)
        await asyncio.sleep(self.chance.uniform(0.03, 0.15))
        empty = [step for step, held in self.holds.items() if not _is_whole(held)]
        if self.chance.random() < self._restless():
            await self.actor.close(view)
        elif empty and not self.failed:
            await self._fill(view, empty[0])
        else:
            await self._send_off(view)

    def notice(self, view: View) -> None:
        """See what stands in it, when it was just put up."""
        if view.hash != self._looked_at:
            self._look(view)

    def _look(self, view: View) -> None:
        self._looked_at, self.failed, self.life = view.hash, False, self.town.lives
        self.holds = screen.held(view)
        if not self.clashes:
            self.town.log.lines.append(Shown({self._question(step): held for step, held in self.holds.items()}))

    def _restless(self) -> float:
        """How likely it is to be left now: more so when something failed, or the bot has died since it was opened."""
        return _LEAVES_WHAT_FAILED if self.failed or self.life != self.town.lives else _LEAVES

    async def _fill(self, view: View, step: str) -> None:
        points = screen.points(view, step)
        words = self.chance.choice(points) if points else self.pen.words()
        half = words[: len(words) // 2]
        for stroke in (half, words) if not points and self.chance.random() < _PAUSES else (words,):
            await self._type(view, step, stroke)

    async def _type(self, view: View, step: str, words: str) -> None:
        delivery = await self.actor.fill(view, screen.field_of(step), words)
        taken = delivery is not None and delivery.status == 200
        self.holds[step], self.life = words, self.town.lives
        self.town.log.lines.append(Typed(self._question(step), words, taken))

    async def _send_off(self, view: View) -> None:
        """Send it off as it stands; once more after no answer came. It may come back with another text beside it."""
        sent, replaces = dict(self.holds), self.clashes
        self.town.log.lines.append(Answering(self.actor.person.id))
        outcome = await self.actor.submit(view)
        self.failed = outcome.delivery is None or outcome.delivery.status != 200 or bool(outcome.errors)
        self.clashes = not outcome.closed and outcome.view is not None and self._came_back(view, outcome.view)
        self.life = self.town.lives
        taken = not self.failed and not self.clashes
        for step, said in sent.items():
            self.remember(Answer(self._question(step), said, pressed=True, acknowledged=taken, replaces=replaces))

    def _came_back(self, sent: View, now: View) -> bool:
        """Whether it asks some of the same once more; as it was sent off when no answer came."""
        if now.hash == sent.hash:
            return self.clashes
        return bool(screen.held(sent).keys() & screen.held(now).keys())

    def _question(self, step: str) -> Question:
        return question_of(self.conversation, step)


def _is_whole(held: str) -> bool:
    """Whether something is written to the end."""
    return held.isdigit() or held.endswith(".")
