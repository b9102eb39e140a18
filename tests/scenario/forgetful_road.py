"""A road to Postgres that loses the answer to a COMMIT, as a network does at the worst moment."""

import asyncio
import tempfile
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

_SOCKET = ".s.PGSQL.5432"


@dataclass
class Road:
    """Carries bytes both ways. `losing`: how many answers to the COMMIT of a message or a window it will swallow.

    `closed`: nobody gets through any more; `closing`: so it will be from the first loss on.
    """

    address: str
    losing: int = 0
    closed: bool = False
    closing: bool = False
    lost: asyncio.Event = field(default_factory=asyncio.Event)

    async def carry(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one connection."""
        if self.closed:
            writer.close()
            return
        up_reader, up_writer = await self._to_postgres()
        ways = (self._up(reader, up_writer), self._down(up_reader, writer))
        both = [asyncio.create_task(each) for each in ways]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for each in both:
            each.cancel()
        for end in (writer, up_writer):
            end.close()
            with suppress(OSError):
                await end.wait_closed()

    async def _up(self, reader: StreamReader, writer: StreamWriter) -> None:
        of_a_message = False
        while said := await reader.read(65536):
            of_a_message |= b"message:" in said or b"window:" in said  # as the key of what came in begins
            writer.write(said)
            await writer.drain()
            ends = b"COMMIT" in said
            if self.losing and ends and of_a_message:
                self.losing -= 1
                self.closed = self.closing
                self.lost.set()
            of_a_message &= not ends

    async def _down(self, reader: StreamReader, writer: StreamWriter) -> None:
        while said := await reader.read(65536):
            if self.lost.is_set():  # Postgres did as it was told; nobody hears of it
                self.lost.clear()
                return
            writer.write(said)
            await writer.drain()

    async def _to_postgres(self) -> tuple[StreamReader, StreamWriter]:
        url = make_url(self.address)
        folder = url.query.get("host")
        if isinstance(folder, str):
            return await asyncio.open_unix_connection(str(Path(folder) / _SOCKET))
        return await asyncio.open_connection(url.host, url.port or 5432)


@asynccontextmanager
async def forgetful_road(address: str) -> AsyncIterator[tuple[Road, str]]:
    """The road, and the address that leads over it."""
    road = Road(address)
    with tempfile.TemporaryDirectory(prefix="road", dir="/tmp") as folder:  # a socket's path must be short
        server = await asyncio.start_unix_server(road.carry, str(Path(folder) / _SOCKET))
        url = make_url(address)
        over = url.set(host=None, port=None, query={"host": folder})
        yield road, over.render_as_string(hide_password=False)
        server.close()
