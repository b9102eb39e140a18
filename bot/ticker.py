"""The clock that wakes things. APScheduler only ticks: what is due stands in the database."""

import logging
from datetime import datetime, timedelta
from typing import Any, Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.sender import Sender
from flows.errors import CairnError
from flows.ports import Clock

_log = logging.getLogger(__name__)

_POLL_SECONDS = 1
_TIDY_SECONDS = 5
_EVERY: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Lapsing(Protocol):
    """The part of the outbox that looks after leases."""

    async def lapsed(self, now: datetime) -> object:
        """Look after deliveries whose lease ran out."""
        ...


def ticker(sender: Sender, outbox: Lapsing, clock: Clock) -> AsyncIOScheduler:
    """A scheduler with two ticks, not yet started: look for what is due; look after leases that ran out."""

    async def poll() -> None:
        sender.wake()

    async def tidy() -> None:
        await look_after_leases(outbox, clock)

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(poll, "interval", seconds=_POLL_SECONDS, **_EVERY)
    scheduler.add_job(tidy, "interval", seconds=_TIDY_SECONDS, **_EVERY)
    return scheduler


async def look_after_leases(outbox: Lapsing, clock: Clock, ahead: timedelta = timedelta()) -> None:
    """Posts left in the middle become uncertain, the rest is due again. `ahead` counts leases that run out by then."""
    try:
        await outbox.lapsed(clock.now() + ahead)
    except CairnError as error:
        _log.error("The outbox is out of reach", exc_info=error, extra={"action": "outbox"})
