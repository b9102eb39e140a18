"""What stands around a conversation: the people to be, and the places to go."""

from datetime import datetime

from sandbox.page import dates, scene
from sandbox.page.reader import zone_of
from sandbox.page.sight import HOME, LOG, WORLD, Sight
from sandbox.records import Channel, ChannelKind, Person


def people(sight: Sight) -> list[scene.Who]:
    """Everybody one can act as."""
    return [who(sight, person) for person in sight.workspace.people.values() if not (person.is_bot or person.deleted)]


def who(sight: Sight, person: Person) -> scene.Who:
    """One of them, with the time on their own wall."""
    return scene.Who(
        person_id=person.id,
        name=person.real_name,
        role=person.title or ("Guest" if person.is_restricted else ""),
        clock=dates.clock(_local(sight, person)),
        town=person.tz.rpartition("/")[2].replace("_", " "),
        link=sight.link(_same_place(sight, person), me=person.id),
        current=person.id == sight.me.id,
    )


def sidebar(sight: Sight) -> scene.Sidebar:
    """The app, the channels one is in, and the other people."""
    mine = [c for c in sight.workspace.channels.values() if sight.me.id in c.members]
    named = [c for c in mine if c.kind in {ChannelKind.PUBLIC, ChannelKind.PRIVATE}]
    groups = [c for c in mine if c.kind is ChannelKind.MPIM]
    others = [
        one for one in sight.workspace.people.values() if not (one.is_bot or one.deleted or one.id == sight.me.id)
    ]
    return scene.Sidebar(
        app=[_direct(sight, sight.workspace.people[sight.app.bot_user_id])],
        channels=[_channel(sight, c, c.name) for c in sorted(named, key=lambda channel: channel.name)],
        people=[_direct(sight, one) for one in others],
        groups=[_channel(sight, c, ", ".join(sight.members_of(c))) for c in groups],
    )


def tabs(sight: Sight) -> list[scene.Place]:
    """The two sides of the app: what it writes, and its Home."""
    if not sight.with_app:
        return []
    messages = sight.app.bot_user_id
    return [
        scene.Place("messages", "Messages", sight.link(messages), current=sight.here == messages),
        scene.Place("home", "Home", sight.link(HOME), current=sight.here == HOME),
    ]


def panels(sight: Sight) -> list[scene.Place]:
    """What can stand beside the conversation; following the link of what is open closes it."""
    return [
        scene.Place(
            key,
            name,
            sight.link(thread=sight.thread_ts, panel="" if sight.panel == key else key),
            current=sight.panel == key,
        )
        for key, name in ((WORLD, "Clock and faults"), (LOG, "Wire log"))
    ]


def _same_place(sight: Sight, person: Person) -> str:
    """Where somebody else is put: the same channel if they are in it, else the app."""
    channel = sight.workspace.channels.get(sight.here)
    if channel and person.id in channel.members:
        return channel.id
    return sight.app.bot_user_id


def _channel(sight: Sight, channel: Channel, name: str) -> scene.Place:
    unread = sight.desk.marks.new_in(sight.me.id, channel)
    return scene.Place(channel.id, name, sight.link(channel.id), unread, current=sight.here == channel.id)


def _direct(sight: Sight, other: Person) -> scene.Place:
    channel = sight.workspace.find_direct_message(sight.me.id, other.id)
    unread = sight.desk.marks.new_in(sight.me.id, channel) if channel else 0
    return scene.Place(
        other.id,
        other.real_name,
        sight.link(other.id),
        unread,
        current=bool(sight.partner and sight.partner.id == other.id),
        clock="" if other.is_bot else dates.clock(_local(sight, other)),
    )


def _local(sight: Sight, person: Person) -> datetime:
    return sight.reader.now.astimezone(zone_of(person))
