"""Apps in Socket Mode: Slack's own client, one that says only what it is told to, and the end of a socket in memory."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

APP_TOKEN = "xapp-1-sandbox"
Replies = Callable[[SocketModeRequest], dict[str, Any] | None]


@dataclass
class SdkApp:
    """Slack's own client, which acknowledges everything with what `replies` gives."""

    client: SocketModeClient
    received: list[SocketModeRequest] = field(default_factory=list)
    replies: Replies = lambda _request: None
    silent: bool = False

    async def take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.received.append(request)
        if not self.silent:
            answer = SocketModeResponse(request.envelope_id, self.replies(request))
            await client.send_socket_mode_response(answer)


@asynccontextmanager
async def sdk_app(api_url: str, ping_interval: float = 5.0) -> AsyncIterator[SdkApp]:
    """Slack's own client, connected."""
    web = AsyncWebClient(token=APP_TOKEN, base_url=api_url)
    client = SocketModeClient(APP_TOKEN, web_client=web, ping_interval=ping_interval)
    app = SdkApp(client)
    client.socket_mode_request_listeners.append(app.take)
    await client.connect()  # type: ignore[no-untyped-call]  # the SDK has no types here
    try:
        yield app
    finally:
        await client.close()  # type: ignore[no-untyped-call]  # the same


@dataclass(eq=False)
class Line:
    """The far end of a socket, in memory."""

    query_params: dict[str, str]
    to_slack: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    heard: list[dict[str, Any]] = field(default_factory=list)
    gone: bool = False

    async def accept(self) -> None:
        """Slack takes the call."""

    async def send_text(self, text: str) -> None:
        self.heard.append(json.loads(text))

    async def receive(self) -> dict[str, Any]:
        return await self.to_slack.get()

    async def close(self) -> None:
        self.leave(1000)

    def says(self, words: object) -> None:
        self.to_slack.put_nowait({"type": "websocket.receive", "text": json.dumps(words)})

    def leave(self, code: int) -> None:
        self.gone = True
        self.to_slack.put_nowait({"type": "websocket.disconnect", "code": code})

    @property
    def envelopes(self) -> list[str]:
        """What was handed over here."""
        return [each["envelope_id"] for each in self.heard if "envelope_id" in each]


@dataclass
class RawApp:
    """One connection on which a test says every word itself."""

    socket: aiohttp.ClientWebSocketResponse

    async def heard(self) -> dict[str, Any]:
        """The next thing that Slack says."""
        async with asyncio.timeout(5):
            read: dict[str, Any] = await self.socket.receive_json()
            return read

    async def acknowledges(self, envelope: dict[str, Any], payload: dict[str, Any] | None = None) -> None:
        """Acknowledge an envelope."""
        answer = {"envelope_id": envelope["envelope_id"]}
        await self.says(json.dumps(answer | ({"payload": payload} if payload is not None else {})))

    async def says(self, words: str) -> None:
        """Say anything."""
        await self.socket.send_str(words)


async def connected(session: aiohttp.ClientSession, api_url: str, token: str = APP_TOKEN) -> RawApp:
    """A connection that has not heard anything yet."""
    return RawApp(await session.ws_connect(await address(session, api_url, token)))


async def address(session: aiohttp.ClientSession, api_url: str, token: str = APP_TOKEN) -> str:
    """A fresh address to connect to."""
    headers = {"Authorization": f"Bearer {token}"}
    async with session.post(f"{api_url}apps.connections.open", headers=headers) as response:
        answer = await response.json()
    assert answer["ok"], answer
    return str(answer["url"])
