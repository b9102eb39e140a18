"""The workspace as one person sees it: what every part of the page is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote

from sandbox.bot_app import InstalledApp
from sandbox.page.desk import Desk
from sandbox.page.reader import Reader, zone_of
from sandbox.records import Channel, ChannelKind, Person
from sandbox.workspace import Workspace

HOME = "home"
LOG, WORLD = "log", "world"
PANELS = (LOG, WORLD)


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks, at what, and what went wrong in front of them."""

    workspace: Workspace
    app: InstalledApp
    me: Person
    here: str  # a channel's id, the id of whom one writes to directly, or "home"
    desk: Desk
    reader: Reader
    thread_ts: str = ""
    panel: str = ""  # what stands open beside the conversation: PANELS, or nothing
    editing: str = ""  # the ts of the message of their own that they are changing
    problems: Mapping[str, str] = field(default_factory=dict)

    def link(self, here: str | None = None, *, me: str | None = None, **wanted: str) -> str:
        """The address of a place, as this person or another; what stands open beside it stays open."""
        path = f"/as/{quote(me or self.me.id)}/{quote(here or self.here)}"
        wanted = {"panel": self.panel} | wanted
        query = "&".join(f"{key}={quote(value)}" for key, value in wanted.items() if value)
        return f"{path}?{query}" if query else path

    @property
    def channel(self) -> Channel | None:
        """The conversation on the screen; None on the Home tab and before the first word."""
        if self.here in self.workspace.channels:
            return self.workspace.channels[self.here]
        return self.workspace.find_direct_message(self.me.id, self.here)

    def members_of(self, channel: Channel) -> list[str]:
        """Who is in a conversation, by the names that people call each other."""
        return sorted(self.workspace.people[each].display_name for each in channel.members)

    @property
    def partner(self) -> Person | None:
        """Whom one talks to in a direct message."""
        if self.here == HOME:
            return self.workspace.people[self.app.bot_user_id]
        return self.workspace.people.get(self.here)

    @property
    def with_app(self) -> bool:
        """Whether this is the conversation with the app, or its Home tab."""
        return self.partner is not None and self.partner.id == self.app.bot_user_id


def reader_of(workspace: Workspace, me: Person) -> Reader:
    """The names, zone and clock of somebody."""
    return Reader(
        person_id=me.id,
        people={person.id: person.real_name for person in workspace.people.values()},
        channels={c.id: c.name for c in workspace.channels.values() if c.kind is not ChannelKind.IM},
        zone=zone_of(me),
        now=datetime.fromtimestamp(workspace.clock.now(), UTC),
        gone=frozenset(person.id for person in workspace.people.values() if person.deleted or person.is_bot),
    )
