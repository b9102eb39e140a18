"""Emoji that the app puts under a message."""

from sandbox.checks.messages import check_emoji_name
from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.records import Message
from sandbox.refusal import Refusal
from sandbox.web_api.method import Call, Method


def add(call: Call) -> Json:
    """Put an emoji under a message."""
    message, name = _target(call), check_emoji_name(call.text("name"))
    present = _users(message, name)
    if call.app.bot_user_id in present:
        raise Refusal("already_reacted")
    call.workspace.react(message, name, (*present, call.app.bot_user_id))
    return {}


def remove(call: Call) -> Json:
    """Take the app's own emoji away again."""
    message, name = _target(call), check_emoji_name(call.text("name"))
    present = _users(message, name)
    if call.app.bot_user_id not in present:
        raise Refusal("no_reaction")
    left = tuple(each for each in present if each != call.app.bot_user_id)
    call.workspace.react(message, name, left)
    return {}


def _target(call: Call) -> Message:
    if not call.text("channel") or not call.text("timestamp"):
        raise Refusal("no_item_specified")
    channel = call.channel(call.text("channel"))
    call.require_member(channel)
    message = channel.messages.get(call.text("timestamp"))
    if message is None:
        raise Refusal("message_not_found")
    return message


def _users(message: Message, name: str) -> tuple[str, ...]:
    return next((each.user_ids for each in message.reactions if each.name == name), ())


_ARGUMENTS = {"channel", "name", "timestamp"}
_PLACE = {"channel", "timestamp"}
METHODS = (
    Method("reactions.add", add, any_scope=("reactions:write",), takes=_ARGUMENTS, asks_itself=_PLACE),
    Method(
        "reactions.remove",
        remove,
        any_scope=("reactions:write",),
        takes=_ARGUMENTS,
        asks_itself=_PLACE,
        tier=Tier.TWO,
    ),
)
