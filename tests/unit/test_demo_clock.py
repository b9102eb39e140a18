"""The demo's bot follows the sandbox's clock: it stands, steps and jumps with it, and outlives its absence."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.clock import FollowedClock, SystemClock
from bot.demo_clock import followed

THEN = datetime(2027, 3, 1, 9, tzinfo=UTC)


@dataclass
class Teller:
    """The far end: answers what it is given, one after the other, then holds the line."""

    answers: list[Any]
    asked: list[str] = field(default_factory=list)

    async def tell(self, request: web.Request) -> web.Response:
        self.asked.append(request.query["after"])
        if not self.answers:
            await asyncio.sleep(30)
        return web.json_response(self.answers.pop(0))


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Teller], Any]]:
    runners: list[web.AppRunner] = []

    async def start(teller: Teller) -> str:
        app = web.Application()
        app.router.add_get("/control/clock", teller.tell)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/control/clock"

    yield start
    for runner in runners:
        await runner.cleanup()


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not happened():  # noqa: ASYNC110 - it is the far end that we wait for
            await asyncio.sleep(0.005)


def shown(version: int, at: datetime, *, runs: bool) -> dict[str, Any]:
    return {"version": version, "now": at.timestamp(), "runs": runs}


async def test_it_stands_and_jumps_as_it_is_told(serve: Callable[[Teller], Any]) -> None:
    teller = Teller([shown(1, THEN, runs=False), shown(2, THEN + timedelta(days=7), runs=False)])
    async with followed(await serve(teller)) as clock:
        await until(lambda: len(teller.asked) == 3)
        assert clock.now() == clock.now() == THEN + timedelta(days=7)
    assert teller.asked == ["-1", "1", "2"]


async def test_what_makes_no_sense_is_asked_for_again(serve: Callable[[Teller], Any]) -> None:
    teller = Teller([{"version": 1}, shown(4, THEN, runs=False)])
    async with followed(await serve(teller)) as clock:
        await until(lambda: clock.now() == THEN)


async def test_a_clock_that_cannot_be_reached_leaves_the_machines_own() -> None:
    async with followed("http://127.0.0.1:1/control/clock") as clock:
        assert abs(clock.now() - SystemClock().now()) < timedelta(minutes=5)


def test_a_running_clock_goes_on_from_what_it_was_told() -> None:
    clock = FollowedClock()
    clock.tell(THEN, runs=True)
    first, second = clock.now(), clock.now()
    assert THEN <= first <= second < THEN + timedelta(hours=1)
