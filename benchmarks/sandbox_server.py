"""The servers that `sandbox_calls` measures, each in a process of its own: the sandbox, and a floor under it."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.bot_app import BotApp
from sandbox.clock import SystemClock
from sandbox.hosting import host
from sandbox.running import run
from sandbox.sandbox import Sandbox
from sandbox.server import serve

KEEP = 1_000
TOKEN = "xoxb-benchmark"
SCOPES = ("channels:read", "chat:write", "im:write", "users:read")


@asynccontextmanager
async def sandbox() -> AsyncIterator[str]:
    """The sandbox as `python -m sandbox` serves it, without the page and without limits on how often one calls."""
    standing = Sandbox(SystemClock(), keep=KEEP)
    standing.install(BotApp("Benchmark", "secret", scopes=SCOPES, token=TOKEN))
    async with serve(standing, retry_every=1.0) as base_url:
        yield base_url


@asynccontextmanager
async def floor() -> AsyncIterator[str]:
    """A bare application that reads the same JSON and answers bytes of the same length."""
    answers: dict[str, bytes] = {}

    async def answer(request: Request) -> Response:
        body = await request.body()
        if body:
            json.loads(body)
        return Response(answers[request.path_params["method"]], media_type="application/json")

    async def learn(request: Request) -> Response:
        answers[request.path_params["method"]] = await request.body()
        return Response(b'{"ok":true}', media_type="application/json")

    routes = [
        Route("/api/{method}", answer, methods=["GET", "POST"]),
        Route("/learn/{method}", learn, methods=["POST"]),
    ]
    async with host(Starlette(routes=routes)) as base_url:
        yield base_url


async def _run(which: str) -> None:
    async with {"sandbox": sandbox, "floor": floor}[which]() as base_url:
        print(base_url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[2])})
    run(_run(sys.argv[1]))
