"""Run the bot until it is told to end."""

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from bot.clock import RandomIds, SystemClock
from bot.prompt_files import Prompts
from bot.settings import Settings
from bot.wiring import cairn
from storage.lock import hold_store
from storage.memory import open_memory

_log = logging.getLogger(__name__)

_GRACE_SECONDS = 10


async def run(settings: Settings, prompts: Prompts, host: str) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is in hand. Raises CairnError, ValueError for wrong settings."""
    clock, ids = SystemClock(), RandomIds()
    with hold_store(settings.database_url):
        memory = open_memory(settings.database_url, settings.keystore_url, settings.keys, clock, ids)
        try:
            await memory.check()
            alone = settings.database_url.startswith("sqlite")
            async with cairn(settings, prompts, memory, clock, ids, alone=alone) as bot:
                await _serve(bot.http, host, settings.port)
        finally:
            await memory.close()


class _Server(uvicorn.Server):
    """uvicorn raises the signal that ended it once more, which would end the process before the sender has finished."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(app: Starlette, host: str, port: int) -> None:
    config = uvicorn.Config(
        app, host, port, log_config=None, access_log=False, timeout_graceful_shutdown=_GRACE_SECONDS
    )
    server = _Server(config)
    _log.info("Cairn is starting to listen", extra={"action": "listen", "port": port})
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, server.handle_exit, each, None)
    await server.serve()
