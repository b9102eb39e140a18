"""The road over HTTP lives with what every client does: a kept connection that the other side is just closing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from benchmarks.http_load import Target
from benchmarks.roads import HttpRoad
from benchmarks.stand_in_slack import stand_in
from benchmarks.turn_load import Load

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@asynccontextmanager
async def server(answers: int) -> AsyncIterator[tuple[HttpRoad, list[int]]]:
    """A server that answers so often on each connection and then closes it; the road to it, and who connected."""
    connected: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(len(connected))
        for _ in range(answers):
            await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(1)
            writer.write(ANSWER)
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        road = HttpRoad(Target(*listening.sockets[0].getsockname()), "secret")
        yield road, connected
        road.close()


async def test_a_kept_connection_that_is_closed_under_a_request_is_no_failure() -> None:
    async with server(answers=1) as (road, connected):
        assert [await road.carry(b"1") for _ in range(3)] == ["", "", ""]
        assert connected == [0, 1, 2]


async def test_who_cannot_reach_the_bot_is_counted() -> None:
    async with server(answers=0) as (road, _), stand_in() as slack:
        turns = await Load(slack, people=1).closed(road, seconds=0.1, in_flight=1)
    assert turns.wrong == {"IncompleteReadError": 1}
