"""Hand events, interactions and commands to the app: in time, retried as Slack does, or with a mishap on the way."""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sandbox.carrying import Carrier
from sandbox.json_object import Json
from sandbox.mishaps import Mishap, MishapKind, Mishaps
from sandbox.quota import EventQuota
from sandbox.sockets.hub import Sockets
from sandbox.traffic import Attempt, Delivery, DeliveryKind, Retry
from sandbox.transport import Answer
from sandbox.workspace import Workspace

DEADLINE_SECONDS = 3.0
RETRY_AFTER_SECONDS = (0, 60, 300)
OVERTAKEN_SECONDS = 60
TIMEOUTS = frozenset({"http_timeout", "timeout"})


@dataclass(slots=True)
class Held:
    """Deliveries kept back, to be let go in whatever order a test wants."""

    attempt: Callable[[Delivery], Awaitable[None]]
    deliveries: list[Delivery]

    async def release(self, order: Sequence[int] | None = None) -> None:
        """Let them go, in the order they came or by their positions in `order`."""
        waiting, self.deliveries = self.deliveries, []
        for position in range(len(waiting)) if order is None else order:
            await self.attempt(waiting[position])


@dataclass(frozen=True, slots=True)
class Late:
    """A delivery that is to arrive later: at a time, or once another has overtaken it."""

    due: float
    delivery: Delivery
    overtaken: bool = False


class Deliver:
    """The road from the workspace to the app; keeps a record of everything it carried."""

    def __init__(self, workspace: Workspace, carrier: Carrier, record: deque[Delivery], mishaps: Mishaps) -> None:
        self._workspace = workspace
        self.carrier = carrier
        self._record = record
        self._mishaps = mishaps
        self.quota = EventQuota()
        self.deadline = DEADLINE_SECONDS
        self._retries: list[Retry] = []
        self._late: list[Late] = []
        self._held: Held | None = None

    @property
    def sockets(self) -> Sockets:
        """The app's connections in Socket Mode."""
        return self.carrier.sockets

    async def send(
        self,
        kind: DeliveryKind,
        payload: Json,
        then: Callable[[Delivery], None] | None = None,
    ) -> Delivery:
        """Deliver something now (or keep it while held); `then` draws the consequences."""
        delivery = Delivery(self._workspace.ids.new("Dv"), kind, payload, self._now, then=then)
        self._record.append(delivery)
        if kind is DeliveryKind.EVENT and await self._withheld(delivery):
            return delivery
        if self._held is not None:
            self._held.deliveries.append(delivery)
        else:
            await self._set_out(delivery, self._mishaps.take(kind))
        return delivery

    @contextmanager
    def hold(self) -> Iterator[Held]:
        """Keep everything back inside the block; release it from what this gives."""
        self._held = Held(self._first_attempt, [])
        try:
            yield self._held
        finally:
            self._held = None

    @property
    def _now(self) -> float:
        return self._workspace.clock.now()

    async def _withheld(self, delivery: Delivery) -> bool:
        """Keep an event from an app that has had too many, or took too few."""
        if self.carrier.app.events_disabled:
            delivery.rejected = "events_disabled"
        elif not self.quota.admits(self._now):
            delivery.rejected = "app_rate_limited"
            await self._tell_of_limit(delivery)
        return delivery.rejected is not None

    async def _tell_of_limit(self, refused: Delivery) -> None:
        minute = self.quota.first_refusal(self._now)
        if minute is None:
            return
        common = {key: refused.payload[key] for key in ("token", "team_id", "api_app_id")}
        payload = common | {"type": "app_rate_limited", "minute_rate_limited": minute}
        delivery = Delivery(self._workspace.ids.new("Dv"), DeliveryKind.EVENT, payload, self._now)
        self._record.append(delivery)
        await self._first_attempt(delivery)

    async def _set_out(self, delivery: Delivery, mishap: Mishap | None) -> None:
        """Send a delivery on its way, on which what is planned befalls it."""
        kind = mishap.kind if mishap else None
        if mishap and kind in {MishapKind.DELAY, MishapKind.REORDER}:
            overtaken = kind is MishapKind.REORDER
            seconds = OVERTAKEN_SECONDS if overtaken else mishap.number
            self._late.append(Late(self._now + seconds, delivery, overtaken))
            return
        if kind is MishapKind.SILENCE:
            self.sockets.stall()
        await self._first_attempt(delivery, kind)
        if kind in {MishapKind.DUPLICATE, MishapKind.DUPLICATE_RESET}:
            retry_number = 0 if kind is MishapKind.DUPLICATE_RESET else None
            new_id = delivery.kind is DeliveryKind.EVENT
            await self.redeliver(delivery, new_event_id=new_id, retry_number=retry_number)
        await self._arrive(lambda late: late.overtaken)

    async def _arrive(self, which: Callable[[Late], bool]) -> int:
        arriving = [late for late in self._late if which(late)]
        self._late = [late for late in self._late if late not in arriving]
        for late in arriving:
            await self._first_attempt(late.delivery)
        return len(arriving)

    async def _first_attempt(self, delivery: Delivery, mishap: MishapKind | None = None) -> None:
        await self._attempt(delivery, None, mishap)
        self._plan_retry(delivery, number=1)

    async def _attempt(self, delivery: Delivery, retry: Retry | None, mishap: MishapKind | None = None) -> None:
        began = time.perf_counter()
        lost = mishap is MishapKind.SILENCE and not self.carrier.app.socket_mode
        sent, answer = await self.carrier.carry(delivery, retry, self.deadline, arrives=not lost)
        if mishap is MishapKind.ANSWER_LOST:
            answer = Answer(problem="timeout" if self.carrier.app.socket_mode else "http_timeout")
        attempt = Attempt(
            at=self._now,
            seconds=time.perf_counter() - began,
            headers=sent.headers,
            status=answer.status,
            response_headers={k.lower(): v for k, v in answer.headers.items()},
            response_body=answer.body,
            problem=_problem(delivery.kind, answer),
            envelope=sent.envelope,
        )
        delivery.attempts.append(attempt)
        if delivery.kind is DeliveryKind.EVENT:
            self.quota.note(self._now, taken=attempt.ok)
        if delivery.then and delivery.failed is None:
            delivery.then(delivery)
        self._workspace.changes.bump()

    def _plan_retry(self, delivery: Delivery, number: int) -> None:
        last = delivery.last
        if delivery.kind is not DeliveryKind.EVENT or last is None or last.problem is None:
            return
        if self.quota.hopeless(self._now):
            self.carrier.app.events_disabled = True
            self._retries.clear()
        elif number <= len(RETRY_AFTER_SECONDS) and last.response_headers.get("x-slack-no-retry") != "1":
            due = self._now + RETRY_AFTER_SECONDS[number - 1]
            self._retries.append(Retry(due, number, last.problem, delivery))

    async def run_due_retries(self) -> int:
        """Try again, or for the first time, what is due by the sandbox's clock; give how many were tried."""
        now = self._now
        due = [retry for retry in self._retries if retry.due <= now]
        self._retries = [retry for retry in self._retries if retry.due > now]
        for retry in due:
            await self._attempt(retry.delivery, retry)
            self._plan_retry(retry.delivery, retry.number + 1)
        return len(due) + await self._arrive(lambda late: late.due <= now)

    async def redeliver(
        self, delivery: Delivery, *, times: int = 1, new_event_id: bool = False, retry_number: int | None = None
    ) -> list[Delivery]:
        """Deliver the same thing again, as Slack sometimes does without saying so, or with a number of its own."""
        copies = []
        for _ in range(times):
            payload = dict(delivery.payload)
            if new_event_id:
                payload["event_id"] = self._workspace.ids.new("Ev")
            copy = Delivery(self._workspace.ids.new("Dv"), delivery.kind, payload, self._now)
            self._record.append(copy)
            copies.append(copy)
            if self._held is not None:
                self._held.deliveries.append(copy)
            else:
                retry = None if retry_number is None else Retry(self._now, retry_number, "http_timeout", copy)
                await self._attempt(copy, retry)
                self._plan_retry(copy, number=(retry_number or 0) + 1)
        return copies


def _problem(kind: DeliveryKind, answer: Answer) -> str | None:
    if answer.problem is None and answer.status is not None and 200 <= answer.status < 300:
        return None
    if kind is DeliveryKind.EVENT:
        return answer.problem or "http_error"
    if answer.problem in TIMEOUTS:
        return "operation_timeout"
    if answer.problem is not None or answer.status is None:
        return "dispatch_failed"
    return "http_client_error" if answer.status < 500 else "http_service_error"
