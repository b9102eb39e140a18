"""The Bolt app and the HTTP door in front of it."""

import json
import logging
import time
from collections.abc import Awaitable, Callable

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.errors import Apology, Told
from bot.ingress import Counts, IngressGuard
from bot.listeners import (
    agreements,
    changes,
    commands,
    forms,
    invitations,
    journal,
    membership,
    messages,
    own_words,
    presses,
    programmes,
    reading,
    set_up,
    settings,
    sharing,
    strays,
)
from bot.reception import Reception
from bot.slack import Identity


def bolt_app(us: Identity, reception: Reception, apology: Apology, counts: Counts) -> AsyncApp:
    """The Bolt app with every listener. It acknowledges only after a listener has finished, so after its commit."""

    async def authorize() -> AuthorizeResult:
        token = reception.slack.token
        return AuthorizeResult(
            enterprise_id=None, team_id=us.team_id, bot_id=us.bot_id, bot_user_id=us.bot_user_id, bot_token=token
        )

    app = AsyncApp(
        name="cairn",  # else Bolt walks the whole call stack to find one
        logger=_quiet(),
        client=reception.slack,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,  # the guard in front has verified the raw bytes already
        ignoring_self_events_enabled=False,  # a rule that clears Cairn's own messages tells that it is one
    )
    apology.register(app)
    _listen(app, reception, apology.told, counts)
    return app


def _quiet() -> logging.Logger:
    """Bolt warns that it skips the token it finds in the environment, and quotes requests: neither is wanted."""
    logger = logging.getLogger("slack_bolt.quiet")
    logger.setLevel(logging.ERROR)
    return logger


def _listen(app: AsyncApp, reception: Reception, told: Told, counts: Counts) -> None:
    messages.register(app, reception, told)
    commands.register(app, reception)
    presses.register(app, reception)
    own_words.register(app, reception)
    journal.register(app, reception)
    forms.register(app, reception)
    settings.register(app, reception)
    invitations.register(app, reception)
    programmes.register(app, reception)
    sharing.register(app, reception)
    reading.register(app, reception)
    changes.register(app, reception)
    membership.register(app, reception)
    set_up.register(app, reception)
    agreements.register(app, reception)
    strays.register(app, reception, counts)  # takes what nobody else does, so it comes last


Health = Callable[[], Awaitable[dict[str, bool]]]
Metrics = Callable[[], Awaitable[str]]


def http_app(guarded: ASGIApp | None, health: Health, metrics: Metrics) -> Starlette:
    """The HTTP side: health, metrics, and Slack's one address unless Slack is reached by Socket Mode."""

    async def healthz(_: Request) -> Response:
        parts = await health()
        body = json.dumps({"ok": all(parts.values()), **parts})
        return Response(body, 200 if all(parts.values()) else 503, media_type="application/json")

    async def prometheus(_: Request) -> Response:
        return PlainTextResponse(await metrics(), media_type="text/plain; version=0.0.4")

    door = [Route("/slack/events", guarded, methods=["POST"])] if guarded else []
    return Starlette(routes=[*door, Route("/healthz", healthz), Route("/metrics", prometheus)])


def guarded(app: AsyncApp, signing_secret: str, us: Identity, counts: Counts) -> ASGIApp:
    """Bolt behind the guard."""
    adapter = AsyncSlackRequestHandler(app)

    async def bolt(scope: Scope, receive: Receive, send: Send) -> None:
        response = await adapter.handle(Request(scope, receive))
        await response(scope, receive, send)

    return IngressGuard(bolt, signing_secret, time.time, us.team_id, us.app_id, counts)
