"""The other way in: a connection that Cairn opens to Slack, for installations that Slack cannot reach over HTTP.

Slack's own client keeps the connection. Two things are watched from outside. It asks again and again with an address
that Slack gives for one use, once a first attempt with it has failed; and a connection can fall silent while the
client believes in it. A client that is not connected for half a minute is replaced by a new one.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.ingress import Counts
from bot.ingress.judgement import admit
from bot.ingress.parsing import COMMAND, Inbound
from bot.slack import Identity, SlackRefused, refusing, slack_client

_log = logging.getLogger(__name__)

PING_SECONDS = 5.0
_CONNECT_SECONDS = 10.0
_FINISH_SECONDS = 5.0
_PATIENCE = 6  # pings


@dataclass(frozen=True, slots=True)
class EnvelopeDoor:
    """Hands what Slack sends to Bolt, after the same look at its shape and address as the HTTP door takes."""

    app: AsyncApp
    us: Identity
    counts: Counts
    under_way: set[asyncio.Task[Any]] = field(default_factory=set)

    async def __call__(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        """Take one envelope and acknowledge it. What is not acknowledged, Slack sends again."""
        working = asyncio.ensure_future(self._take(client, envelope))
        self.under_way.add(working)
        working.add_done_callback(self.under_way.discard)
        try:
            await working
        except (aiohttp.ClientError, ConnectionError):
            _log.warning("The connection went before an answer was given", extra={"action": "socket"})

    async def _take(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        kind = COMMAND if envelope.type == "slash_commands" else envelope.payload.get("type")
        verdict = admit(Inbound(kind, envelope.payload), self.us.team_id, self.us.app_id)
        self.counts.add(verdict.reason)
        if verdict.status is None:
            answer = await run_async_bolt_app(self.app, envelope)
            await send_async_response(client, envelope, answer, start_time=0)  # for a debug line that is never written
        else:
            _log.info("An envelope was answered at the door", extra={"reason": verdict.reason.value})
            await client.send_socket_mode_response(SocketModeResponse(envelope.envelope_id))


@dataclass(slots=True)
class SlackSocket:
    """The connection as the rest of Cairn sees it."""

    door: EnvelopeDoor
    web: AsyncWebClient
    ping_seconds: float
    client: SocketModeClient | None = None
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def connected(self) -> bool:
        """Whether Slack can reach us now."""
        return self.client is not None and await self.client.is_connected()

    async def connect(self) -> None:
        """Open a new connection in place of any there is. Raises SlackApiError, aiohttp.ClientError, TimeoutError."""
        await self._leave()
        async with asyncio.timeout(_CONNECT_SECONDS):
            address = (await self.web.apps_connections_open(app_token=self.web.token or ""))["url"]
            self.client = self._new_client(address)
            await self.client.connect()  # type: ignore[no-untyped-call]  # the SDK has no types here

    def _new_client(self, address: str) -> SocketModeClient:
        client = SocketModeClient(
            self.web.token or "", logger=_discreet(), web_client=self.web, ping_interval=self.ping_seconds
        )
        client.wss_uri = address
        client.socket_mode_request_listeners.append(self.door)
        return client

    async def watch(self) -> None:
        """Replace a client that has lost its way, until closed."""
        failing = 0
        while not self._closing.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(self.ping_seconds):
                    await self._closing.wait()
            failing = 0 if await self.connected() else failing + 1
            if failing >= _PATIENCE and not self._closing.is_set():
                failing = 0
                _log.warning("Slack is out of reach; connecting anew", extra={"action": "socket"})
                with suppress(SlackApiError, aiohttp.ClientError, TimeoutError):  # tried again in as many pings
                    await self.connect()

    async def close(self) -> None:
        """Finish what is in hand, then leave."""
        self._closing.set()
        if self.door.under_way:
            await asyncio.wait(self.door.under_way, timeout=_FINISH_SECONDS)
        await self._leave()

    async def _leave(self) -> None:
        client, self.client = self.client, None
        if client is not None:
            await client.close()  # type: ignore[no-untyped-call]  # the same


@asynccontextmanager
async def listening(
    app: AsyncApp, app_token: str, api_url: str, us: Identity, counts: Counts, *, ping_seconds: float = PING_SECONDS
) -> AsyncIterator[SlackSocket]:
    """Receive over a connection of our own for as long as the block lasts. Raises SlackRefused."""
    async with slack_client(app_token, api_url) as web:
        slack = SlackSocket(EnvelopeDoor(app, us, counts), web, ping_seconds)
        await _first_connection(slack)
        watching = asyncio.create_task(slack.watch())
        try:
            yield slack
        finally:
            watching.cancel()  # it may be in the middle of connecting
            await asyncio.gather(watching, return_exceptions=True)
            await slack.close()


async def _first_connection(slack: SlackSocket) -> None:
    try:
        with refusing("app-level token", "SLACK_APP_TOKEN"):
            await slack.connect()
    except SlackRefused:
        await slack.close()
        raise


def _discreet() -> logging.Logger:
    """At DEBUG and INFO the SDK writes down envelopes and answers whole."""
    logger = logging.getLogger("slack_sdk.socket_mode.discreet")
    logger.setLevel(logging.WARNING)
    return logger
