"""Drain the outbox: claim what is due, draw it as things stand now, hand it to Slack, note what became of it.

A post is never repeated when Slack may have taken it: it becomes *uncertain* and is said again when the person next
turns up. A file becomes so, too, and they are asked whether it came. Redraws and ticks may be repeated; a doubtful one
is simply tried again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.deeds import Deeds, instead
from bot.drawing import Letter
from bot.slack_answers import Judgement, Verdict, judge
from bot.uploading import Uploads
from bot.views.parts import Drawn
from flows.delivery import SAID_ONCE, Deed, Delivery
from flows.errors import CairnError, NotAvailable
from flows.ports import Clock, Ids

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
_BATCH = 50
_DOUBTFUL_PAUSE = timedelta(seconds=5)
_MOST_TRIES = 5


class Queue(Protocol):
    """The sender's side of the outbox. Every call is a transaction of its own, fenced by the lease's token."""

    async def claim(self, now: datetime, limit: int, lease_for: timedelta, token: str) -> Sequence[Delivery]:
        """Take what is due, at most one for each person."""
        ...

    async def settle_sent(self, delivery: str, token: str, ts: str | None, channel: str | None) -> bool:
        """Slack has it."""
        ...

    async def settle_and_claim(
        self, sent: Delivery, token: str, now: datetime, lease_for: timedelta
    ) -> Delivery | None:
        """Slack has it, at its `channel` and `ts`; take this person's next under the same token, if one is due."""
        ...

    async def settle_failed(self, delivery: str, token: str, error: str) -> bool:
        """Slack will never have it."""
        ...

    async def settle_uncertain(self, delivery: str, token: str, error: str) -> bool:
        """Slack may have it."""
        ...

    async def put_back(self, delivery: str, token: str, due_at: datetime, error: str) -> bool:
        """Slack does not have it; try again then."""
        ...

    async def get(self, delivery: str) -> Delivery:
        """One delivery as it stands. Raises NotAvailable."""
        ...


_NOTHING = Letter(Drawn("", ()), "")
_NOT_DRAWN = frozenset({Deed.TICK, Deed.TAKE_AWAY})

Draw = Callable[[Delivery], Awaitable[Letter]]


@contextmanager
def _waiting_for_the_store() -> Iterator[None]:
    """Note that the store failed, and go on: the next tick tries again."""
    try:
        yield
    except CairnError as error:
        _log.error("The outbox is out of reach", exc_info=error, extra={"action": "outbox"})


@dataclass(slots=True)
class _Lane:
    """One person's deliveries, sent one after the other. `emptied`: the store was seen to hold no more of them."""

    token: str
    emptied: bool = False


@dataclass(slots=True)
class Sender:
    """Sends what is due, one message after the other to each person. `patience`: seconds to wait for a call."""

    queue: Queue
    draw: Draw
    slack: AsyncWebClient
    uploads: Uploads
    clock: Clock
    ids: Ids
    patience: float = 10.0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _wakes: int = 0
    _handled: int = 0
    _crowded: bool = False
    _closing: bool = False
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def wake(self) -> None:
        """Something was queued: send it now rather than at the next tick."""
        self._wakes += 1
        self._wake.set()

    def close(self) -> None:
        """Finish what is in hand, then stop."""
        self._closing = True
        self._wake.set()

    async def run(self) -> None:
        """Send until closed. A failing store is waited for; nobody waits for somebody else's slow message."""
        try:
            while not self._closing:
                await self._wake.wait()
                self._wake.clear()
                with _waiting_for_the_store():
                    await self._take_up()
            await self._finish()
        finally:
            for task in self._under_way:
                task.cancel()

    async def drain(self) -> int:
        """Send everything that is due; the number of deliveries handled."""
        before = self._handled
        self.wake()
        while self._wake.is_set() or self._under_way:
            if self._wake.is_set():
                self._wake.clear()
                await self._take_up()
            await self._finish(asyncio.FIRST_COMPLETED)
        return self._handled - before

    async def _take_up(self) -> None:
        """Begin with what is due: one delivery for each person who has none under way."""
        room = _BATCH - len(self._under_way)
        self._crowded = room <= 0
        if self._closing or self._crowded:
            return
        token = self.ids.new()
        claimed = await self.queue.claim(self.clock.now(), room, LEASE, token)
        self._crowded = len(claimed) == room
        for delivery in claimed:
            lane = _Lane(token)
            task = asyncio.create_task(self._send_lane(delivery, lane))
            self._under_way.add(task)
            task.add_done_callback(partial(self._done, lane))

    async def _finish(self, when: str = asyncio.ALL_COMPLETED) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way, return_when=when)

    def _done(self, lane: _Lane, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if self._crowded or not lane.emptied:
            self.wake()  # the next one for this person may go now, or somebody else who had to wait

    async def _send_lane(self, delivery: Delivery, lane: _Lane) -> None:
        """Send this and what follows it to the same person."""
        following: Delivery | None = delivery
        with _waiting_for_the_store():  # what could not be settled is looked after when its lease has run out
            while following is not None:
                self._handled += 1
                following = await self._send(following, lane)

    async def _send(self, delivery: Delivery, lane: _Lane) -> Delivery | None:
        """Send one; the next for the same person, when it was taken already."""
        try:
            letter = _NOTHING if delivery.deed in _NOT_DRAWN else await self.draw(delivery)
        except NotAvailable:
            await self.queue.settle_failed(delivery.id, lane.token, "nothing to show any more")
        except Exception as error:  # noqa: BLE001 - one that cannot be drawn must not keep back the others
            facts = {"action": "draw", "delivery": delivery.id}
            _log.error("A delivery could not be drawn", exc_info=error, extra=facts)
            await self._try_later(delivery, lane.token, type(error).__name__)
        else:
            return await self._hand_over(delivery, letter, lane)
        return None

    async def _hand_over(self, delivery: Delivery, letter: Letter, lane: _Lane) -> Delivery | None:
        try:
            async with asyncio.timeout(None if letter.file else self.patience):  # each step of a file has its own
                channel, ts = await self._deeds.do(delivery, letter)
        except Exception as error:  # noqa: BLE001 - whatever the network does, the delivery must be settled
            judgement = judge(error, delivery.attempts)
            if otherwise := instead(letter, judgement.verdict):
                return await self._hand_over(delivery, otherwise, lane)
            await self._settle(delivery, lane.token, judgement)
            return None
        return await self._sent(replace(delivery, ts=ts, channel=channel), lane)

    async def _sent(self, delivery: Delivery, lane: _Lane) -> Delivery | None:
        """Slack has it. The next to this person is taken with the same commit; whoever is closing takes none."""
        if self._closing:
            await self.queue.settle_sent(delivery.id, lane.token, delivery.ts, delivery.channel)
            return None
        wakes = self._wakes
        following = await self.queue.settle_and_claim(delivery, lane.token, self.clock.now(), LEASE)
        # Who was woken meanwhile may have looked before this was settled, and this before that was queued.
        lane.emptied = following is None and wakes == self._wakes
        return following

    @property
    def _deeds(self) -> Deeds:
        return Deeds(self.slack, self.uploads, self.queue.get, self.patience)

    async def _settle(self, delivery: Delivery, token: str, judgement: Judgement) -> None:
        _log.warning(
            "A delivery was not sent",
            extra={"action": "send", "delivery": delivery.id, "reason": judgement.reason, "kind": delivery.deed.value},
        )
        match judgement.verdict:
            case Verdict.SENT:
                await self.queue.settle_sent(delivery.id, token, delivery.ts, delivery.channel)
            case Verdict.AGAIN:
                due = self.clock.now() + timedelta(seconds=judgement.pause)
                await self.queue.put_back(delivery.id, token, due, judgement.reason)
            case Verdict.HARMLESS:
                await self._try_later(delivery, token, judgement.reason)
            case Verdict.UNCERTAIN:
                await self._doubt(delivery, token, judgement.reason)
            case _:
                await self.queue.settle_failed(delivery.id, token, judgement.reason)

    async def _doubt(self, delivery: Delivery, token: str, reason: str) -> None:
        if delivery.deed in SAID_ONCE:
            await self.queue.settle_uncertain(delivery.id, token, reason)
        else:
            await self._try_later(delivery, token, reason)

    async def _try_later(self, delivery: Delivery, token: str, reason: str) -> None:
        """Try again what did not reach Slack, or may reach it twice; a post given up is said when they turn up."""
        if delivery.attempts < _MOST_TRIES:
            await self.queue.put_back(delivery.id, token, self.clock.now() + _DOUBTFUL_PAUSE, reason)
        elif delivery.deed in SAID_ONCE:
            await self.queue.settle_uncertain(delivery.id, token, reason)
        else:
            await self.queue.settle_failed(delivery.id, token, reason)
