"""What happens in a workspace that an app may want to hear of. Says nothing of how it is told."""

from dataclasses import dataclass

from sandbox.records import Channel, Message, Person


@dataclass(frozen=True, slots=True)
class Wrote:
    """A message came to stand in a conversation."""

    message: Message


@dataclass(frozen=True, slots=True)
class Changed:
    """A message reads differently now: edited, or a gravestone where a thread began."""

    message: Message
    previous: Message


@dataclass(frozen=True, slots=True)
class Removed:
    """A message is gone without a trace."""

    previous: Message


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody put an emoji under a message, or took theirs away."""

    message: Message
    name: str
    user_id: str
    added: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came into a channel, brought along by another or on their own."""

    channel: Channel
    person_id: str
    inviter_id: str | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody went out of a channel."""

    channel: Channel
    person_id: str


@dataclass(frozen=True, slots=True)
class PersonCame:
    """Somebody is new in the workspace."""

    person: Person


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Something about a person is different now."""

    person: Person


Happening = Wrote | Changed | Removed | Reacted | Joined | Left | PersonCame | PersonChanged
