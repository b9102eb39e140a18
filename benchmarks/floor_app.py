"""The floors under a persisted turn, each as a process of its own: `python -m benchmarks.floor_app FLOOR ROAD`.

Every floor is a bare Bolt app behind the same server, on the same loop and with the same shared session as Cairn. It
acknowledges a message and posts one question. What they do beyond that:

- `bare`: nothing. No store at all.
- `statements`: issues, by hand, the statements and commits of one of Cairn's turns.
- `calls`: the same, and makes Cairn's other two calls too: the tick on the message and the redraw of the question.

It is set up by the same variables as Cairn. What a floor does not tell: what it would cost to get all of that right. It
checks no shapes, encrypts nothing, draws nothing, and loses what was to be said when it is killed.
"""

import argparse
import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import aiohttp
import uvicorn
import uvloop
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks.floor_message import ANSWERED, QUESTION, TEXT, metadata

if TYPE_CHECKING:
    from benchmarks.floor_store import FloorStore, Letter, Said

Json = dict[str, Any]
Hear = Callable[[Json], Awaitable[None]]


class Floor(StrEnum):
    """The least that could do the same work, by how much of the work it does."""

    BARE = "bare"
    STATEMENTS = "statements"
    CALLS = "calls"


@dataclass
class Bare:
    """Posts a question for every message, after it was acknowledged."""

    slack: AsyncWebClient
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def hear(self, event: Json) -> None:
        """Take a message. Returning acknowledges it."""
        self.later(self._post(event["channel"]))

    def later(self, work: Any) -> None:
        """Let this be done after the acknowledgement."""
        task = asyncio.create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def _post(self, channel: str) -> None:
        await post(self.slack, channel, "bare")


@dataclass
class Stored(Bare):
    """The same with a store: what is said is committed before it is acknowledged, and delivered from there."""

    store: "FloorStore | None" = None
    all_calls: bool = False

    async def hear(self, event: Json) -> None:
        """Take a message. Returning acknowledges it, so it returns after the commit."""
        from benchmarks.floor_store import Said  # noqa: PLC0415 - the bare floor does without SQLAlchemy

        said = Said(event["team"], event["user"], event["channel"], event["ts"], event["text"])
        self.later(self._deliver(said, await self._opened.take(said)))

    @property
    def _opened(self) -> "FloorStore":
        assert self.store is not None
        return self.store

    async def _deliver(self, said: "Said", letters: "Sequence[Letter]") -> None:
        token = await self._opened.claim(letters[0].person)
        for letter in letters:
            ts = await self._send(said, letter)
            await self._opened.settle_and_claim(letter, token, ts)  # at last nothing is left: that, too, is looked up

    async def _send(self, said: "Said", letter: "Letter") -> str | None:
        if letter.deed == "tick":
            await self._tick(said)
            return None
        await self._opened.look(letter)
        if letter.deed == "redraw":
            await self._redraw(said, str(letter.place["ts"]))
            return None
        return await post(self.slack, said.channel, letter.id)

    async def _tick(self, said: "Said") -> None:
        if self.all_calls:
            await self.slack.reactions_add(channel=said.channel, timestamp=said.ts, name="white_check_mark")

    async def _redraw(self, said: "Said", ts: str) -> None:
        if self.all_calls:
            await self.slack.chat_update(channel=said.channel, ts=ts, text=TEXT, blocks=ANSWERED)


async def post(slack: AsyncWebClient, channel: str, delivery: str) -> str | None:
    """Post the question; the ts it got."""
    answer = await slack.chat_postMessage(
        channel=channel,
        text=TEXT,
        blocks=QUESTION,
        metadata=metadata(delivery),
        unfurl_links=False,
        unfurl_media=False,
    )
    ts: str | None = answer["ts"]
    return ts


def bare_bolt(slack: AsyncWebClient, hear: Hear) -> AsyncApp:
    """A Bolt app as its documentation shows it, that acknowledges a message when the listener has returned."""
    logger = logging.getLogger("benchmarks.floor")
    logger.setLevel(logging.ERROR)
    app = AsyncApp(
        name="floor",
        client=slack,
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        process_before_response=True,
        logger=logger,
    )

    @app.event("message")
    async def message(event: Json) -> None:
        await hear(event)

    return app


async def _run(floor: Floor, road: str) -> None:
    async with aiohttp.ClientSession() as session:
        slack = AsyncWebClient(
            token=os.environ["SLACK_BOT_TOKEN"],
            base_url=os.environ["SLACK_API_URL"],
            session=session,
            retry_handlers=[],
        )
        async with _ear(floor, slack) as hear:
            bolt = bare_bolt(slack, hear)
            if road == "socket":
                socket = AsyncSocketModeHandler(bolt, os.environ["SLACK_APP_TOKEN"])
                await socket.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no types here
            await _serve(bolt)


@asynccontextmanager
async def _ear(floor: Floor, slack: AsyncWebClient) -> AsyncIterator[Hear]:
    if floor is Floor.BARE:
        yield Bare(slack).hear
        return
    from benchmarks.floor_engine import bare_engine  # noqa: PLC0415 - the bare floor does without SQLAlchemy
    from benchmarks.floor_store import FloorStore  # noqa: PLC0415 - the same

    store = FloorStore(bare_engine(os.environ["DATABASE_URL"]))
    try:
        yield Stored(slack, store=store, all_calls=floor is Floor.CALLS).hear
    finally:
        await store.close()


async def _serve(bolt: AsyncApp) -> None:
    adapter = AsyncSlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        return await adapter.handle(request)

    async def healthz(_: Request) -> Response:
        return JSONResponse({"ok": True})

    app = Starlette(routes=[Route("/slack/events", events, methods=["POST"]), Route("/healthz", healthz)])
    port = int(os.environ["PORT"])
    await uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_config=None, access_log=False)).serve()


def main() -> None:
    """Run one floor until it is told to end."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floor_app", description=__doc__)
    parser.add_argument("floor", type=Floor, choices=list(Floor))
    parser.add_argument("road", choices=("http", "socket"))
    options = parser.parse_args()
    uvloop.run(_run(options.floor, options.road))


if __name__ == "__main__":
    main()
