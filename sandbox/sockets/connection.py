"""One open connection of the app, which can also fall silent or be cut."""

import asyncio
import json
from typing import Any

from starlette.websockets import WebSocket

from sandbox.json_object import Json


class Connection:
    """A socket as the sandbox holds it; while it is stalled nothing is sent, read or answered on it."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._listening = asyncio.Event()
        self._listening.set()
        # Refreshed: it may still acknowledge, and is given nothing new.
        self.leaving = False
        self.carried: set[str] = set()

    @property
    def stalled(self) -> bool:
        """Whether it has fallen silent."""
        return not self._listening.is_set()

    async def send(self, message: Json) -> None:
        """Say something, unless it has fallen silent: then it is lost on the way."""
        if not self.stalled:
            await self._websocket.send_text(json.dumps(message))

    async def heard(self) -> str | int:
        """The next thing the app says, or the code it leaves with."""
        await self._listening.wait()
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            return int(message.get("code") or 1005)
        return str(message.get("text") or "")

    def stall(self) -> None:
        """Fall silent while the connection stays open: not even a ping is answered."""
        self._listening.clear()
        self._protocol.stop_keepalive()
        self._protocol.transport.pause_reading()

    def resume(self) -> None:
        """Read and answer again, beginning with what has come meanwhile."""
        self._listening.set()
        self._protocol.transport.resume_reading()
        self._protocol.start_keepalive()

    def cut(self) -> None:
        """Break off, as a network does."""
        self._listening.set()
        self._protocol.transport.abort()

    async def close(self) -> None:
        """End it properly."""
        await self._websocket.close()

    @property
    def _protocol(self) -> Any:
        # uvicorn hands out a bound method of the object that owns the transport; no public way exists.
        return self._websocket.scope["sandbox.send"].__self__
