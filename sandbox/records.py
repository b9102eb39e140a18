"""What a workspace is made of. Values are frozen: a change makes a new one."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from sandbox.json_object import Json


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace: a human being, or the user that an app posts as."""

    id: str
    name: str
    display_name: str
    real_name: str
    tz: str = "Etc/UTC"
    locale: str = "en-US"
    title: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_owner: bool = False
    status_text: str = ""
    status_emoji: str = ""


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji under a message and who put it there."""

    name: str
    user_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now; the channel holds the newest version."""

    channel_id: str
    ts: str
    user_id: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    metadata: Json | None = None
    app_id: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    client_msg_id: str | None = None
    files: tuple[Json, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    edited_ts: str | None = None

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def thread_root(self) -> str:
        """The ts that a reply to this message carries as its thread."""
        return self.thread_ts or self.ts


@dataclass(frozen=True, slots=True)
class EphemeralMessage:
    """A message that one person sees and nobody keeps."""

    channel_id: str
    ts: str
    recipient_id: str
    author_id: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None


class ChannelKind(StrEnum):
    """Who can find and join a conversation."""

    PUBLIC = "public"
    PRIVATE = "private"
    IM = "im"
    MPIM = "mpim"


@dataclass(slots=True)
class Channel:
    """A conversation, its members and its messages in order of time."""

    id: str
    name: str
    kind: ChannelKind
    members: set[str]
    created: int
    is_archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    # Which replies ever stood in which thread, so that nobody has to look through everything said for them.
    _threads: dict[str, dict[str, None]] = field(default_factory=dict)

    def put(self, message: Message) -> None:
        """Store a message, new or changed."""
        self.messages[message.ts] = message
        if message.is_reply:
            self._threads.setdefault(message.thread_root, {})[message.ts] = None

    def replies_to(self, root_ts: str) -> list[Message]:
        """The messages in a thread, without its parent."""
        return [self.messages[ts] for ts in self._threads.get(root_ts, ()) if ts in self.messages]

    def top_level(self) -> list[Message]:
        """The messages outside threads, oldest first."""
        return [m for m in self.messages.values() if not m.is_reply]


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab as one person has it before them."""

    id: str
    user_id: str
    definition: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.definition["type"])

    @property
    def title(self) -> str:
        """The heading of a modal; empty for a Home tab."""
        return str(self.definition.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> tuple[Json, ...]:
        """What stands on it."""
        return tuple(self.definition["blocks"])

    @property
    def callback_id(self) -> str:
        """The name that the app gave it."""
        return str(self.definition.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        """What the app hid in it."""
        return str(self.definition.get("private_metadata", ""))

    @property
    def external_id(self) -> str:
        """The id that the app chose itself, if it did."""
        return str(self.definition.get("external_id", ""))

    def redrawn(self, definition: Json, new_hash: str) -> "View":
        """The same view showing something else."""
        return replace(self, definition=definition, hash=new_hash)
