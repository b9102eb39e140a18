"""What went over the wire between Slack and the bot, in the order it happened, as Slack saw it."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from sandbox.traffic import WebApiCall
from sandbox.transport import Answer, HttpTransport

GO_ON = "Go on in the form"


@dataclass(frozen=True)
class Inbound:
    """Slack begins to hand something over that a person did."""

    person: str


@dataclass(frozen=True)
class Answering:
    """A person begins to answer a question: from now on the next one may come."""

    person: str


@dataclass(frozen=True)
class Acknowledged:
    """A person's answer to a question was acknowledged; `pressed` when it was a press, or given in a form."""

    question: "Question"
    pressed: bool


@dataclass(frozen=True, order=True)
class Question:
    """A question as its buttons name it: of which conversation, the how-manieth."""

    conversation: str
    turn: int


@dataclass(frozen=True)
class Posted:
    """Slack took a message of the bot's. `question` is what it asks, if it can be answered."""

    channel: str
    delivery: str
    question: Question | None
    thread: str | None = None


@dataclass(frozen=True)
class Shown:
    """A form stands open before a person: what each of its fields held when it was put up, empty where nothing did."""

    fields: Mapping[Question, str]


@dataclass(frozen=True)
class Typed:
    """A person typed into the field of a question; `acknowledged` when Slack was told that it was heard."""

    question: Question
    words: str
    acknowledged: bool


@dataclass(frozen=True)
class Onward:
    """A message says that a question stands in the form, or asks whether a message answers it."""

    question: Question


Line = Inbound | Answering | Acknowledged | Posted | Shown | Typed | Onward


@dataclass
class Log:
    """Everything, oldest first."""

    lines: list[Line] = field(default_factory=list)

    def posts(self) -> int:
        """How many messages Slack took."""
        return sum(isinstance(line, Posted) for line in self.lines)

    def calls(self) -> "Calls":
        """A record of calls for the sandbox to keep, which writes the posts down here."""
        return Calls(self)


class Calls(deque[WebApiCall]):
    """The sandbox's record of calls."""

    def __init__(self, log: Log) -> None:
        super().__init__(maxlen=100)
        self._log = log

    def append(self, call: WebApiCall) -> None:
        """Note a post that Slack took, and what else a message asks."""
        super().append(call)
        said = call.arguments
        if call.method in {"chat.postMessage", "chat.update"} and call.ok:
            self._log.lines += [Onward(each) for each in onward(said)]
        if call.method == "chat.postMessage" and call.ok:
            metadata = said.get("metadata") or {"event_payload": {"id": ""}}
            delivery = metadata["event_payload"]["id"]
            self._log.lines.append(Posted(said["channel"], delivery, asked(said), said.get("thread_ts")))


class Road(HttpTransport):
    """The way to the bot, which counts what is on it."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.on_it = 0

    async def post(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
        """Carry a request."""
        self._log.lines.append(Inbound(_sender(body)))
        self.on_it += 1
        try:
            return await super().post(url, body, headers, seconds)
        finally:
            self.on_it -= 1


def asked(message: dict[str, Any]) -> Question | None:
    """The question that a message lets its reader answer: the one its Skip button points at.

    What goes on in the form can be skipped from its message as well, but is not asked there.
    """
    buttons = _buttons(message)
    return None if GO_ON in buttons else _to_skip(buttons)


def onward(message: dict[str, Any]) -> list[Question]:
    """The questions of which a message says that they stand in the form, or asks whether a reply answers them."""
    buttons = _buttons(message)
    in_form = _to_skip(buttons) if GO_ON in buttons else None
    doubtful = [_question(value) for label, value in buttons.items() if label.startswith("Yes")]
    return [in_form, *doubtful] if in_form else doubtful


def _to_skip(buttons: Mapping[str, str]) -> Question | None:
    return _question(buttons["Skip"]) if "Skip" in buttons else None


def _question(value: str) -> Question:
    conversation, turn, _ = value.split(".")
    return Question(conversation, int(turn))


def _buttons(message: dict[str, Any]) -> dict[str, str]:
    """What the buttons of a message carry, by label."""
    elements = [element for block in message.get("blocks") or () for element in block.get("elements", ())]
    return {each["text"]["text"]: each.get("value", "") for each in elements if each.get("type") == "button"}


def _sender(body: bytes) -> str:
    if body.startswith(b"{"):
        return str(json.loads(body)["event"]["user"])
    form = parse_qs(body.decode())
    return str(json.loads(form["payload"][0])["user"]["id"]) if "payload" in form else form["user_id"][0]
