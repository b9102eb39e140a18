"""How one attempt reaches the app: a signed request to its address, or an envelope on one of its sockets."""

import hmac
import json
from dataclasses import dataclass
from urllib.parse import urlencode

from sandbox.bot_app import InstalledApp
from sandbox.clock import Clock
from sandbox.json_object import Json
from sandbox.sockets.hub import Sockets
from sandbox.traffic import Delivery, DeliveryKind, Retry
from sandbox.transport import Answer, Transport

USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out around a payload: headers over HTTP, an envelope over a socket."""

    headers: dict[str, str]
    envelope: Json | None = None


@dataclass(slots=True)
class Carrier:
    """Carries over whichever road the app is set up for, and brings the answer back in one form."""

    app: InstalledApp
    transport: Transport
    sockets: Sockets
    wire_clock: Clock

    async def carry(
        self, delivery: Delivery, retry: Retry | None, seconds: float, *, arrives: bool = True
    ) -> tuple[Sent, Answer]:
        """Hand it over and wait at most so long for the acknowledgement; or lose the request on the way."""
        if self.app.socket_mode:
            envelope, answer = await self.sockets.carry(delivery, retry, seconds)
            return Sent({}, envelope), answer
        body = encoded(delivery)
        sent = Sent(self._signed(delivery.kind, body) | (retry.headers() if retry else {}))
        if not arrives:
            return sent, Answer(problem="http_timeout")
        if self.app.request_url is None:
            return sent, Answer(problem="connection_failed")
        return sent, await self.transport.post(self.app.request_url, body, sent.headers, seconds)

    def _signed(self, kind: DeliveryKind, body: bytes) -> dict[str, str]:
        stamp = str(int(self.wire_clock.now()))
        signed = f"v0:{stamp}:".encode() + body
        signature = hmac.digest(self.app.signing_secret.encode(), signed, "sha256").hex()
        return {
            "Content-Type": "application/json" if kind is DeliveryKind.EVENT else FORM,
            "User-Agent": USER_AGENT,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }


def encoded(delivery: Delivery) -> bytes:
    """The body of a delivery as it goes over the wire."""
    if delivery.kind is DeliveryKind.EVENT:
        return json.dumps(delivery.payload).encode()
    if delivery.kind is DeliveryKind.INTERACTION:
        return urlencode({"payload": json.dumps(delivery.payload)}).encode()
    return urlencode(delivery.payload).encode()
