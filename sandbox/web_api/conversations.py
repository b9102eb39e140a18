"""Conversations: opening a direct message, looking at a channel, reading it."""

from collections.abc import Callable, Iterable

from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.records import Channel, ChannelKind, Message
from sandbox.refusal import Refusal, invalid_arguments
from sandbox.rendering import channel_json, message_json
from sandbox.web_api.method import Call, Method
from sandbox.web_api.paging import paged

SCOPE_STEMS = {
    ChannelKind.PUBLIC: "channels",
    ChannelKind.PRIVATE: "groups",
    ChannelKind.IM: "im",
    ChannelKind.MPIM: "mpim",
}


def conversations_open(call: Call) -> Json:
    """Open the app's direct message with one person, or find it open."""
    channel = _resumed(call) if call.text("channel") else None
    known = channel is not None
    if channel is None:
        person_id = _only_user(call)
        known = call.workspace.find_direct_message(call.app.bot_user_id, person_id) is not None
        channel = call.workspace.direct_message(call.app.bot_user_id, person_id)
    shown = channel_json(channel, call.app.bot_user_id)
    answer: Json = {"channel": shown if call.flag("return_im") else {"id": channel.id}}
    return answer | ({"no_op": True, "already_open": True} if known else {})


def _resumed(call: Call) -> Channel:
    channel = call.channel(call.text("channel"))
    if channel.kind is not ChannelKind.IM:
        raise Refusal("method_not_supported_for_channel_type")
    return channel


def _only_user(call: Call) -> str:
    user_ids = [each.strip() for each in call.text("users").split(",") if each.strip()]
    if not user_ids:
        raise Refusal("users_list_not_supplied")
    if len(user_ids) > 1:
        raise invalid_arguments("the sandbox does not model group messages: users")
    person = call.person(user_ids[0])
    if person.is_bot:
        raise Refusal("cannot_dm_bot")
    if person.deleted:
        raise Refusal("user_disabled")
    return person.id


def conversations_info(call: Call) -> Json:
    """One conversation."""
    channel = call.channel(call.text("channel"))
    call.require_scope(f"{SCOPE_STEMS[channel.kind]}:read")
    shown = channel_json(channel, call.app.bot_user_id)
    if call.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def conversations_history(call: Call) -> Json:
    """The messages of a conversation outside its threads, newest first."""
    channel = _readable(call)
    return _page(call, reversed(channel.top_level()))


def conversations_replies(call: Call) -> Json:
    """A thread: the parent, then the replies."""
    channel = _readable(call)
    asked = channel.messages.get(call.text("ts"))
    parent = channel.messages.get(asked.thread_root) if asked else None
    if parent is None:
        raise Refusal("thread_not_found")
    return _page(call, [parent, *channel.replies_to(parent.ts)])


def conversations_members(call: Call) -> Json:
    """Who is in a conversation, by id."""
    channel = call.channel(call.text("channel"))
    call.require_scope(f"{SCOPE_STEMS[channel.kind]}:read")
    page, following = paged(call, sorted(channel.members))
    return {"members": page, "response_metadata": {"next_cursor": following}}


def _readable(call: Call) -> Channel:
    channel = call.channel(call.text("channel"))
    call.require_scope(f"{SCOPE_STEMS[channel.kind]}:history")
    call.require_member(channel)
    return channel


def _page(call: Call, messages: Iterable[Message]) -> Json:
    within = _range(call)
    wanted = [message for message in messages if within(float(message.ts))]
    page, following = paged(call, wanted)
    with_metadata = call.flag("include_all_metadata")
    answer: Json = {
        "messages": [message_json(m, call.workspace, with_metadata=with_metadata) for m in page],
        "has_more": bool(following),
    }
    return answer | ({"response_metadata": {"next_cursor": following}} if following else {})


def _range(call: Call) -> Callable[[float], bool]:
    oldest, latest = _bound(call, "oldest", 0.0), _bound(call, "latest", float("inf"))
    if call.flag("inclusive"):
        return lambda ts: oldest <= ts <= latest
    return lambda ts: oldest < ts < latest


def _bound(call: Call, name: str, default: float) -> float:
    try:
        return float(call.text(name, str(default)))
    except ValueError:
        raise Refusal(f"invalid_ts_{name}") from None


READING = frozenset({"channel", "cursor", "inclusive", "include_all_metadata", "latest", "limit", "oldest"})


def _any(suffix: str) -> tuple[str, ...]:
    return tuple(f"{stem}:{suffix}" for stem in ("channels", "groups", "im", "mpim"))


METHODS = (
    Method(
        "conversations.open",
        conversations_open,
        any_scope=("im:write",),
        takes={"channel", "return_im", "users"},
    ),
    Method(
        "conversations.info",
        conversations_info,
        any_scope=_any("read"),
        takes={"channel", "include_num_members"},
    ),
    Method(
        "conversations.members",
        conversations_members,
        any_scope=_any("read"),
        takes={"channel", "cursor", "limit"},
        tier=Tier.FOUR,
    ),
    Method("conversations.history", conversations_history, any_scope=_any("history"), takes=READING),
    Method("conversations.replies", conversations_replies, any_scope=_any("history"), takes=READING | {"ts"}),
)
