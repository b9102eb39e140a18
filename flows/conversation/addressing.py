"""Decide what a typed message answers. Pure.

A message answers a question without further asking when it cannot be meant otherwise: it stands in the question's own
thread, or in the plain DM within half an hour of the only open question, and was written after the question arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.conversation.state import Conversation, Status
from flows.delivery import Delivery, DeliveryState

FRESH = timedelta(minutes=30)
"""How long a question in the plain DM counts as just asked."""

_SHORT = 80


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation that is not over, with the newest post of its question."""

    conversation: Conversation
    question: Delivery | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A typed message. `about` is the conversation whose message heads the thread it stands in, if any.

    `edit` is Slack's timestamp of the change that made it read so, where it is heard as if it were typed then.
    """

    text: str
    ts: str
    thread: str | None
    about: str | None
    at: datetime
    edit: str = ""

    @property
    def written(self) -> str:
        """When it was written, as Slack's timestamp."""
        return self.edit or self.ts


@dataclass(frozen=True, slots=True)
class Address:
    """The conversation a message answers, or those it might answer."""

    answers: Conversation | None
    might_answer: tuple[Conversation, ...]


def address(waiting: Sequence[Waiting], heard: Heard) -> Address:
    """Say which conversation is answered, or which to ask about; neither when nothing is open."""
    candidates = _candidates(waiting, heard)
    if len(candidates) == 1 and _plainly_meant(candidates[0], heard):
        return Address(candidates[0].conversation, ())
    return Address(None, tuple(each.conversation for each in candidates))


def steered(waiting: Sequence[Waiting], heard: Heard) -> Conversation | None:
    """Which conversation `skip`, `back`, `later` or `stop` steers: the thread's, else the one asked last."""
    candidates = _candidates(waiting, heard)
    return candidates[0].conversation if candidates else None


def written_before(question: Delivery | None, ts: str) -> bool:
    """Whether a message is older than the question: an answer cannot be, however late it is delivered."""
    return question is not None and question.ts is not None and order_of(ts) < order_of(question.ts)


def unseen(question: Delivery | None, ts: str) -> bool:
    """Whether the question may not have stood there when this was written: it came later, or nobody knows if it did."""
    return question is None or question.state is not DeliveryState.SENT or written_before(question, ts)


def _candidates(waiting: Sequence[Waiting], heard: Heard) -> list[Waiting]:
    in_thread = [each for each in waiting if heard.thread and _in_thread(each, heard)]
    if in_thread:
        return in_thread
    still_open = [each for each in waiting if each.conversation.status is Status.OPEN]
    return still_open or list(waiting)


def _in_thread(waiting: Waiting, heard: Heard) -> bool:
    question = waiting.question
    here = question is not None and heard.thread in {question.thread, question.ts}
    return here or heard.about == waiting.conversation.id


def _plainly_meant(waiting: Waiting, heard: Heard) -> bool:
    question = waiting.question
    if waiting.conversation.status is not Status.OPEN or question is None or unseen(question, heard.written):
        return False
    if _sounds_like_a_question(heard.text):
        return False
    if heard.thread:
        return heard.thread in {question.thread, question.ts}
    return heard.at - waiting.conversation.asked_at <= FRESH


def _sounds_like_a_question(text: str) -> bool:
    return len(text) <= _SHORT and text.rstrip().endswith("?")


def order_of(ts: str) -> tuple[int, int]:
    """What to sort Slack's timestamps by: as text, "9.1" would come after "10.1"."""
    seconds, _, part = ts.partition(".")
    return int(seconds or 0), int(part or 0)
