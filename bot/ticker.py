"""The clock that wakes things. APScheduler only ticks: what is due stands in the database."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.sender import Sender
from flows.conversation.deleting import forget, forget_what_went, overdue
from flows.conversation.deletions import Deletion
from flows.conversation.desk import Desk
from flows.errors import CairnError
from flows.forms.filling import forget_forms
from flows.journal.files import take_away
from flows.managing.leaving import end_what_is_over
from flows.managing.occasions import attend
from flows.ports import Clock

_log = logging.getLogger(__name__)

_POLL_SECONDS = 1
_TIDY_SECONDS = 5
_FORGET_SECONDS = 60
_OCCASION_SECONDS = 20
_MEMBERS_SECONDS = 600
_EVERY: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Lapsing(Protocol):
    """The part of the outbox that looks after leases."""

    async def lapsed(self, now: datetime) -> object:
        """Look after deliveries whose lease ran out."""
        ...


def ticker(
    sender: Sender, outbox: Lapsing, desk: Desk, look_at_members: Callable[[], Awaitable[None]]
) -> AsyncIOScheduler:
    """A scheduler, not yet started: look for what is due; look after leases that ran out; forget what should be.

    `look_at_members` is called every ten minutes, and looks once a day.
    """

    async def poll() -> None:
        sender.wake()

    async def tidy() -> None:
        await look_after_leases(outbox, desk.clock)

    async def forget_what_is_due() -> None:
        await forget_deleted(desk)
        await forget_old_forms(desk)
        await take_files_away(desk)

    async def attend_to_what_is_due() -> None:
        await attend_to_occasions(desk)
        await end_programmes(desk)

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(poll, "interval", seconds=_POLL_SECONDS, **_EVERY)
    scheduler.add_job(tidy, "interval", seconds=_TIDY_SECONDS, **_EVERY)
    scheduler.add_job(forget_what_is_due, "interval", seconds=_FORGET_SECONDS, **_EVERY)
    scheduler.add_job(attend_to_what_is_due, "interval", seconds=_OCCASION_SECONDS, **_EVERY)
    scheduler.add_job(look_at_members, "interval", seconds=_MEMBERS_SECONDS, **_EVERY)
    return scheduler


async def attend_to_occasions(desk: Desk) -> None:
    """Do what was planned for now. What cannot be done stays due."""
    try:
        failed = await attend(desk)
    except CairnError as error:
        _log.error("What is due is out of reach", exc_info=error, extra={"action": "attend"})
        return
    for occasion, trouble in failed:
        facts = {"action": "attend", "kind": occasion.kind.value}
        _log.error("Something that is due could not be done yet", exc_info=trouble, extra=facts)


async def end_programmes(desk: Desk) -> None:
    """End the programmes whose last day is over. What cannot be ended now is tried again at the next tick."""
    try:
        failed = await end_what_is_over(desk)
    except CairnError as error:
        _log.error("Programmes are out of reach", exc_info=error, extra={"action": "end"})
        return
    for _, trouble in failed:
        _log.error("A programme that is over could not be ended yet", exc_info=trouble, extra={"action": "end"})


async def forget_deleted(desk: Desk) -> None:
    """Delete for good what was hidden a day ago. What cannot be done now is tried again at the next tick."""
    try:
        failed = [(each, error) async for each in overdue(desk) if (error := await _trouble(desk, each))]
        await forget_what_went(desk)
    except CairnError as error:
        _log.error("What was deleted is out of reach", exc_info=error, extra={"action": "forget"})
        return
    if failed:  # one line, however many: with a lost key it would be the same ones every minute
        first, trouble = failed[0]
        facts = {"count": len(failed), "conversation": first.conversation, "step": first.step}
        _log.error("What was deleted could not be forgotten yet: %s", trouble, extra={"action": "forget", **facts})


async def _trouble(desk: Desk, deletion: Deletion) -> CairnError | None:
    """Forget one; what stood in the way, if anything did. One damaged entry keeps back no other."""
    try:
        await forget(desk, deletion)
    except CairnError as error:
        return error
    return None


async def forget_old_forms(desk: Desk) -> None:
    """Forget what was begun in a form and left for a month. What cannot be done now is tried again."""
    try:
        await forget_forms(desk)
    except CairnError as error:
        _log.error("Old forms could not be forgotten yet", exc_info=error, extra={"action": "forget"})


async def take_files_away(desk: Desk) -> None:
    """Have Slack delete the files that stand there for a day. What cannot be asked for now is tried again."""
    try:
        await take_away(desk)
    except CairnError as error:
        _log.error("Old files could not be taken away yet", exc_info=error, extra={"action": "take_away"})


async def look_after_leases(outbox: Lapsing, clock: Clock, ahead: timedelta = timedelta()) -> None:
    """Posts left in the middle become uncertain, the rest is due again. `ahead` counts leases that run out by then."""
    try:
        await outbox.lapsed(clock.now() + ahead)
    except CairnError as error:
        _log.error("The outbox is out of reach", exc_info=error, extra={"action": "outbox"})
