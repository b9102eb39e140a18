"""Run the bot until it is told to end."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette

from bot.clock import RandomIds, SystemClock
from bot.demo_clock import followed
from bot.prompt_files import Prompts
from bot.settings import Settings
from bot.wiring import cairn
from flows.ports import Clock, Ids
from storage.lock import hold_store
from storage.memory import Memory, open_memory

_log = logging.getLogger(__name__)

_GRACE_SECONDS = 10


async def run(settings: Settings, prompts: Prompts, host: str) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is in hand. Raises CairnError, ValueError for wrong settings."""
    ids = RandomIds()
    with hold_store(settings.database_url):
        async with _clock(settings) as clock, _memory(settings, clock, ids) as memory:
            alone = settings.database_url.startswith("sqlite")
            async with cairn(settings, prompts, memory, clock, ids, alone=alone) as bot:
                _collect_from_now_on()
                await _serve(bot.http, host, settings.port)


def _collect_from_now_on() -> None:
    """Let garbage be collected, and not be looked for among what was loaded to start with."""
    gc.freeze()
    gc.enable()


@asynccontextmanager
async def _clock(settings: Settings) -> AsyncIterator[Clock]:
    """The machine's clock, or in the demo the sandbox's."""
    if not settings.clock_url:
        yield SystemClock()
        return
    async with followed(settings.clock_url) as clock:
        yield clock


@asynccontextmanager
async def _memory(settings: Settings, clock: Clock, ids: Ids) -> AsyncIterator[Memory]:
    """The stores, seen to be up to date."""
    memory = open_memory(settings.database_url, settings.keystore_url, settings.keys, clock, ids)
    try:
        await memory.check()
        yield memory
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
