"""Somebody on their way through a script, in chat and in the form, and the same told as it would be done in chat."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.records import Message, View
from tests.scenario.ledger import ledger
from tests.scenario.world import Person, labels

SILENT = {"month", "quarter", "quarter_alone", "too_early"}


class Way(StrEnum):
    """What somebody does next."""

    CHAT = "chat"  # answer one question in chat
    FORM = "form"  # answer a page in the form
    HALF = "half"  # type in the form and close it
    BACK = "back"
    EDIT = "edit"  # change a message
    CLASH = "clash"  # answer in chat while the form is open, and then something else in the form


class Deed(StrEnum):
    """What that comes to, told as it would be done in chat."""

    ANSWER = "answer"
    SKIP = "skip"
    CONTINUE = "continue"
    BACK = "back"
    EDIT = "edit"


Answers = Mapping[str, str | None]
"""What somebody answers to each kind of question the first time; None where they skip it."""

Trace = list[tuple[Deed, str, str]]
"""Deeds with the step that they concern and the words."""


async def asked_now(person: Person) -> str | None:
    """The step that is open."""
    return next((row[2] for row in (await ledger(person)).conversations if row[2]), None)


async def done_in_chat(person: Person, trace: Trace) -> None:
    """What was done on the way, message by message."""
    said: dict[str, Message] = {}
    for deed, step, words in trace:
        if deed in {Deed.ANSWER, Deed.SKIP}:
            while await asked_now(person) in SILENT:
                await person.presses("Continue")
        if deed is Deed.ANSWER:
            said[step] = await person.types(words)
        elif deed is Deed.EDIT:
            await person.actor.edit(said[step], words)
            await person.world.settled()
        else:
            await person.presses(deed.capitalize())


@dataclass
class Walk:
    """Somebody on their way through a script, and what they have done so far."""

    person: Person
    answers: Answers
    trace: Trace = field(default_factory=list)
    now: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Message] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)

    async def to_the_end(self, ways: Sequence[Way]) -> Trace:
        for way in ways:
            if await asked_now(self.person):
                await getattr(self, way)()
        while await asked_now(self.person):
            await self.chat()
        return self.trace

    async def chat(self) -> None:
        step = await self._in_chat()
        if step in SILENT:
            await self.person.presses("Continue")
            self.trace.append((Deed.CONTINUE, step, ""))
        elif (words := self._wish(step)) is None:
            await self.person.presses("Skip")
            self.trace.append((Deed.SKIP, step, ""))
        else:
            await self._types(step, words)

    async def form(self) -> None:
        view = await self._window()
        sent = standing(view)
        for step in sent:
            wish = self._wish(step)
            sent[step] = wish.partition(" ")[0] if wish and step == "energy" else wish or sent[step]
        if sent and not any(sent.values()):
            await self.chat()
            return
        await self._sends(view, sent)
        if not sent:
            self.trace.append((Deed.CONTINUE, "", ""))
        for step, words in sent.items():
            self._answered_in_form(step, words)

    async def half(self) -> None:
        view = await self._window()
        for step in standing(view):
            if step != "energy":
                await self.person.actor.fill(view, f"field:{step}", f"Half of {step}")
        await self.person.actor.close(view)

    async def back(self) -> None:
        await self._in_chat()
        if any("Back" in labels(message) for message in self.person.heard()):
            await self.person.presses("Back")
            self.trace.append((Deed.BACK, "", ""))

    async def edit(self) -> None:
        for step, message in list(self.typed.items())[:1]:
            words = "2 - after all" if step == "energy" else f"{self.now[step]} Changed."
            await self.person.actor.edit(message, words)
            await self.person.world.settled()
            self._note(Deed.EDIT, step, words)

    async def clash(self) -> None:
        step = await asked_now(self.person)
        if step is None or step in SILENT:
            return
        view = await self._window()
        if step not in standing(view):
            return
        await self._types(step, "3 - fine" if step == "energy" else "First thought.", keep=True)
        rather = "5" if step == "energy" else f"Rather something else about {step}."
        offered = await self._sends(view, {step: rather})
        assert offered is not None
        both = standing(offered)
        assert both[step] == rather
        await self._sends(offered, {})
        self._note(Deed.EDIT, step, "5 - fine" if step == "energy" else rather)
        for other, words in both.items():
            if other != step:
                self._answered_in_form(other, words)

    def _answered_in_form(self, step: str, words: str | None) -> None:
        """What is left empty is skipped, and what stays as it is stays; a remark stays beside its number."""
        before = self.now.get(step, "")
        if words is None or (step == "energy" and before[:1] == words) or before == words:
            self.trace.append((Deed.SKIP, step, ""))
            return
        self.typed.pop(step, None)
        self._note(Deed.ANSWER, step, words + before[1:] if step == "energy" else words)

    def _note(self, deed: Deed, step: str, words: str) -> None:
        self.trace.append((deed, step, words))
        self.now[step] = words
        self.times[step] += 1

    def _wish(self, step: str) -> str | None:
        if not self.times[step]:
            return self.answers.get(step, self.answers[""])
        return "2" if step == "energy" else f"Thought of it {self.times[step]} more times."

    async def _types(self, step: str, words: str, *, keep: bool = False) -> None:
        if not keep:
            await self._in_chat()
        self.typed[step] = await self.person.types(words)
        self._note(Deed.ANSWER, step, words)

    async def _in_chat(self) -> str:
        """Close the form, and have the open question asked in chat."""
        for view in self.person.actor.open_views():
            await self.person.actor.close(view)
        if any("Go on here" in labels(message) for message in self.person.heard()):
            await self.person.presses("Go on here")
        step = await asked_now(self.person)
        assert step is not None
        return step

    async def _window(self) -> View:
        if standing_open := self.person.actor.open_views():
            return standing_open[-1]
        heard = {label for message in self.person.heard() for label in labels(message)}
        await self.person.presses(next(each for each in ("Answer in a form", "Go on in the form") if each in heard))
        return self.person.actor.open_views()[-1]

    async def _sends(self, view: View, values: Mapping[str, str | None]) -> View | None:
        filled = {f"field:{step}": words for step, words in values.items() if words is not None}
        outcome = await self.person.actor.submit(view, filled)
        assert (outcome.failed, outcome.errors) == (None, {})
        await self.person.world.settled()
        return outcome.view


def standing(view: View) -> dict[str, str | None]:
    """What the fields of a form hold when it is opened."""
    inputs = [block for block in view.blocks if block["type"] == "input"]
    return {each["block_id"].partition(":")[2]: _initial(each["element"]) for each in inputs}


def _initial(element: Mapping[str, Any]) -> str | None:
    chosen = element.get("initial_option") or {}
    return element.get("initial_value") or chosen.get("value")
