"""The real Bolt app, built without a Slack or a store, asked what it listens to."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import bolt_app
from bot.clock import RandomIds, SystemClock
from bot.errors import Apology, Told
from bot.ingress import Counts
from bot.listeners import strays
from bot.reception import Reception
from bot.slack import Identity
from flows.conversation.desk import Desk
from flows.conversation.ports import UnitOfWork
from tests.unit.every_view import PROMPTS


def app() -> AsyncApp:
    """The app as it is wired, with nothing behind it."""
    slack = AsyncWebClient(token="xoxb-nobody")
    desk = Desk(_no_store, PROMPTS.library, PROMPTS.vocabularies, SystemClock(), RandomIds())
    reception = Reception(desk, slack, PROMPTS.catalogues, "")
    return bolt_app(Identity("T1", "U1", "B1", "A1"), reception, Apology(reception, RandomIds(), Told()), Counts())


def _no_store() -> UnitOfWork:
    raise AssertionError("nothing is handled here, so nothing is stored")


def listeners(of: AsyncApp) -> list[AsyncListener]:
    """Every listener but those that take what nobody else does."""
    return [each for each in of._async_listeners if not is_stray(each)]


def is_stray(listener: AsyncListener) -> bool:
    """Whether a listener is one that takes what is left."""
    return listener.ack_function.__module__ == strays.__name__


async def hears(listener: AsyncListener, body: Mapping[str, Any]) -> bool:
    """Whether a listener would take this request."""
    request = AsyncBoltRequest(body=dict(body), mode="socket_mode")
    return await listener.async_matches(req=request, resp=BoltResponse(status=404))


def press(action_id: str) -> dict[str, Any]:
    """A press on something with this action id."""
    return {"type": "block_actions", "user": {"id": "U2"}, "actions": [{"action_id": action_id, "block_id": "b"}]}


def closing(kind: str, callback_id: str) -> dict[str, Any]:
    """A window that is sent (`view_submission`) or closed (`view_closed`)."""
    return {"type": kind, "user": {"id": "U2"}, "view": {"type": "modal", "callback_id": callback_id}}


def event(name: str) -> dict[str, Any]:
    """An event, named as in the manifest: `message.im` is a message in a direct message."""
    kind, _, channel = name.partition(".")
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event": {"type": kind, "user": "U2", "channel": "D1", "channel_type": channel, "ts": "1.2", "text": "Hello"},
    }


def command(name: str) -> dict[str, Any]:
    """A slash command."""
    return {"command": name, "team_id": "T1", "user_id": "U2", "channel_id": "C1", "trigger_id": "1.2"}
