"""The two roads from Slack to a bot: signed requests over kept connections, and envelopes on the bot's own socket."""

import asyncio
import hashlib
import hmac
import json
import time
from contextlib import suppress
from itertools import count
from typing import Protocol

from benchmarks.http_load import Target, answered
from benchmarks.stand_in_slack import StandIn

_PATH = "/slack/events"

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Road(Protocol):
    """Carries one event to the bot."""

    async def carry(self, body: bytes) -> str:
        """Hand it over and wait for the acknowledgement. Returns what was wrong with that, or nothing."""
        ...


class HttpRoad:
    """Signed requests. Connections are kept, as many as were ever needed at once."""

    def __init__(self, target: Target, secret: str) -> None:
        self._target = target
        self._secret = secret.encode()
        self._free: list[Connection] = []

    async def carry(self, body: bytes) -> str:
        """Send a request and wait for its answer; once more where the bot was just closing a kept connection."""
        request = self._target.request("POST", _PATH, self._signed(body), body)
        if kept := self._kept():
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                return await self._ask(kept, request)
        return await self._ask(await self._connect(), request)

    async def _ask(self, connection: Connection, request: bytes) -> str:
        reader, writer = connection
        try:
            writer.write(request)
            status, _ = await answered(reader)
        except BaseException:
            writer.close()
            raise
        self._free.append(connection)
        return "" if status == 200 else f"status {status}"

    def _kept(self) -> Connection | None:
        """A connection that the bot has not closed meanwhile, as it does after some seconds without a request."""
        while self._free:
            connection = self._free.pop()
            if not connection[0].at_eof():
                return connection
            connection[1].close()
        return None

    async def _connect(self) -> Connection:
        return await asyncio.open_connection(self._target.host, self._target.port)

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))
        signature = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }

    def close(self) -> None:
        """Leave every connection."""
        for _, writer in self._free:
            writer.close()


class SocketRoad:
    """Envelopes on the connection that the bot has opened."""

    def __init__(self, slack: StandIn) -> None:
        self._slack = slack
        self._numbers = count(1)

    async def carry(self, body: bytes) -> str:
        """Send an envelope and wait for its acknowledgement."""
        await self._slack.connected.wait()
        assert self._slack.socket is not None
        number = f"00000000-0000-4000-8000-{next(self._numbers):012}"
        acknowledged = self._slack.acknowledged[number] = asyncio.get_running_loop().create_future()
        wrapped = {"envelope_id": number, "payload": json.loads(body), "type": "events_api"}
        details = {"accepts_response_payload": False, "retry_attempt": 0, "retry_reason": ""}
        await self._slack.socket.send(json.dumps({**wrapped, **details}))
        await acknowledged
        return ""

    def close(self) -> None:
        """Nothing is ours to close."""
