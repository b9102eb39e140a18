"""One run of a script with one person: where it stands and what was answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flows.conversation.script import Value
from flows.people import AnswerIn


class Status(StrEnum):
    """Where a conversation stands."""

    OPEN = "open"  # a question waits for its answer
    LATER = "later"  # put aside by the person, to be taken up again
    STOPPED = "stopped"  # ended early by the person; what was answered is kept
    DONE = "done"  # answered to its end


class Outcome(StrEnum):
    """What became of a step."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    SEEN = "seen"  # a text was read; there was nothing to answer
    DELETED = "deleted"  # answered once, and deleted for good by its author


@dataclass(frozen=True, slots=True)
class Source:
    """The message an answer was typed in. `edit` is Slack's timestamp of its last change, empty before the first."""

    channel: str
    ts: str
    edit: str = ""

    @property
    def message(self) -> tuple[str, str]:
        """Which message it is, whatever became of its words."""
        return self.channel, self.ts


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person did with one step. `wording` is the index of the wording that was asked.

    `source` is the message it was typed in, None when it was pressed or written in a form. A `hidden` answer was
    deleted and can still be put back: until then nobody sees it. `version` counts from 1 as it is stored, and is 0
    before; it says nothing of what was done, so entries are alike without it. `led` is the step that an answer which
    is deleted by now had led to, where that is not the next one.
    """

    step: str
    outcome: Outcome
    value: Value = field(default_factory=Value)
    wording: int = 0
    source: Source | None = None
    hidden: bool = False
    version: int = field(default=0, compare=False)
    led: str = ""

    @property
    def bare(self) -> Value | None:
        """The value where a message may show it: not while it is hidden, and never with words in it."""
        return None if self.hidden or self.value.text else self.value


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Slack the conversation goes on: a DM channel (None until known) and, maybe, a thread in it."""

    channel: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One run of a script. Times are aware, in UTC.

    `at` is the step that is asked now (None when over); `turn` counts questions asked, so a press on an older message
    can be told from one on this; `entries` holds every step ever answered, also those a later edit no longer leads to;
    `wordings` says which wording each step uses in this run; `recalls` maps recall steps to the id of the earlier
    conversation they show; `answer_in` is what was chosen for this run alone; `revision` is what the store compares
    before it overwrites.
    """

    id: str
    workspace: str
    person: str
    script: str
    version: int
    fingerprint: str
    language: str
    subject: str
    started_at: datetime
    asked_at: datetime
    at: str | None
    status: Status = Status.OPEN
    turn: int = 1
    short: bool = False
    place: Place = field(default_factory=Place)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    wordings: Mapping[str, int] = field(default_factory=dict)
    recalls: Mapping[str, str] = field(default_factory=dict)
    revision: int = 0
    answer_in: AnswerIn | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more is asked."""
        return self.status in {Status.DONE, Status.STOPPED}
