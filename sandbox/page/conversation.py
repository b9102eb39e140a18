"""Messages as one person sees them: a channel or direct message, and one thread of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from sandbox.bot_app import ShortcutKind
from sandbox.page import dates, emoji, scene
from sandbox.page.bodies import Said, State
from sandbox.page.drawing import dom_id
from sandbox.page.own_words import as_typed
from sandbox.page.sight import Sight
from sandbox.records import Channel, ChannelKind, EphemeralMessage, Message, Person

SHOWN = 200  # a sandbox is not an archive; older messages would only make every redraw slow
TOGETHER = timedelta(minutes=5)


def talk(sight: Sight, composer: scene.Composer | None) -> scene.Talk:
    """The conversation on the screen."""
    channel = sight.channel
    said: list[Said] = [*channel.top_level(), *_only_for_me(sight, channel)] if channel else []
    title, subtitle = _heading(sight, channel)
    return scene.Talk(title, subtitle, _lines(sight, said), composer, empty=_empty(sight))


def thread(sight: Sight, composer: scene.Composer | None) -> scene.Talk | None:
    """The open thread; None when there is none, or its parent is gone with all replies."""
    channel = sight.channel
    if not (channel and sight.thread_ts):
        return None
    parent = channel.messages.get(sight.thread_ts)
    replies: list[Said] = [*channel.replies_to(sight.thread_ts)]
    replies += _only_for_me(sight, channel, sight.thread_ts)
    if not (parent or replies):
        return None
    lines = _lines(sight, [parent, *replies] if parent else replies, where="thread")
    title = _heading(sight, channel)[0]
    return scene.Talk(
        f"in {title}" if title.startswith("#") else f"with {title}",
        "",
        lines[1:] if parent else lines,
        composer,
        parent=lines[0] if parent else None,
        back=sight.link(),
    )


def title(sight: Sight) -> str:
    """What the conversation on the screen is called."""
    return _heading(sight, sight.channel)[0]


def _heading(sight: Sight, channel: Channel | None) -> tuple[str, str]:
    if sight.partner:
        return sight.partner.real_name, "" if sight.with_app else sight.partner.title
    if channel is None:
        return sight.here, ""
    names = sight.members_of(channel)
    if channel.kind is ChannelKind.MPIM:
        return ", ".join(names), ""
    return f"#{channel.name}", f"{len(names)} {'member' if len(names) == 1 else 'members'}: {', '.join(names)}"


def _empty(sight: Sight) -> str:
    if sight.with_app:
        commands = sight.app.config.commands
        how = f"Type reflect, or {commands[0]}." if commands else "Type something to begin."
        return f"This is your direct message with {sight.app.name}. {how}"
    if sight.partner:
        return f"This is your direct message with {sight.partner.real_name}. Nobody has written yet."
    return "Nobody has written here yet."


def _only_for_me(sight: Sight, channel: Channel, thread_ts: str | None = None) -> list[EphemeralMessage]:
    return [
        each
        for each in sight.workspace.ephemerals
        if each.channel_id == channel.id and each.recipient_id == sight.me.id and each.thread_ts == thread_ts
    ]


def _lines(sight: Sight, said: Iterable[Said], where: str = "talk") -> list[scene.Line]:
    ordered = sorted(said, key=lambda each: each.ts)[-SHOWN:]
    before: list[Said | None] = [None, *ordered]
    return [_line(sight, each, previous, where) for previous, each in pairwise(before) if each is not None]


def _line(sight: Sight, said: Said, previous: Said | None, where: str) -> scene.Line:
    moment = sight.reader.local(float(said.ts))
    new_day = previous is None or sight.reader.local(float(previous.ts)).date() != moment.date()
    author = _author(sight, said)
    me = sight.me.id
    state = State(sight.workspace.screens.entered(me, said.ts), sight.desk.offers(me, said.ts))
    lasting = said if isinstance(said, Message) else None
    gone = bool(lasting and lasting.subtype == "tombstone")
    return scene.Line(
        key=dom_id(where, said.channel_id, said.ts),
        ts=said.ts,
        author=author.real_name,
        author_id=author.id,
        time=dates.clock(moment),
        iso=moment.isoformat(timespec="seconds"),
        body=sight.desk.bodies.of(said, state, sight.reader, where),
        day=dates.day_name(sight.reader, moment) if new_day else "",
        app=author.id == sight.app.bot_user_id,
        gone=gone,
        follows=_follows(sight, said, previous, moment),
        ephemeral=lasting is None,
        edited=bool(lasting and lasting.edited_ts) and not gone,
        problem=sight.problems.get(said.ts, ""),
        reactions=_reactions(sight, lasting) if lasting else (),
        replies=_replies(sight, lasting) if lasting else None,
        menu=_menu(sight, lasting) if lasting else None,
        editing=_editing(sight, lasting, where) if lasting else None,
    )


def _menu(sight: Sight, message: Message) -> scene.Menu | None:
    if message.subtype == "tombstone":
        return None
    shortcuts = [(each.callback_id, each.name) for each in sight.app.shortcuts(ShortcutKind.MESSAGE)]
    if message.user_id != sight.me.id:
        return scene.Menu(shortcuts) if shortcuts else None
    return scene.Menu(shortcuts, edit=sight.link(thread=sight.thread_ts, edit=message.ts), delete=True)


def _editing(sight: Sight, message: Message, where: str) -> str | None:
    if message.ts != sight.editing or message.user_id != sight.me.id:
        return None
    # The parent of an open thread stands on the page twice, and is changed in one place only.
    if (where == "thread") != (message.is_reply or message.ts == sight.thread_ts):
        return None
    return as_typed(message.text, sight.reader.people)


def _author_id(said: Said) -> str:
    return said.user_id if isinstance(said, Message) else said.author_id


def _author(sight: Sight, said: Said) -> Person:
    return sight.workspace.people[_author_id(said)]


def _follows(sight: Sight, said: Said, previous: Said | None, moment: datetime) -> bool:
    if (
        previous is None
        or previous.ts == sight.thread_ts
        or _author_id(previous) != _author_id(said)
        or type(previous) is not type(said)
    ):
        return False
    return moment - sight.reader.local(float(previous.ts)) < TOGETHER


def _reactions(sight: Sight, message: Message) -> list[scene.Reaction]:
    people = sight.reader.people
    return [
        scene.Reaction(
            emoji.picture(each.name),
            len(each.user_ids),
            ", ".join(people.get(user_id, user_id) for user_id in each.user_ids),
        )
        for each in message.reactions
    ]


def _replies(sight: Sight, message: Message) -> scene.Replies:
    channel = sight.workspace.channels[message.channel_id]
    return scene.Replies(
        len(channel.replies_to(message.ts)),
        sight.desk.marks.new_in_thread(sight.me.id, channel, message.ts),
        sight.link(thread=message.ts),
    )
