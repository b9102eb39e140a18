"""Run a web application in the running loop, for as long as a block lasts."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

LOCAL = "127.0.0.1"
SHUTDOWN_SECONDS = 1


@asynccontextmanager
async def host(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve an application on a port of this machine (0: any free one); gives the base URL."""
    listening = _listen(port)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, proxy_headers=False, timeout_graceful_shutdown=SHUTDOWN_SECONDS
    )
    config.load()
    server = uvicorn.Server(config)
    # serve() would take over the signals of the process; only its first half is wanted here.
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listening])
    await server.on_tick(0)
    dating = asyncio.create_task(_keep_date(server))
    try:
        yield f"http://{LOCAL}:{listening.getsockname()[1]}"
    finally:
        dating.cancel()
        await _close(server)


async def _keep_date(server: uvicorn.Server) -> None:
    """Let every answer carry the date, as Slack's do; what does so otherwise is the half that is not wanted."""
    while True:
        await asyncio.sleep(1)
        await server.on_tick(0)


async def _close(server: uvicorn.Server) -> None:
    """Finish what is under way, then stop. uvicorn's own shutdown sleeps in steps of a tenth of a second.

    A suite that starts a thousand servers would sleep for minutes.
    """
    for each in server.servers:
        each.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()
    with suppress(TimeoutError):
        async with asyncio.timeout(SHUTDOWN_SECONDS):
            while server.server_state.connections or server.server_state.tasks:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.002)
    for task in server.server_state.tasks:
        task.cancel()
    await server.lifespan.shutdown()


def _listen(port: int) -> socket.socket:
    # Named TCP in so many words: only then does asyncio send small packets at once, and not 40 ms later.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOCAL, port))
    except OSError:
        listening.close()
        raise
    return listening
