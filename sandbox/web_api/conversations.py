"""Conversations: opening a direct message, looking at a channel, reading it."""

from collections.abc import Callable, Iterable

from sandbox.json_object import Json
from sandbox.records import Channel, ChannelKind, Message
from sandbox.refusal import Refusal, invalid_arguments
from sandbox.rendering import channel_json, message_json
from sandbox.web_api.method import Call, Kind, Method

SCOPE_STEMS = {
    ChannelKind.PUBLIC: "channels",
    ChannelKind.PRIVATE: "groups",
    ChannelKind.IM: "im",
    ChannelKind.MPIM: "mpim",
}
LARGEST_PAGE = 999
USUAL_PAGE = 100


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


def _readable(call: Call) -> Channel:
    channel = call.channel(call.text("channel"))
    call.require_scope(f"{SCOPE_STEMS[channel.kind]}:history")
    call.require_member(channel)
    return channel


def _page(call: Call, messages: Iterable[Message]) -> Json:
    within = _range(call)
    wanted = [message for message in messages if within(float(message.ts))]
    start = _cursor(call.text("cursor"))
    limit = min(int(call.given("limit") or USUAL_PAGE), LARGEST_PAGE)
    page = wanted[start : start + limit]
    with_metadata = call.flag("include_all_metadata")
    answer: Json = {
        "messages": [message_json(m, call.workspace, with_metadata=with_metadata) for m in page],
        "has_more": start + limit < len(wanted),
    }
    if answer["has_more"]:
        answer["response_metadata"] = {"next_cursor": f"next:{start + limit}"}
    return answer


def _cursor(cursor: str) -> int:
    number = cursor.removeprefix("next:") if cursor else "0"
    if not number.isdecimal():
        raise Refusal("invalid_cursor")
    return int(number)


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


READING = {
    "cursor": Kind.TEXT,
    "inclusive": Kind.FLAG,
    "include_all_metadata": Kind.FLAG,
    "latest": Kind.TEXT,
    "limit": Kind.NUMBER,
    "oldest": Kind.TEXT,
}


def _any(suffix: str) -> tuple[str, ...]:
    return tuple(f"{stem}:{suffix}" for stem in ("channels", "groups", "im", "mpim"))


METHODS = (
    Method(
        "conversations.open",
        conversations_open,
        any_scope=("im:write",),
        optional={"channel": Kind.TEXT, "return_im": Kind.FLAG, "users": Kind.TEXT},
    ),
    Method(
        "conversations.info",
        conversations_info,
        any_scope=_any("read"),
        required={"channel": Kind.TEXT},
        optional={"include_num_members": Kind.FLAG, "include_locale": Kind.OFF},
    ),
    Method(
        "conversations.history",
        conversations_history,
        any_scope=_any("history"),
        required={"channel": Kind.TEXT},
        optional=READING,
    ),
    Method(
        "conversations.replies",
        conversations_replies,
        any_scope=_any("history"),
        required={"channel": Kind.TEXT, "ts": Kind.TEXT},
        optional=READING,
    ),
)
