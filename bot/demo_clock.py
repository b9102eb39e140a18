"""Follow the clock of the sandbox, so that "next Monday, 09:00" comes for the demo's bot too. Never for real use."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp

from bot.clock import FollowedClock

_log = logging.getLogger(__name__)

_HELD_SECONDS = 60.0
_PAUSE_SECONDS = 1.0


@asynccontextmanager
async def followed(address: str) -> AsyncIterator[FollowedClock]:
    """A clock that shows what the sandbox's does, told anew whenever somebody moves that."""
    clock = FollowedClock()
    following = asyncio.create_task(_follow(clock, address))
    try:
        yield clock
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def _follow(clock: FollowedClock, address: str) -> None:
    version = -1
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_HELD_SECONDS)) as session:
        while True:
            try:
                async with session.get(address, params={"after": str(version)}) as answer:
                    told = await answer.json()
                    version = int(told["version"])
                    clock.tell(datetime.fromtimestamp(float(told["now"]), UTC), runs=bool(told["runs"]))
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
                _log.warning("The sandbox's clock is out of reach", exc_info=error, extra={"action": "clock"})
                await asyncio.sleep(_PAUSE_SECONDS)
