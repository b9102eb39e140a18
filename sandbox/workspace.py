"""The state of one Slack workspace, in memory: people, channels, messages, screens."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.files import Files
from sandbox.happenings import Changed, Happening, Joined, Left, PersonCame, PersonChanged, Reacted, Removed, Wrote
from sandbox.ids import Ids
from sandbox.json_object import Json
from sandbox.records import Channel, ChannelKind, EphemeralMessage, Message, Person, Reaction
from sandbox.screens import Screens

SLACKBOT_ID = "USLACKBOT"
DELETED_TEXT = "This message was deleted."


class Workspace:
    """Everything people and apps can see; knows nothing of HTTP or of tokens."""

    def __init__(self, clock: Clock, name: str = "Northwind", domain: str = "northwind") -> None:
        self.clock = clock
        self.name = name
        self.domain = domain
        self.changes = Changes()
        self.ids = Ids(clock)
        self.created = int(clock.now())
        self.team_id = self.ids.new("T")
        self.screens = Screens(clock, self.ids, self.changes)
        slackbot = Person(SLACKBOT_ID, "slackbot", "Slackbot", "Slackbot", is_bot=True)
        self.people: dict[str, Person] = {slackbot.id: slackbot}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[EphemeralMessage] = []
        self.files = Files(clock, self.ids, self.team_id)
        # When somebody does not want to be disturbed next: from and to, in seconds since 1970.
        self.quiet_hours: dict[str, tuple[float, float]] = {}
        self._noted: list[Happening] | None = None

    @contextmanager
    def noting(self) -> Iterator[list[Happening]]:
        """Collect what happens inside the block, for somebody to tell; elsewhere a stage is set in silence."""
        before = self._noted
        happened: list[Happening] = []
        self._noted = happened
        try:
            yield happened
        finally:
            self._noted = before

    def _note(self, happening: Happening) -> None:
        if self._noted is not None:
            self._noted.append(happening)
        self.changes.bump()

    def add_person(self, display_name: str, real_name: str = "", **facts: object) -> Person:
        """Let somebody join; `facts` are further fields of Person."""
        full = real_name or display_name
        handle = ".".join(full.lower().split())
        person = Person(id=self.ids.new("U"), name=handle, display_name=display_name, real_name=full)
        self.people[person.id] = self._with(person, facts)
        self._note(PersonCame(self.people[person.id]))
        return self.people[person.id]

    def change_person(self, person_id: str, **facts: object) -> Person:
        """Move somebody to another zone, deactivate them, rename them."""
        before = self.people[person_id]
        self.people[person_id] = self._with(before, facts)
        if self.people[person_id] != before:
            self._note(PersonChanged(self.people[person_id]))
        return self.people[person_id]

    @staticmethod
    def _with(person: Person, facts: dict[str, object]) -> Person:
        # The names are Person's own fields: replace refuses any other.
        return replace(person, **facts)  # type: ignore[arg-type]

    def person(self, who: str) -> Person:
        """Somebody by id, display name or full name."""
        for person in self.people.values():
            if who in {person.id, person.display_name, person.real_name}:
                return person
        known = ", ".join(person.display_name for person in self.people.values())
        raise LookupError(f"nobody here is called {who!r}; here are {known}")

    def add_channel(self, name: str, members: Iterable[str] = (), *, private: bool = False) -> Channel:
        """Open a channel with these members (ids)."""
        kind = ChannelKind.PRIVATE if private else ChannelKind.PUBLIC
        return self._open("C", name.removeprefix("#"), kind, members)

    def _open(self, prefix: str, name: str, kind: ChannelKind, members: Iterable[str]) -> Channel:
        channel = Channel(self.ids.new(prefix), name, kind, set(members), created=int(self.clock.now()))
        self.channels[channel.id] = channel
        self.changes.bump()
        return channel

    def channel(self, which: str) -> Channel:
        """A channel by id or by name, with or without the #."""
        found = self.find_channel(which)
        if found is None:
            raise LookupError(f"there is no channel {which!r}")
        return found

    def find_channel(self, which: str) -> Channel | None:
        """A channel by id or by name; None where there is none."""
        if which in self.channels:
            return self.channels[which]
        name = which.removeprefix("#")
        named = (c for c in self.channels.values() if c.kind is not ChannelKind.IM)
        return next((channel for channel in named if channel.name == name), None)

    def direct_message(self, one: str, other: str) -> Channel:
        """The conversation of two people, opened when they first need it."""
        return self.find_direct_message(one, other) or self._open("D", "directmessage", ChannelKind.IM, {one, other})

    def find_direct_message(self, one: str, other: str) -> Channel | None:
        """The conversation of two people, if it was ever opened."""
        ims = (c for c in self.channels.values() if c.kind is ChannelKind.IM)
        return next((channel for channel in ims if channel.members == {one, other}), None)

    def group_message(self, members: Iterable[str]) -> Channel:
        """A conversation of several people without a name of its own."""
        ids = list(dict.fromkeys(members))
        name = f"mpdm-{'--'.join(self.people[each].name for each in ids)}-1"
        return self._open("C", name, ChannelKind.MPIM, ids)

    def invite(self, channel_id: str, person_id: str, inviter_id: str | None = None) -> None:
        """Bring a person or an app's user into a channel."""
        channel = self.channels[channel_id]
        if person_id not in channel.members:
            channel.members.add(person_id)
            self._note(Joined(channel, person_id, inviter_id))

    def leave(self, channel_id: str, person_id: str) -> None:
        """Take a person or an app's user out of a channel."""
        channel = self.channels[channel_id]
        if person_id in channel.members:
            channel.members.remove(person_id)
            self._note(Left(channel, person_id))

    def put(self, message: Message) -> Message:
        """Store a message, new or changed."""
        channel = self.channels[message.channel_id]
        before = channel.messages.get(message.ts)
        channel.put(message)
        self._note(Wrote(message) if before is None else Changed(message, before))
        return message

    def message(self, channel_id: str, ts: str) -> Message | None:
        """The newest version of a message."""
        return self.channels[channel_id].messages.get(ts)

    def delete(self, message: Message) -> None:
        """Take a message away; a thread keeps a gravestone in its place until its last reply is gone."""
        channel = self.channels[message.channel_id]
        if channel.replies_to(message.ts):
            stone = Message(
                channel.id, message.ts, SLACKBOT_ID, DELETED_TEXT, subtype="tombstone", edited_ts=self.ids.ts()
            )
            channel.messages[message.ts] = stone
            self._note(Changed(stone, message))
            return
        del channel.messages[message.ts]
        self._note(Removed(message))
        self._clear_grave(channel, message.thread_root)

    @staticmethod
    def _clear_grave(channel: Channel, root_ts: str) -> None:
        parent = channel.messages.get(root_ts)
        if parent is not None and parent.subtype == "tombstone" and not channel.replies_to(root_ts):
            del channel.messages[root_ts]

    def show(self, ephemeral: EphemeralMessage) -> EphemeralMessage:
        """Show one person something that nobody keeps."""
        self.ephemerals.append(ephemeral)
        self.changes.bump()
        return ephemeral

    def react(self, message: Message, name: str, user_ids: tuple[str, ...]) -> Message:
        """Say who stands behind an emoji under a message; nobody takes it away."""
        before = next((each.user_ids for each in message.reactions if each.name == name), ())
        others = tuple(each for each in message.reactions if each.name != name)
        mine = (Reaction(name, user_ids),) if user_ids else ()
        changed = replace(message, reactions=others + mine)
        self.channels[message.channel_id].messages[message.ts] = changed
        for user_id in sorted(set(before) ^ set(user_ids)):
            self._note(Reacted(changed, name, user_id, added=user_id in user_ids))
        return changed

    def file(self, name: str, user_id: str) -> Json:
        """A file as a message carries it; the sandbox keeps no contents."""
        file_id = self.ids.new("F")
        suffix = name.rpartition(".")[2].lower() if "." in name else ""
        return {
            "id": file_id,
            "created": int(self.clock.now()),
            "timestamp": int(self.clock.now()),
            "name": name,
            "title": name,
            "mimetype": "application/octet-stream",
            "filetype": suffix,
            "user": user_id,
            "mode": "hosted",
            "size": 0,
        }
