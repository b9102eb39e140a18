"""The sandbox over HTTP: the Web API, the response URLs, and whatever routes a page adds."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from sandbox.control import control_routes
from sandbox.file_routes import file_routes
from sandbox.hosting import host
from sandbox.sandbox import Sandbox
from sandbox.traffic import ResponseUrlCall
from sandbox.web_endpoint import WebEndpoint

CALLS = "/api/"


class SandboxServer(Starlette):
    """The web application; lets an endpoint reach the bare connection, to cut it."""

    def __init__(self, endpoint: WebEndpoint, routes: Sequence[BaseRoute]) -> None:
        super().__init__(routes=routes)
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; a call takes the short way, past routes and middleware that have no say in it."""
        scope["sandbox.send"] = send
        if scope["type"] == "http" and scope["path"].startswith(CALLS) and scope["method"] in {"GET", "POST"}:
            response = await self._endpoint.answer(Request(scope, receive), scope["path"].removeprefix(CALLS))
            await response(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(sandbox: Sandbox, extra_routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The web application of a sandbox, with the routes of a page if one is given."""

    async def response_url(request: Request) -> Response:
        body = (await request.body()).decode("utf-8", "replace")
        sandbox.response_url_calls.append(ResponseUrlCall(request.url.path, body))
        return PlainTextResponse("ok")

    async def socket(websocket: WebSocket) -> None:
        await sandbox.sockets.serve(websocket)

    return SandboxServer(
        WebEndpoint(sandbox),
        [
            Route("/commands/{team}/{id}", response_url, methods=["POST"]),
            Route("/actions/{team}/{id}", response_url, methods=["POST"]),
            Route("/app/{team}/{id}", response_url, methods=["POST"]),
            *file_routes(sandbox),
            WebSocketRoute("/link/", socket),
            *control_routes(sandbox),
            *extra_routes,
        ],
    )


@asynccontextmanager
async def serve(
    sandbox: Sandbox,
    port: int = 0,
    *,
    extra_routes: Sequence[BaseRoute] = (),
    retry_every: float | None = None,
) -> AsyncIterator[str]:
    """Serve a sandbox in the running loop (port 0: any free one); gives the base URL.

    `retry_every` runs due retries in the background; without it a test steps them itself.
    """
    async with host(create_app(sandbox, extra_routes), port) as base_url:
        sandbox.served_at(base_url)
        retries = asyncio.create_task(_retry(sandbox, retry_every)) if retry_every else None
        try:
            yield base_url
        finally:
            await _stop(retries)
            sandbox.end()


async def _retry(sandbox: Sandbox, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        await sandbox.run_due_retries()


async def _stop(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
