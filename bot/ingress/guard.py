"""The ASGI layer around the app: collects the body, asks for a judgement, answers or passes on."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.ingress.judgement import Home, as_bolt_understands, judge
from bot.ingress.signature import Headers, sole_header
from bot.ingress.verdicts import GONE, TOO_LARGE, TOO_SLOW, Counts, Verdict

PATH = "/slack/events"
LARGEST_BODY = 1024 * 1024
SECONDS_FOR_A_BODY = 2.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IngressGuard:
    """Stands in front of the app and lets in only what Slack signed, whole, for this workspace.

    `clock` tells seconds since 1970. Everything but a POST to Slack's address goes to the app untouched.
    """

    app: ASGIApp
    signing_secret: str = field(repr=False)
    clock: Callable[[], float]
    team_id: str
    app_id: str | None
    counts: Counts
    patience: float = SECONDS_FOR_A_BODY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if not _is_for_slack(scope):
            await self.app(scope, receive, send)
            return
        headers: Headers = scope["headers"]
        body = await _body_within(self.patience, headers, receive)
        verdict = judge(headers, body, self._home, self.clock()) if isinstance(body, bytes) else body
        self.counts.add(verdict.reason)
        if isinstance(body, bytes) and verdict.status is None:
            headers, body = as_bolt_understands(headers, body, self._home)
            await self.app({**scope, "headers": headers}, _replay(body, receive), send)
        else:
            logger.info("A request was answered at the door", extra={"reason": verdict.reason.value})
            await _answer(verdict, send)

    @property
    def _home(self) -> Home:
        return Home(self.signing_secret, self.team_id, self.app_id)


def _is_for_slack(scope: Scope) -> bool:
    # By its end: behind a proxy with a path prefix the router still finds it, and so must the guard.
    return scope["type"] == "http" and scope["method"] == "POST" and str(scope["path"]).endswith(PATH)


async def _body_within(seconds: float, headers: Headers, receive: Receive) -> bytes | Verdict:
    """The whole body, or why there is none."""
    declared = sole_header(headers, b"content-length")
    if declared.isdigit() and (len(declared) > len(str(LARGEST_BODY)) or int(declared) > LARGEST_BODY):
        return TOO_LARGE
    try:
        async with asyncio.timeout(seconds):
            return await _whole_body(receive)
    except TimeoutError:
        return TOO_SLOW


async def _whole_body(receive: Receive) -> bytes | Verdict:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return GONE
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return TOO_LARGE
        more = message.get("more_body", False)
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the app the body that was read already, then whatever the server says next."""
    read: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return read.pop() if read else await receive()

    return next_message


async def _answer(verdict: Verdict, send: Send) -> None:
    headers = [(b"content-length", str(len(verdict.body)).encode())]
    if verdict.body:
        headers.append((b"content-type", b"application/json"))
    if verdict in {TOO_LARGE, TOO_SLOW}:
        headers.append((b"connection", b"close"))  # the rest of the body is not wanted
    await send({"type": "http.response.start", "status": verdict.status, "headers": headers})
    await send({"type": "http.response.body", "body": verdict.body})
