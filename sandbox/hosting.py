"""Run a web application in the running loop, for as long as a block lasts."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

LOCAL = "127.0.0.1"
SHUTDOWN_SECONDS = 1


@asynccontextmanager
async def host(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve an application on a port of this machine (0: any free one); gives the base URL."""
    listening = _listen(port)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=SHUTDOWN_SECONDS)
    config.load()
    server = uvicorn.Server(config)
    # serve() would take over the signals of the process; only its two halves are wanted here.
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listening])
    try:
        yield f"http://{LOCAL}:{listening.getsockname()[1]}"
    finally:
        await server.shutdown(sockets=[listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOCAL, port))
    except OSError:
        listening.close()
        raise
    return listening
