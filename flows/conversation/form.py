"""A form: a window in which a person answers the steps up to the next branch. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.conversation.engine import onward, way_around
from flows.conversation.script import END, Script
from flows.conversation.state import Conversation
from flows.conversation.written import Written


@dataclass(frozen=True, slots=True)
class Form:
    """One opened window. Times are aware, in UTC.

    It asks `steps` of a conversation as it stood at `turn`. `written` is the draft: what its fields held when Cairn
    last heard of them, at `typed_at` (None: never), or what it took over from another form; `order` is Slack's
    timestamp of that, since what is typed may be told out of order. `against` is the form on another device because of
    whose draft it was opened; a form that `revises` changes answers that were given elsewhere meanwhile. A `closed`
    form was sent off: what it held is saved. `follows` is the form that was sent off before it.
    """

    id: str
    workspace: str
    person: str
    conversation: str
    turn: int
    steps: tuple[str, ...]
    opened_at: datetime
    written: Mapping[str, Written] = field(default_factory=dict)
    typed_at: datetime | None = None
    order: str = ""
    against: str = ""
    revises: bool = False
    closed: bool = False
    follows: str = ""


def page(script: Script, conversation: Conversation) -> tuple[str, ...]:
    """The steps one form asks: from the open question up to the first one whose answer decides what comes next.

    What was answered already is passed over, but for a question that the person came back to.
    """
    return tuple(_steps(script, conversation))


def _steps(script: Script, conversation: Conversation) -> Iterator[str]:
    at = conversation.at or END
    while at != END:
        step = script.steps[at]
        if around := way_around(step, conversation):
            at = around
            continue
        answered = at in conversation.entries and at != conversation.at
        if not answered:
            yield at
            if step.branches:
                return
        entry = conversation.entries.get(at)
        at = onward(step, entry) if entry else step.next
