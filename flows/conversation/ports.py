"""What the use cases need from the world around them, as protocols. Storage and the edge provide them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from flows.conversation.deletions import Deletion, Gone
from flows.conversation.form import Form
from flows.conversation.script import Script
from flows.conversation.state import Conversation, Entry
from flows.delivery import Deed, Delivery, StandingFile
from flows.people import Person


@dataclass(frozen=True, slots=True)
class HeldReply:
    """Something a person typed that waits for "Is this your answer?". `at` is aware, in UTC.

    `edit` is Slack's timestamp of the message's last change, empty before the first.
    """

    id: str
    workspace: str
    person: str
    text: str
    channel: str
    ts: str
    thread: str | None
    at: datetime
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation in which something can be read: its script, what it is about, when it began, how many answers.

    `subject` as the conversation has it; `started_at` is aware, in UTC.
    """

    id: str
    workspace: str
    script: str
    fingerprint: str
    language: str
    subject: str
    started_at: datetime
    answers: int


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it is kept now. `aside`: another one no longer leads to it; `lost`: its text cannot be opened."""

    conversation: str
    entry: Entry
    aside: bool
    lost: bool


@dataclass(frozen=True, slots=True)
class Period:
    """The conversations that began in [since, until): aware moments, None for no limit."""

    since: datetime | None = None
    until: datetime | None = None


class Inbox(Protocol):
    """What came in already, so that a repeat has no second effect."""

    async def first_outcome(self, workspace: str, key: str) -> str | None:
        """The outcome stored for this key; None when it never came in."""
        ...

    async def record(self, workspace: str, key: str, outcome: str, at: datetime) -> None:
        """Store the key and its outcome. Raises Repeated when it is there already."""
        ...


class People(Protocol):
    """The people Cairn has met."""

    async def meet(self, workspace: str, slack_id: str) -> Person | None:
        """The person, held until this unit of work ends so that one person's doings happen one by one."""
        ...

    async def by_id(self, workspace: str, person: str) -> Person | None:
        """The person, for reading only: nobody is held up."""
        ...

    async def in_channel(self, workspace: str, channel: str) -> Person | None:
        """The person whose direct message with Cairn this is, for reading only."""
        ...

    async def add(self, person: Person) -> None:
        """Remember somebody new. Does nothing when another process did so meanwhile."""
        ...

    async def save(self, person: Person) -> None:
        """Store all that may change about them as it is now."""
        ...


class Conversations(Protocol):
    """Conversations with their entries. Everything is looked up by person and id."""

    async def get(self, person: Person, conversation: str) -> Conversation:
        """One conversation of this person. Raises NotAvailable otherwise."""
        ...

    async def unfinished(self, person: Person) -> Sequence[Conversation]:
        """Those that are open or put aside, the one asked last first."""
        ...

    async def latest(self, person: Person, script: str) -> Conversation | None:
        """The one of this script that was started last, whatever became of it."""
        ...

    async def nearest(self, person: Person, script: str, since: datetime, until: datetime) -> Conversation | None:
        """The last one of this script started in [since, until) that has at least one answer with words."""
        ...

    async def typed_in(self, person: Person, channel: str, ts: str) -> tuple[str, str] | None:
        """The conversation and the step whose answer stands in this message of the person's."""
        ...

    async def erase_typed_in(self, person: Person, channel: str, ts: str) -> None:
        """Forget what was answered in this message of the person's, in every version that does not count any more."""
        ...

    async def erase_until(self, person: Person, conversation: str, step: str, version: int) -> None:
        """Forget what was answered to a step up to this version, in every version that does not count any more."""
        ...

    async def add(self, conversation: Conversation) -> None:
        """Store a new conversation."""
        ...

    async def save(self, conversation: Conversation, aside: frozenset[str]) -> None:
        """Store progress: changed entries become new versions, `aside` ones are marked so.

        Raises Conflict when the stored revision is not `conversation.revision` any more.
        """
        ...


class Journal(Protocol):
    """What a person wrote, over all their conversations, also what is set aside; not what was hidden or deleted."""

    async def headings(self, person: Person, period: Period, limit: int, offset: int = 0) -> Sequence[Heading]:
        """The conversations with at least one answer, the one begun last first."""
        ...

    async def chosen(self, person: Person, conversations: Sequence[str]) -> Sequence[Heading]:
        """Those of these conversations in which there is an answer, the one begun last first."""
        ...

    async def texts(self, person: Person, period: Period) -> Sequence[tuple[str, str]]:
        """Everything written, opened, each with the id of its conversation, the one begun last first."""
        ...

    async def answers(self, person: Person, conversations: Sequence[str]) -> Sequence[KeptAnswer]:
        """Everything answered in these conversations, opened as far as it can be; with what is set aside."""
        ...


class Scripts(Protocol):
    """The scripts of conversations under way, kept as they were when those began."""

    async def keep(self, workspace: str, script: Script, at: datetime) -> None:
        """Keep the text of a script once per fingerprint and language."""
        ...

    async def kept(self, workspace: str, script: str, fingerprint: str, language: str) -> Sequence[str]:
        """The TOML texts of a kept script in this language, base first. Raises NotAvailable when it was never kept."""
        ...


class Outbox(Protocol):
    """What is to be said. What is added goes to the store together, at the commit or when something is looked up."""

    async def add(self, delivery: Delivery) -> None:
        """Queue a delivery. Does nothing when its key was queued before."""
        ...

    async def posted_at(self, person: Person, channel: str, ts: str) -> Delivery | None:
        """The delivery whose message stands at this place, if Cairn posted it to this person."""
        ...

    async def said(self, person: Person, key: str) -> Delivery | None:
        """The post queued under this key, if it was to this person."""
        ...

    async def waits(self, person: Person, deed: Deed) -> bool:
        """Whether a deed of this kind for this person is due and nobody has begun with it."""
        ...

    async def last_question(self, person: Person, conversation: str) -> Delivery | None:
        """The newest post that asked a question of this conversation, whatever became of it.

        Turns only grow, so unless it asks what is open now, no post does.
        """
        ...

    async def about(self, person: Person, conversation: str) -> Sequence[Delivery]:
        """Every post about this conversation, whatever became of it, the oldest first."""
        ...

    async def unconfirmed(self, person: Person) -> Sequence[Delivery]:
        """Posts and files to this person of which nobody knows whether they arrived, oldest first."""
        ...

    async def give_up(self, delivery: Delivery) -> None:
        """Close an uncertain delivery: what it said was said again, or need not be said any more."""
        ...


class Deletions(Protocol):
    """Deleted messages whose answers followed, and for a while whatever old messages went."""

    async def add(self, deletion: Deletion) -> None:
        """Keep track of one more."""
        ...

    async def save(self, deletion: Deletion) -> None:
        """Store its state, and its moments, as they are now."""
        ...

    async def between(self, person: Person, since: datetime, until: datetime) -> Sequence[Deletion]:
        """Those of this person whose messages went then, in their order."""
        ...

    async def of_burst(self, person: Person, burst: str) -> Sequence[Deletion]:
        """Those of this person that belong together."""
        ...

    async def hidden_until(self, moment: datetime, limit: int, after: Deletion | None = None) -> Sequence[Deletion]:
        """Anybody's whose answers were hidden at this moment or before, the oldest first; only those `after` one."""
        ...

    async def note(self, person: Person, gone: Gone) -> None:
        """Keep in mind that a message went from this person's direct message."""
        ...

    async def gone(self, person: Person, since: datetime, until: datetime) -> Sequence[Gone]:
        """What went from there then, of what was noted."""
        ...

    async def forget_gone(self, before: datetime) -> None:
        """Forget whatever messages of anybody's went before this moment."""
        ...


class Files(Protocol):
    """What Cairn put into Slack as files, for as long as it stands there."""

    async def add(self, file: StandingFile) -> None:
        """Keep track of one more."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[StandingFile]:
        """Anybody's that are to be taken away by now, the longest due first."""
        ...

    async def save(self, file: StandingFile) -> None:
        """Store when it is to be taken away, and how often that was tried, as they are now."""
        ...

    async def drop(self, workspace: str, file: str) -> None:
        """Forget it: it does not stand in Slack any more."""
        ...


class Forms(Protocol):
    """Opened forms with their drafts."""

    async def add(self, form: Form) -> None:
        """Keep a form, its draft encrypted."""
        ...

    async def get(self, person: Person, form: str) -> Form:
        """One of this person's. Raises NotAvailable otherwise."""
        ...

    async def save(self, form: Form) -> None:
        """Store its draft as it is now, encrypted, and whether it is closed."""
        ...

    async def of(self, person: Person, conversation: str) -> Sequence[Form]:
        """Those of a conversation that are not closed, the one opened last first."""
        ...

    async def erase(self, person: Person, conversation: str, step: str, until: datetime) -> None:
        """Forget what was typed for a step up to this moment, wherever it was not sent off."""
        ...

    async def forget(self, before: datetime) -> int:
        """Forget everybody's that were neither opened nor typed in since; how many."""
        ...


class Held(Protocol):
    """Typed replies that wait for a yes or no."""

    async def hold(self, reply: HeldReply) -> None:
        """Keep it, encrypted."""
        ...

    async def get(self, person: Person, reply: str) -> HeldReply:
        """One of this person's. Raises NotAvailable otherwise."""
        ...

    async def typed_in(self, person: Person, channel: str, ts: str) -> HeldReply | None:
        """The one that stands in this message, if any."""
        ...

    async def reword(self, reply: HeldReply) -> None:
        """Keep its text and its last change as they are now."""
        ...

    async def drop(self, person: Person, reply: str) -> None:
        """Forget it."""
        ...


class Audit(Protocol):
    """Who did, or was refused, what. Ids only."""

    async def note(self, workspace: str, actor: str, action: str, about: str, at: datetime) -> None:
        """Write one line."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without `commit` undoes everything."""

    inbox: Inbox
    people: People
    conversations: Conversations
    journal: Journal
    scripts: Scripts
    outbox: Outbox
    held: Held
    forms: Forms
    files: Files
    deletions: Deletions
    audit: Audit

    async def __aenter__(self) -> Self:
        """Begin."""
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; undo what was not committed."""
        ...

    async def commit(self) -> None:
        """Make it last. Raises NotSaved when the store could not."""
        ...
