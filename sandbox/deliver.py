"""Hand events, interactions and commands to the app: signed, in time, retried as Slack does."""

import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from sandbox.bot_app import InstalledApp
from sandbox.clock import Clock
from sandbox.json_object import Json
from sandbox.sockets.hub import Sockets
from sandbox.traffic import Attempt, Delivery, DeliveryKind, Retry
from sandbox.transport import Answer, Transport
from sandbox.workspace import Workspace

DEADLINE_SECONDS = 3.0
RETRY_AFTER_SECONDS = (0, 60, 300)
USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
TIMEOUTS = frozenset({"http_timeout", "timeout"})
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out around a payload: headers over HTTP, an envelope over a socket."""

    headers: dict[str, str]
    envelope: Json | None = None


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


class Deliver:
    """The road from the workspace to the app; keeps a record of everything it carried."""

    def __init__(
        self,
        app: InstalledApp,
        workspace: Workspace,
        transport: Transport,
        record: deque[Delivery],
        *,
        sockets: Sockets,
        wire_clock: Clock,
    ) -> None:
        self._app = app
        self._workspace = workspace
        self._transport = transport
        self.sockets = sockets
        self._record = record
        self._wire_clock = wire_clock
        self.deadline = DEADLINE_SECONDS
        self._retries: list[Retry] = []
        self._held: Held | None = None

    async def send(
        self,
        kind: DeliveryKind,
        payload: Json,
        then: Callable[[Delivery], None] | None = None,
    ) -> Delivery:
        """Deliver something now (or keep it while held); `then` draws the consequences."""
        now = self._workspace.clock.now()
        delivery = Delivery(self._workspace.ids.new("Dv"), kind, payload, now, then=then)
        self._record.append(delivery)
        if self._held is not None:
            self._held.deliveries.append(delivery)
        else:
            await self._first_attempt(delivery)
        return delivery

    @contextmanager
    def hold(self) -> Iterator[Held]:
        """Keep everything back inside the block; release it from what this gives."""
        self._held = Held(self._first_attempt, [])
        try:
            yield self._held
        finally:
            self._held = None

    async def _first_attempt(self, delivery: Delivery) -> None:
        await self._attempt(delivery, None)
        self._plan_retry(delivery, number=1)

    async def _attempt(self, delivery: Delivery, retry: Retry | None) -> None:
        began = time.perf_counter()
        carry = self._over_socket if self._app.socket_mode else self._over_http
        sent, answer = await carry(delivery, retry)
        delivery.attempts.append(
            Attempt(
                at=self._workspace.clock.now(),
                seconds=time.perf_counter() - began,
                headers=sent.headers,
                status=answer.status,
                response_headers={k.lower(): v for k, v in answer.headers.items()},
                response_body=answer.body,
                problem=_problem(delivery.kind, answer),
                envelope=sent.envelope,
            )
        )
        if delivery.then and delivery.failed is None:
            delivery.then(delivery)
        self._workspace.changes.bump()

    async def _over_socket(self, delivery: Delivery, retry: Retry | None) -> tuple[Sent, Answer]:
        envelope, answer = await self.sockets.carry(delivery, retry, self.deadline)
        return Sent({}, envelope), answer

    async def _over_http(self, delivery: Delivery, retry: Retry | None) -> tuple[Sent, Answer]:
        body = encoded(delivery)
        sent = Sent(self._signed(delivery.kind, body) | (retry.headers() if retry else {}))
        if self._app.request_url is None:
            return sent, Answer(problem="connection_failed")
        return sent, await self._transport.post(self._app.request_url, body, sent.headers, self.deadline)

    def _signed(self, kind: DeliveryKind, body: bytes) -> dict[str, str]:
        stamp = str(int(self._wire_clock.now()))
        signature = SignatureVerifier(self._app.signing_secret).generate_signature(timestamp=stamp, body=body)
        return {
            "Content-Type": "application/json" if kind is DeliveryKind.EVENT else FORM,
            "User-Agent": USER_AGENT,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": str(signature),
        }

    def _plan_retry(self, delivery: Delivery, number: int) -> None:
        last = delivery.last
        if delivery.kind is not DeliveryKind.EVENT or last is None or last.problem is None:
            return
        if number > len(RETRY_AFTER_SECONDS) or last.response_headers.get("x-slack-no-retry") == "1":
            return
        due = self._workspace.clock.now() + RETRY_AFTER_SECONDS[number - 1]
        self._retries.append(Retry(due, number, last.problem, delivery))

    async def run_due_retries(self) -> int:
        """Try again what is due by the sandbox's clock; give how many were tried."""
        now = self._workspace.clock.now()
        due = [retry for retry in self._retries if retry.due <= now]
        self._retries = [retry for retry in self._retries if retry.due > now]
        for retry in due:
            await self._attempt(retry.delivery, retry)
            self._plan_retry(retry.delivery, retry.number + 1)
        return len(due)

    async def redeliver(self, delivery: Delivery, *, times: int = 1, new_event_id: bool = False) -> list[Delivery]:
        """Deliver the same thing again, as Slack sometimes does without saying so."""
        copies = []
        for _ in range(times):
            payload = dict(delivery.payload)
            if new_event_id:
                payload["event_id"] = self._workspace.ids.new("Ev")
            copies.append(await self.send(delivery.kind, payload))
        return copies


def encoded(delivery: Delivery) -> bytes:
    """The body of a delivery as it goes over the wire."""
    if delivery.kind is DeliveryKind.EVENT:
        return json.dumps(delivery.payload).encode()
    if delivery.kind is DeliveryKind.INTERACTION:
        return urlencode({"payload": json.dumps(delivery.payload)}).encode()
    return urlencode(delivery.payload).encode()


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
