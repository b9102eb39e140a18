"""The app's connections together: who may connect, which of them an envelope takes, what is acknowledged."""

import asyncio
import json
from collections import deque
from contextlib import suppress
from urllib.parse import urlencode

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.bot_app import InstalledApp
from sandbox.json_object import Json
from sandbox.refusal import Refusal
from sandbox.sockets.connection import Connection
from sandbox.sockets.envelopes import Parting, envelope, goodbye, hello
from sandbox.traffic import Delivery, Retry
from sandbox.transport import Answer
from sandbox.workspace import Workspace

MOST_CONNECTIONS = 10
TICKET_SECONDS = 30
GRACE_SECONDS = 10.0
_PROPER_ENDS = frozenset({1000, 1001})


class ConnectionLost(ConnectionError):
    """The app was gone before it acknowledged what it had been handed."""


class Sockets:
    """Everything between the sandbox and an app in Socket Mode."""

    def __init__(self, app: InstalledApp, workspace: Workspace) -> None:
        self._app = app
        self._workspace = workspace
        self._tickets: dict[str, float] = {}
        self._open: list[Connection] = []
        self._unacknowledged: dict[str, asyncio.Future[Json | None]] = {}
        self._closing: set[asyncio.TimerHandle] = set()
        # Between Slack's request to reconnect and the new connection, envelopes wait.
        self._refreshing = False
        self.base_url = "http://sandbox.invalid"
        self.enabled = app.socket_mode
        # What the app said that acknowledges nothing.
        self.not_understood: deque[str] = deque(maxlen=100)

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def issue_url(self) -> str:
        """An address to connect to, good for one connection and not for long."""
        if not self.enabled:
            raise Refusal("socket_mode_not_enabled")
        ticket = self._workspace.ids.uuid()
        self._tickets[ticket] = self._workspace.clock.now()
        query = urlencode({"ticket": ticket, "app_id": self._app.app_id})
        return f"{self.base_url.replace('http', 'ws', 1)}/link/?{query}"

    async def serve(self, websocket: WebSocket) -> None:
        """Talk with one connection until it ends."""
        if not self._redeemed(websocket.query_params.get("ticket", "")):
            await websocket.close()  # before it is accepted: 403
            return
        await websocket.accept()
        connection = Connection(websocket)
        self._give_up_stalled()
        if self.connections >= MOST_CONNECTIONS:
            await connection.send(goodbye(Parting.TOO_MANY))
            await connection.close()
            return
        with suppress(WebSocketDisconnect, RuntimeError):  # gone before it was greeted
            await self._welcome(connection)
            await self._listen(connection)

    def _redeemed(self, ticket: str) -> bool:
        issued = self._tickets.pop(ticket, None)
        return self.enabled and issued is not None and self._workspace.clock.now() - issued <= TICKET_SECONDS

    def _give_up_stalled(self) -> None:
        for connection in [each for each in self._open if each.stalled]:
            connection.cut()
            self._forget(connection)

    async def _welcome(self, connection: Connection) -> None:
        await connection.send(hello(self._app.app_id, self.connections + 1))
        self._open.append(connection)
        self._refreshing = False
        self._workspace.changes.bump()

    async def _listen(self, connection: Connection) -> None:
        heard: str | int = ""
        try:
            while isinstance(heard, str):
                heard = await connection.heard()
                if isinstance(heard, str):
                    self._acknowledge(heard)
        finally:
            self._forget(connection)
        if heard not in _PROPER_ENDS:
            self._lose(connection)

    def _forget(self, connection: Connection) -> None:
        if connection in self._open:
            self._open.remove(connection)
        self._workspace.changes.bump()

    def _lose(self, connection: Connection) -> None:
        for envelope_id in connection.carried:
            waiting = self._unacknowledged.get(envelope_id)
            if waiting is not None and not waiting.done():
                waiting.set_exception(ConnectionLost())

    def _acknowledge(self, said: str) -> None:
        # An app may acknowledge on another of its connections, as Slack's own client does after a reconnection.
        try:
            read = json.loads(said)
        except ValueError:
            read = None
        waiting = self._unacknowledged.get(str(read.get("envelope_id"))) if isinstance(read, dict) else None
        if waiting is None or waiting.done():
            self.not_understood.append(said)
        else:
            waiting.set_result(read.get("payload"))

    async def carry(self, delivery: Delivery, retry: Retry | None, seconds: float) -> tuple[Json, Answer]:
        """Hand an envelope to one connection and wait for its acknowledgement; gives the envelope too."""
        wrapped = envelope(self._workspace.ids.uuid(), delivery, retry)
        try:
            async with asyncio.timeout(seconds):
                return wrapped, await self._carried(wrapped)
        except TimeoutError:
            return wrapped, Answer(problem="timeout")
        except (ConnectionError, WebSocketDisconnect, RuntimeError):
            # starlette has a RuntimeError for a socket that was closed a moment ago
            return wrapped, Answer(problem="connection_failed")

    async def _carried(self, wrapped: Json) -> Answer:
        envelope_id: str = wrapped["envelope_id"]
        connection = await self._next()
        waiting = self._unacknowledged[envelope_id] = asyncio.get_running_loop().create_future()
        connection.carried.add(envelope_id)
        try:
            await connection.send(wrapped)
            payload = await waiting
        finally:
            connection.carried.discard(envelope_id)
            del self._unacknowledged[envelope_id]
        body = "" if payload is None else json.dumps(payload)
        return Answer(200, {"Content-Type": "application/json"}, body)

    async def _next(self) -> Connection:
        while True:
            version = self._workspace.changes.version
            willing = [each for each in self._open if not each.leaving]
            if willing:
                # To each in turn: Slack picks as it likes.
                self._open.remove(willing[0])
                self._open.append(willing[0])
                return willing[0]
            if not self._refreshing:
                raise ConnectionLost
            await self._workspace.changes.beyond(version)

    async def disconnect(self, reason: Parting) -> None:
        """Ask the app to leave every connection: soon (warning), now with a grace (refresh), or for good."""
        self._refreshing = reason is not Parting.LINK_DISABLED and bool(self._open)
        self.enabled = self.enabled and reason is not Parting.LINK_DISABLED
        for connection in list(self._open):
            with suppress(WebSocketDisconnect, RuntimeError):  # it may have left in this very moment
                await connection.send(goodbye(reason))
                await self._part(connection, reason)
        self._workspace.changes.bump()

    async def _part(self, connection: Connection, reason: Parting) -> None:
        if reason is Parting.REFRESH_REQUESTED:
            connection.leaving = True
            self._closing.add(asyncio.get_running_loop().call_later(GRACE_SECONDS, connection.cut))
        elif reason is Parting.LINK_DISABLED:
            connection.leaving = True
            await connection.close()

    def stall(self) -> None:
        """Let every open connection fall silent without ending."""
        for connection in self._open:
            connection.stall()
        self._workspace.changes.bump()

    def resume(self) -> None:
        """Let the silent connections go on."""
        for connection in [each for each in self._open if each.stalled]:
            connection.resume()
        self._workspace.changes.bump()

    def cut(self) -> None:
        """Break every connection off."""
        for connection in self._open:
            connection.cut()

    def end(self) -> None:
        """Leave nothing behind: no connection, no timer."""
        for timer in self._closing:
            timer.cancel()
        self._closing.clear()
        self.cut()
