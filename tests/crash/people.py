"""People who talk to the bot whatever happens to it, and remember what they were told is done."""

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.acting.actor import Actor
from sandbox.records import Message, View
from sandbox.traffic import Delivery, DeliveryKind
from tests.crash.changing import SHOW, Review
from tests.crash.filling import Form
from tests.crash.screen import conversation, is_form, labels, texts
from tests.crash.town import Answer, Pen, Town
from tests.crash.wire import GO_ON, Acknowledged, Answering, Question, asked

_PATIENCE = 0.2
_EVENING_PATIENCE = 1.0
_MOST_ATTEMPTS = 4
_NIGHT, _A_WHILE = 600.0, 20.0
_FORM, _GO_ON_HERE = "Answer in a form", "Go on here"
_PREFERS_FORM, _STAYS_IN_FORM, _WANDERS, _LOOKS_BACK = 0.5, 0.7, 0.06, 0.3
_NOT_SAVED = ("Your message was not saved.", "so I did not save your message.")
_ISOLATES = "\u2068\u2069"
_KEPT = re.compile(r"(\d+) answers? (?:is|are) kept")


@dataclass
class Robot:
    """One person, who does one thing after the other and looks at what stands on the screen."""

    town: Town
    actor: Actor
    chance: random.Random
    history: list[Answer] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    last_change: float = -_PATIENCE
    last_typed: str = ""
    asked_in_vain: int = 0
    turned_away: int = 0

    def __post_init__(self) -> None:
        """Give them something to write with."""
        pen = Pen(self.actor.person.display_name.split()[0])
        self.form = Form(self.town, self.actor, self.chance, pen, self._remember)
        self.review = Review(self.actor, self.chance, pen, self._remember)

    async def live(self) -> None:
        """Talk until the evening, and then until everything is answered."""
        while not (self.town.evening and self.is_done()):
            await self.town.up.wait()
            await self._act()

    def is_done(self) -> bool:
        """Whether nothing is left to answer, and nothing more came after they turned up twice."""
        waits = self._window() or self._open_question() or self._goes_on() or self._doubt()
        return waits is None and self.asked_in_vain >= 2

    async def _act(self) -> None:
        window = self._window()
        if window is not None and is_form(window):
            self.form.notice(window)  # it stands there from now on, also where they wander first
        if (doubt := self._doubt()) is not None:
            await self._settle(doubt)
        elif window is not None and not self._wanders():
            await self._go_on(window)
        elif (question := self._open_question()) is not None:
            await self._take_up(*question)
        elif (onward := self._goes_on()) is not None:
            await self._follow(onward)
        else:
            await self._wait()

    async def _go_on(self, window: View) -> None:
        self.asked_in_vain = 0
        await (self.form.go_on(window) if is_form(window) else self.review.go_on(window))
        self.last_change = self.town.now()

    def _window(self) -> View | None:
        """The window that stands open, the topmost of several."""
        return next(reversed(self.actor.open_views()), None)

    def _wanders(self) -> bool:
        """Whether they answer in the chat, on another device, while a window stands open."""
        return not self.form.failed and self.chance.random() < _WANDERS

    async def _wait(self) -> None:
        over = self._newest(lambda message: SHOW in labels(message))
        if self.town.now() - self.last_change <= (_EVENING_PATIENCE if self.town.evening else _PATIENCE):
            await asyncio.sleep(0.02)
        elif over and not self.town.evening and self.chance.random() < _LOOKS_BACK:
            await self.review.open(over)
        else:
            await self.turn_up()

    async def _take_up(self, question: Question, message: Message) -> None:
        """Answer what is asked, or open the form to do so."""
        if self._window() is None and self.chance.random() < _PREFERS_FORM:
            await self.form.open(message, _FORM)
        else:
            await self._answer(question, message)

    async def _follow(self, message: Message) -> None:
        """Go on with what is gone through in the form: there, or in the chat again."""
        self.asked_in_vain = 0
        if self._window() is None and self.chance.random() < _STAYS_IN_FORM:
            await self.form.open(message, GO_ON)
        else:
            self.town.log.lines.append(Answering(self.actor.person.id))
            await self.actor.press(message, label=_GO_ON_HERE, as_seen=True)
        self.last_change = self.town.now()

    async def _answer(self, question: Question, message: Message) -> None:
        self.asked_in_vain = 0
        await asyncio.sleep(self.chance.uniform(0.03, 0.15))  # people read before they answer
        self.town.log.lines.append(Answering(self.actor.person.id))
        scale = [label for label in labels(message) if label.isdigit()]
        if scale and self.chance.random() < 0.7:
            choice = self.chance.choice(scale)
            delivery = await self.actor.press(message, label=choice, as_seen=True)
            self._remember(Answer(question, choice, pressed=True, acknowledged=delivery.status == 200))
            return
        words = str(self.chance.choice(scale)) if scale else self.form.pen.words()
        acknowledged = await self._type(words, in_thread_of=message if self.chance.random() < 0.2 else None)
        self._remember(Answer(question, words, pressed=False, acknowledged=acknowledged))

    async def _settle(self, doubt: Message) -> None:
        """Is this your answer? Yes."""
        label = next(label for label in labels(doubt) if label.startswith("Yes"))
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

    def _goes_on(self) -> Message | None:
        """Where the newest message says that the next questions are in the form."""
        return self._newest(lambda message: GO_ON in labels(message))

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
            lambda message: message.ts not in self.settled and any(label.startswith("Yes") for label in labels(message))
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
        self.turned_away = sum(any(each in message.text for each in _NOT_SAVED) for message in self.heard())
        for message in self.heard():
            claim = _KEPT.search(message.text)
            if claim is None:
                continue
            about = conversation(message, SHOW)
            await self.actor.press(message, label=SHOW)
            window = self.actor.open_views()[-1]
            found[about] = (int(claim[1]), [text.strip(_ISOLATES) for text in texts(window.blocks)])
            await self.actor.close(window)
        return found


def _is_about(delivery: Delivery, message: Message) -> bool:
    return delivery.kind is DeliveryKind.EVENT and delivery.payload["event"]["ts"] == message.ts
