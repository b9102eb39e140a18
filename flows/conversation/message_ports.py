"""What the use cases need to know of messages: what came in, what waits, what is to be said, what was taken away."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from flows.conversation.deletions import Deletion, Gone
from flows.conversation.kept import HeldReply
from flows.delivery import Deed, Delivery, StandingFile
from flows.people import Person


class Inbox(Protocol):
    """What came in already, so that a repeat has no second effect."""

    async def first_outcome(self, workspace: str, key: str) -> str | None:
        """The outcome stored for this key; None when it never came in."""
        ...

    async def record(self, workspace: str, key: str, outcome: str, at: datetime) -> None:
        """Store the key and its outcome. Raises Repeated when it is there already."""
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

    async def said_all(self, workspace: str, keys: Iterable[str]) -> Sequence[Delivery]:
        """The posts queued under these keys, to whomever."""
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
