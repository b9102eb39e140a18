"""A stand-in for Slack that costs next to nothing, so that what is measured is the bot.

The project's own sandbox checks everything, which is its purpose, and serves some 2,000 calls a second; the lowest
floor makes more than that. This one reads a request's first line and length, answers bytes prepared beforehand, and
remembers who was posted to and what kind of message it was. It checks nothing else: that our calls are right is what
the tests show.
"""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import Any, cast

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

TEAM, APP, BOT, BOT_USER = "T0BENCH", "A0BENCH", "B0BENCH", "U0BENCHBOT"
Json = dict[str, Any]

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHANNEL = re.compile(rb'"channel": ?"(\w+)"')
_USER = re.compile(r"[?&]user=(\w+)")
_LOCAL = "127.0.0.1"


class Said(StrEnum):
    """What kind of message the bot posted."""

    QUESTION = "question"
    RECEIPT = "receipt"
    OTHER = "other"


Posted = Callable[[str, Said], None]
"""Called with the channel and the kind of every message that is posted."""


@dataclass
class StandIn:
    """Slack for one app: where its Web API listens, and the connection of Socket Mode once the app has opened one.

    `posted` hears of every message that the app posts.
    """

    posted: Posted = lambda _channel, _said: None
    api_url: str = ""
    socket_url: str = ""
    calls: int = 0
    socket: ServerConnection | None = None
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged: dict[str, "asyncio.Future[None]"] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(int(time.time() * 1_000_000)))

    def ts(self) -> str:
        """A timestamp for a message, later than any before."""
        seconds, fraction = divmod(next(self._numbers), 1_000_000)
        return f"{seconds}.{fraction:06}"

    def answer(self, path: str, body: bytes) -> bytes:
        """What Slack answers to a call."""
        self.calls += 1
        method = path.removeprefix("/api/").partition("?")[0]
        if method == "chat.postMessage":
            return self._post(body)
        facts: dict[str, Json] = {
            "auth.test": {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT, "team": "Bench", "user": "cairn"},
            "bots.info": {"bot": {"id": BOT, "app_id": APP, "name": "Cairn", "deleted": False}},
            "apps.connections.open": {"url": self.socket_url},
            "users.info": {"user": _user(path)},
        }
        return json.dumps({"ok": True, **facts.get(method, {})}).encode()

    def _post(self, body: bytes) -> bytes:
        found = _CHANNEL.search(body)
        channel = found[1].decode() if found else ""
        answer = f'{{"ok":true,"channel":"{channel}","ts":"{self.ts()}","message":{{"type":"message"}}}}'
        self.posted(channel, _kind(body))
        return answer.encode()

    async def converse(self, socket: ServerConnection) -> None:
        """Talk with one connection of Socket Mode until it ends."""
        await socket.send(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}}))
        self.socket = socket
        self.connected.set()
        with suppress(ConnectionClosed):  # the bot's process has ended
            async for said in socket:
                waiting = self.acknowledged.pop(json.loads(said).get("envelope_id", ""), None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(None)


def _kind(body: bytes) -> Said:
    if b'"question:skip"' in body:
        return Said.QUESTION
    return Said.RECEIPT if b'"show_words"' in body else Said.OTHER


def _user(path: str) -> Json:
    found = _USER.search(path)
    return {"id": found[1] if found else "", "team_id": TEAM, "tz": "Europe/Berlin", "locale": "en-US"}


class _Calls(asyncio.Protocol):
    """One kept connection of the bot's client. Its requests come whole and one after the other."""

    def __init__(self, slack: StandIn) -> None:
        self._slack = slack
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (request := self._whole()) is not None:
            path, body = request
            answer = self._slack.answer(path, body)
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n\r\n"
            self._transport.write(head.encode() + answer)

    def _whole(self) -> tuple[str, bytes] | None:
        head, end, rest = self._got.partition(b"\r\n\r\n")
        if not end:
            return None
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        if len(rest) < length:
            return None
        self._got = rest[length:]
        return head.split(b" ", 2)[1].decode(), rest[:length]


@asynccontextmanager
async def stand_in() -> AsyncIterator[StandIn]:
    """A Slack of its own for one app, for as long as the block lasts."""
    slack = StandIn()
    calls = await asyncio.get_running_loop().create_server(lambda: _Calls(slack), _LOCAL, 0)
    async with serve(slack.converse, _LOCAL, 0, compression=None) as sockets:
        slack.api_url = f"http://{_LOCAL}:{_port(calls)}/api/"
        slack.socket_url = f"ws://{_LOCAL}:{_port(sockets)}/link"
        try:
            yield slack
        finally:
            calls.close()


def _port(server: asyncio.Server | Server) -> int:
    port: int = next(iter(server.sockets)).getsockname()[1]
    return port
