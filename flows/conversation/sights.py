"""What a message or modal shows, as values. Messages never hold a person's words; modals of their own may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flows.conversation.checks import Problem
from flows.conversation.deletions import DeletionState
from flows.conversation.script import Script, Step, Value
from flows.conversation.situation import NOWHERE, Situation
from flows.people import AnswerIn


class Stage(StrEnum):
    """How far a question is."""

    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    SEEN = "seen"
    DELETED = "deleted"
    LATER = "later"
    GOES_ON = "goes_on"  # answered, and the questions after it go on in a form
    STOPPED = "stopped"
    MOVED = "moved"  # asked again further down


@dataclass(frozen=True, slots=True)
class QuestionSight:
    """A question. `pressed` is what the person chose by pressing, never what they typed.

    `in_form` says that it is answered in the form, `may_choose` that the person may change that, `may_skip` that the
    one asked now, which in a form may be a later one, can be skipped. `seen_by` are those (by Slack id) who see by
    themselves what is finished; None once it is, when the receipt says who does.
    """

    conversation: str
    turn: int
    script: Script
    step: Step
    ask: str
    day: date
    stage: Stage
    opening: bool
    first: bool
    short: bool
    pressed: Value | None
    problem: Problem | None
    in_form: bool = False
    may_choose: bool = True
    may_skip: bool = True
    seen_by: Sequence[str] | None = ()


@dataclass(frozen=True, slots=True)
class ShownTo:
    """Somebody to whom an entry is shown: `steps` of it, or all of it where there are none.

    `person` is their id, `slack_id` by what Slack knows them; `since` is a local time of the author's, in the past
    where it is `seen` already.
    """

    person: str
    slack_id: str
    steps: tuple[str, ...]
    since: datetime
    seen: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody who opened an entry (a Slack id), and the days, where its author is, on which they did."""

    slack_id: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees an entry besides its author, and who opened it. `today` is the day it is where the author is.

    `may_share` says that there is somebody to show it to.
    """

    today: date = date.min
    shown: Sequence[ShownTo] = ()
    opened: Sequence[Opened] = ()
    may_share: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptSight:
    """The end of a conversation: how many answers, who can see them."""

    conversation: str
    script: Script
    day: date
    answers: int
    stopped: bool
    audience: Audience = Audience()


@dataclass(frozen=True, slots=True)
class Offer:
    """A script that can be started."""

    script: str
    label: str
    word: str
    minutes: int


@dataclass(frozen=True, slots=True)
class NoticeSight:
    """One thing from the word files, with what could be started where that helps.

    `situation` is for who sees what. `accompanies` and `manages` are for help: they read what leaders share with them,
    and they set up programmes or say who may.
    """

    word: str
    offers: Sequence[Offer]
    situation: Situation = NOWHERE
    accompanies: bool = False
    manages: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open question a held message might answer."""

    conversation: str
    turn: int
    title: str
    ask: str
    day: date


@dataclass(frozen=True, slots=True)
class ConfirmSight:
    """The question "Is this your answer?"; `settled` once the message is no longer held."""

    held: str
    candidates: Sequence[Candidate]
    settled: bool


@dataclass(frozen=True, slots=True)
class DeletionSight:
    """Answers whose messages were deleted together, counted by what became of them. `until`: local time of the end."""

    burst: str
    counts: Mapping[DeletionState, int]
    until: datetime


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A question and what the person answered. `version` is that of the answer, as it is stored."""

    ask: str
    step: Step
    value: Value
    version: int = 0


@dataclass(frozen=True, slots=True)
class OwnWords:
    """An earlier conversation, for its author's eyes. `day` is what it was about, `started` when it began.

    `conversation` is its id, by which its other pages are asked for. `aside` are answers that another one no longer
    leads to; `asks` says that a question is open; `may_share` that it can be shown to somebody, or is.
    """

    title: str
    started: date
    day: date
    answers: Sequence[OwnAnswer]
    conversation: str = ""
    aside: Sequence[OwnAnswer] = ()
    asks: bool = False
    may_share: bool = False


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """What one person may choose, and what they have chosen. Languages are codes such as "de".

    `answer_in` is None where the workspace leaves no choice; `language` is empty where Slack's own, `slack_language`,
    is followed. `shown_in` is the language that Cairn speaks with them now.
    """

    answer_in: AnswerIn | None
    language: str
    slack_language: str
    languages: tuple[str, ...]
    shown_in: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the journal: a conversation with answers. `started` is a local time."""

    conversation: str
    title: str
    started: datetime
    answers: int


@dataclass(frozen=True, slots=True)
class Led:
    """Somebody whom a person accompanies: the tie between the two, and the leader's Slack id."""

    tie: str
    slack_id: str


@dataclass(frozen=True, slots=True)
class HomeSight:
    """A person's Home tab: the newest of their journal, where they stand with programmes, and whom they accompany.

    `programmes`: they may set some up, or say who may. `only_reads`: they keep no journal here.
    """

    entries: Sequence[Listed]
    situation: Situation = NOWHERE
    leaders: Sequence[Led] = ()
    programmes: bool = False
    only_reads: bool = False


@dataclass(frozen=True, slots=True)
class JournalFileSight:
    """A person's whole journal, which comes as a file. `day` is the day it is where they are."""

    day: date


Sight = QuestionSight | ReceiptSight | NoticeSight | ConfirmSight | DeletionSight | HomeSight | JournalFileSight
