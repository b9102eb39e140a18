"""Messages of the app: posting, changing, deleting, whispering."""

from dataclasses import replace

from sandbox.checks.messages import check_blocks, check_metadata, check_text
from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.records import Channel, ChannelKind, EphemeralMessage, Message
from sandbox.refusal import Refusal
from sandbox.rendering import message_json
from sandbox.surface import with_ids
from sandbox.web_api.method import Call, Method


def post_message(call: Call) -> Json:
    """Say something in a conversation; a deactivated person's is accepted without a word."""
    text, blocks = _content(call)
    metadata = check_metadata(call.given("metadata")) if call.given("metadata") else None
    channel = _postable(call)
    message = Message(
        channel_id=channel.id,
        ts=call.workspace.ids.ts(),
        user_id=call.app.bot_user_id,
        text=text,
        blocks=blocks,
        thread_ts=_thread(call, channel),
        metadata=metadata,
        app_id=call.app.app_id,
        bot_id=call.app.bot_id,
    )
    call.workspace.put(message)
    return _written(call, message)


def update(call: Call) -> Json:
    """Change a message of the app's own; what is left out stays."""
    message = _own_message(call, "cant_update_message")
    if call.workspace.channels[message.channel_id].is_archived:
        raise Refusal("is_inactive")
    text, blocks = _content(call)
    metadata = call.given("metadata")
    changed = replace(
        message,
        text=text if call.given("text") is not None else message.text,
        blocks=message.blocks if call.given("blocks") is None else blocks,
        metadata=message.metadata if metadata is None else _changed_metadata(metadata),
        edited_ts=call.workspace.ids.ts(),
    )
    call.workspace.put(changed)
    return _written(call, changed) | {"text": changed.text}


def _changed_metadata(metadata: object) -> Json | None:
    return check_metadata(metadata) if metadata else None


def delete(call: Call) -> Json:
    """Take a message of the app's own away."""
    message = _own_message(call, "cant_delete_message")
    call.workspace.delete(message)
    return {"channel": message.channel_id, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    """Show one person something that nobody keeps."""
    text, blocks = _content(call)
    channel = _postable(call)
    person = call.person(call.text("user"))
    if person.id not in channel.members:
        raise Refusal("user_not_in_channel")
    ephemeral = EphemeralMessage(
        channel_id=channel.id,
        ts=call.workspace.ids.ts(),
        recipient_id=person.id,
        author_id=call.app.bot_user_id,
        text=text,
        blocks=blocks,
        thread_ts=_thread(call, channel),
    )
    call.workspace.show(ephemeral)
    return {"message_ts": ephemeral.ts}


def permalink(call: Call) -> Json:
    """The address that people find a message under."""
    channel = call.channel(call.text("channel"))
    message = channel.messages.get(call.text("message_ts"))
    if message is None:
        raise Refusal("message_not_found")
    address = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    within = f"?thread_ts={message.thread_root}&cid={channel.id}" if message.is_reply else ""
    return {"channel": channel.id, "permalink": address + within}


def _content(call: Call) -> tuple[str, tuple[Json, ...]]:
    text = check_text(call.text("text"))
    given = call.given("blocks")
    blocks = check_blocks(given) if given is not None else ()
    if not text.strip() and not blocks:
        raise Refusal("no_text")
    return text, tuple(with_ids(blocks, call.workspace.ids.short))


def _postable(call: Call) -> Channel:
    channel = _addressed(call)
    if channel.is_archived:
        raise Refusal("is_archived")
    may_post_anywhere = channel.kind is ChannelKind.PUBLIC and call.app.has_scope("chat:write.public")
    if not may_post_anywhere:
        call.require_member(channel)
    return channel


def _addressed(call: Call) -> Channel:
    which = call.text("channel")
    if which in call.workspace.people:
        return call.workspace.direct_message(call.app.bot_user_id, which)
    return call.channel(which)


def _thread(call: Call, channel: Channel) -> str | None:
    asked = call.given("thread_ts")
    if not asked:
        return None
    parent = channel.messages.get(asked)
    if parent is None:
        raise Refusal("thread_not_found")
    return parent.thread_root


def _own_message(call: Call, otherwise: str) -> Message:
    channel = call.channel(call.text("channel"))
    message = channel.messages.get(call.text("ts"))
    if message is None:
        raise Refusal("message_not_found")
    if message.user_id != call.app.bot_user_id:
        raise Refusal(otherwise)
    return message


def _written(call: Call, message: Message) -> Json:
    written = message_json(message, call.workspace, with_metadata=True)
    return {"channel": message.channel_id, "ts": message.ts, "message": written}


CONTENT = frozenset({"blocks", "channel", "text"})
METHODS = (
    Method(
        "chat.postMessage",
        post_message,
        any_scope=("chat:write",),
        takes=CONTENT | {"metadata", "thread_ts"},
        tier=Tier.POST,
    ),
    Method("chat.update", update, any_scope=("chat:write",), takes=CONTENT | {"metadata", "ts"}),
    Method("chat.delete", delete, any_scope=("chat:write",), takes={"channel", "ts"}),
    Method(
        "chat.postEphemeral",
        post_ephemeral,
        any_scope=("chat:write",),
        takes=CONTENT | {"thread_ts", "user"},
        tier=Tier.FOUR,
    ),
    Method("chat.getPermalink", permalink, takes={"channel", "message_ts"}, tier=Tier.SPECIAL),
)
