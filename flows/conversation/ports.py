"""What the use cases need from the world around them, as protocols. Storage and the edge provide them.

What they need to know of messages stands beside this, in `message_ports.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from flows.conversation.form import Form
from flows.conversation.kept import Heading, KeptAnswer, Period
from flows.conversation.message_ports import Deletions, Files, Held, Inbox, Outbox
from flows.conversation.script import Script
from flows.conversation.state import Conversation
from flows.people import Person
from flows.programmes.ports import Agreements, Enrolments, Managers, Occasions, Programmes, Shares, Ties


class People(Protocol):
    """The people Cairn has met."""

    async def meet(self, workspace: str, slack_id: str) -> Person | None:
        """The person, held until this unit of work ends so that one person's doings happen one by one."""
        ...

    async def by_id(self, workspace: str, person: str) -> Person | None:
        """The person, for reading only: nobody is held up."""
        ...

    async def by_ids(self, workspace: str, people: Iterable[str]) -> Mapping[str, Person]:
        """Those of these whom Cairn has met, by id, for reading only."""
        ...

    async def in_channel(self, workspace: str, channel: str) -> Person | None:
        """The person whose direct message with Cairn this is, for reading only."""
        ...

    async def met(self, workspace: str, slack_ids: Iterable[str]) -> Mapping[str, Person]:
        """Those of these whom Cairn has met, by Slack id, for reading only."""
        ...

    async def add_all(self, people: Sequence[Person]) -> None:
        """Remember many who are new. Raises Conflict when another process met one of them meanwhile."""
        ...

    async def everybody(self, workspace: str) -> Sequence[Person]:
        """All whom Cairn has met, for reading only."""
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
    managers: Managers
    programmes: Programmes
    enrolments: Enrolments
    ties: Ties
    agreements: Agreements
    shares: Shares
    occasions: Occasions

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
