"""People who talk to the bot whatever happens to it, and remember what they were told is done."""

import asyncio
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.acting.actor import Actor
from sandbox.records import Message
from sandbox.sandbox import Sandbox
from sandbox.traffic import Delivery, DeliveryKind
from tests.crash.wire import Acknowledged, Answering, Log, Question, asked

_PATIENCE = 0.2
_EVENING_PATIENCE = 1.0
_MOST_ATTEMPTS = 4
_NIGHT, _A_WHILE = 600.0, 20.0
_ISOLATES = "\u2068\u2069"
_WRITTEN = "{name} wrote this as number {number}, with a few words more so that it is no short answer."
_KEPT = re.compile(r"(\d+) answers? (?:is|are) kept")


@dataclass
class Town:
    """Where they live: Slack, whether the bot is up, and whether the day is over."""

    sandbox: Sandbox
    log: Log
    up: asyncio.Event = field(default_factory=asyncio.Event)
    evening: bool = False
    up_seconds: float = 0.0
    _up_since: float = 0.0

    def awake(self) -> None:
        """The bot lives."""
        self._up_since = time.monotonic()
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
    """One thing a person did to a question, and whether Slack was told that it is done."""

    question: Question
    said: str
    pressed: bool
    acknowledged: bool


@dataclass
class Robot:
    """One person, who does one thing after the other and looks at what stands on the screen."""

    town: Town
    actor: Actor
    chance: random.Random
    history: list[Answer] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    written: int = 0
    last_change: float = -_PATIENCE
    last_typed: str = ""
    asked_in_vain: int = 0

    async def live(self) -> None:
        """Talk until the evening, and then until everything is answered."""
        while not (self.town.evening and self.is_done()):
            await self.town.up.wait()
            await self._act()

    def is_done(self) -> bool:
        """Whether nothing is left to answer, and nothing more came after they turned up twice."""
        return self._open_question() is None and self._doubt() is None and self.asked_in_vain >= 2

    async def _act(self) -> None:
        doubt, question = self._doubt(), self._open_question()
        if doubt is not None:
            await self._settle(doubt)
        elif question is not None:
            await self._answer(*question)
        elif self.town.now() - self.last_change > (_EVENING_PATIENCE if self.town.evening else _PATIENCE):
            await self.turn_up()
        else:
            await asyncio.sleep(0.02)

    async def _answer(self, question: Question, message: Message) -> None:
        self.asked_in_vain = 0
        await asyncio.sleep(self.chance.uniform(0.03, 0.15))  # people read before they answer
        self.town.log.lines.append(Answering(self.actor.person.id))
        labels = _labels(message)
        scale = [label for label in labels if label.isdigit()]
        if scale and self.chance.random() < 0.7:
            choice = self.chance.choice(scale)
            delivery = await self.actor.press(message, label=choice, as_seen=True)
            self._remember(Answer(question, choice, pressed=True, acknowledged=delivery.status == 200))
            return
        self.written += 1
        number = str(self.chance.choice(scale)) if scale else ""
        words = number or _WRITTEN.format(name=self.actor.person.display_name.split()[0], number=self.written)
        acknowledged = await self._type(words, in_thread_of=message if self.chance.random() < 0.2 else None)
        self._remember(Answer(question, words, pressed=False, acknowledged=acknowledged))

    async def _settle(self, doubt: Message) -> None:
        """Is this your answer? Yes."""
        label = next(label for label in _labels(doubt) if label.startswith("Yes"))
        delivery = await self.actor.press(doubt, label=label, as_seen=True)
        if delivery.status == 200:
            self.settled.add(doubt.ts)
        self.last_change = self.town.now()

    async def turn_up(self) -> None:
        """Nothing has come for a while: say something, so that what was lost comes once more."""
        begin = not self.town.evening and self.chance.random() < 0.7
        heard = await self._type("reflect" if begin else "privacy")
        self.asked_in_vain += heard and self.town.evening
        await self._heard_out()

    async def _heard_out(self) -> None:
        """In the evening, wait for the answer: only then is it known that nothing else came with it."""
        if self.town.evening:
            await self.town.sandbox.until(self._was_answered, seconds=_NIGHT)
            self.last_change = self.town.now()

    def _was_answered(self) -> bool:
        return any(message.ts > self.last_typed for message in self.heard())

    async def _type(self, words: str, in_thread_of: Message | None = None) -> bool:
        """Type, and wait until Slack was told that it is done, or gives up."""
        if in_thread_of is not None:
            message = await self.actor.reply(in_thread_of, words)
        else:
            message = await self.actor.dm(words)
        self.last_typed = message.ts
        delivery = next(each for each in reversed(self.town.sandbox.deliveries) if _is_about(each, message))
        await self.town.sandbox.until(
            lambda: delivery.status == 200 or len(delivery.attempts) >= _MOST_ATTEMPTS, seconds=_NIGHT
        )
        if delivery.status == 200 and self.chance.random() < 0.5:
            await self.town.sandbox.redeliver(delivery, new_event_id=True)
        self.last_change = self.town.now()
        return delivery.status == 200

    def _remember(self, answer: Answer) -> None:
        self.history.append(answer)
        self.last_change = self.town.now()
        if answer.acknowledged:
            self.town.log.lines.append(Acknowledged(answer.question, answer.pressed))

    def _open_question(self) -> tuple[Question, Message] | None:
        """The newest question on the screen, unless it is known to be answered."""
        found = self._newest(lambda message: asked({"blocks": message.blocks}) is not None)
        question = asked({"blocks": found.blocks}) if found else None
        if found is None or question is None or question in self._answered():
            return None
        return question, found

    def _answered(self) -> set[Question]:
        return {each.question for each in self.history if each.acknowledged}

    def _doubt(self) -> Message | None:
        return self._newest(
            lambda message: (
                message.ts not in self.settled and any(label.startswith("Yes") for label in _labels(message))
            )
        )

    def _newest(self, fits: Callable[[Message], bool]) -> Message | None:
        return next((message for message in reversed(self.heard()) if fits(message)), None)

    def heard(self) -> list[Message]:
        """What the bot said, threads included, oldest first."""
        messages = self.actor.dm_channel.messages.values()
        return sorted((each for each in messages if each.user_id != self.actor.person.id), key=lambda each: each.ts)

    async def kept(self) -> dict[str, tuple[int, list[str]]]:
        """Each finished conversation with the number of answers it claims, and every text in its window."""
        found: dict[str, tuple[int, list[str]]] = {}
        for message in self.heard():
            claim = _KEPT.search(message.text)
            if claim is None:
                continue
            conversation = _value(message, "Show what I wrote").split(".")[0]
            await self.actor.press(message, label="Show what I wrote")
            window = self.actor.open_views()[-1]
            found[conversation] = (int(claim[1]), [text.strip(_ISOLATES) for text in _texts(window.blocks)])
            await self.actor.close(window)
        return found


def _is_about(delivery: Delivery, message: Message) -> bool:
    return delivery.kind is DeliveryKind.EVENT and delivery.payload["event"]["ts"] == message.ts


def _buttons(message: Message) -> list[dict[str, Any]]:
    elements = [element for block in message.blocks for element in block.get("elements", ())]
    return [element for element in elements if element.get("type") == "button"]


def _labels(message: Message) -> list[str]:
    return [element["text"]["text"] for element in _buttons(message)]


def _value(message: Message, label: str) -> str:
    return next(str(element["value"]) for element in _buttons(message) if element["text"]["text"] == label)


def _texts(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for value in node.values() for text in _texts(value)]
    return [text for each in node for text in _texts(each)] if isinstance(node, list | tuple) else []
