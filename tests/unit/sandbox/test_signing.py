"""Deliveries over a real port: signed so that Slack's verifier agrees, failing as networks do."""

import json
from urllib.parse import parse_qs

from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.clock import ManualClock
from sandbox.hosting import host
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.conftest import CAIRN, SECRET
from tests.unit.sandbox.drawn import actions, button, section
from tests.unit.sandbox.scripted_app import ScriptedApp


def _post(sandbox: Sandbox, channel: str) -> None:
    blocks = [section("Hello"), actions(button())]
    answer = sandbox.call("chat.postMessage", {"channel": channel, "blocks": blocks}, sandbox.app.token)
    assert answer["ok"], answer


class VerifyingBot:
    """A bot behind a real port that answers 401 to whatever is not signed by Slack."""

    def __init__(self, secret: str) -> None:
        self._verifier = SignatureVerifier(secret)
        self.bodies: list[bytes] = []
        self.app = Starlette(routes=[Route("/slack/events", self.take, methods=["POST"])])

    async def take(self, request: Request) -> Response:
        body = await request.body()
        self.bodies.append(body)
        valid = self._verifier.is_valid_request(body, dict(request.headers))
        return PlainTextResponse("", status_code=200 if valid else 401)


async def test_every_kind_is_signed_so_that_slacks_own_verifier_agrees() -> None:
    bot = VerifyingBot(SECRET)
    sandbox = Sandbox(ManualClock())
    sandbox.install(CAIRN)
    ana = sandbox.act_as("Ana")
    async with host(bot.app) as url:
        sandbox.app.request_url = f"{url}/slack/events"
        await ana.dm("Grüße 🙂")
        await ana.command("/cairn", "reflect & more")
        _post(sandbox, ana.dm_channel.id)
        await ana.press(ana.dm_messages()[-1], label="Go")

    assert [delivery.status for delivery in sandbox.deliveries] == [200, 200, 200]
    assert [str(delivery.kind) for delivery in sandbox.deliveries] == [
        "event",
        "command",
        "interaction",
    ]
    event, command, press = bot.bodies
    assert json.loads(event)["event"]["text"] == "Grüße 🙂"
    assert parse_qs(command.decode())["text"] == ["reflect & more"]
    assert json.loads(parse_qs(press.decode())["payload"][0])["type"] == "block_actions"


async def test_a_wrong_secret_is_told_apart() -> None:
    bot = VerifyingBot("another-secret")
    sandbox = Sandbox(ManualClock())
    sandbox.install(CAIRN)
    async with host(bot.app) as url:
        sandbox.app.request_url = f"{url}/slack/events"
        await sandbox.act_as("Ana").dm("Hi")

    assert sandbox.deliveries[0].status == 401


async def test_requests_are_stamped_by_the_clock_of_the_wire() -> None:
    app = ScriptedApp()
    sandbox = Sandbox(ManualClock(), transport=app, wire_clock=ManualClock(1_000_000_000))
    sandbox.install(CAIRN)
    await sandbox.act_as("Ana").dm("Hi")

    class Then(SlackClock):
        def now(self) -> float:
            return 1_000_000_000

    received = app.received[0]
    assert received.headers["X-Slack-Request-Timestamp"] == "1000000000"
    assert SignatureVerifier(SECRET, clock=Then()).is_valid_request(received.body, received.headers)


async def _never(request: Request) -> Response:
    """Answer only when the client has hung up, which is too late."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return PlainTextResponse("too late")


async def test_late_answers_and_closed_doors_over_http() -> None:
    sandbox = Sandbox(ManualClock(), deadline=0.2)
    sandbox.install(CAIRN)
    ana = sandbox.act_as("Ana")
    async with host(Starlette(routes=[Route("/", _never, methods=["POST"])])) as url:
        sandbox.app.request_url = url
        await ana.dm("slow")
        sandbox.app.request_url = url.replace("http", "https")
        await ana.dm("no key in this door")
    await ana.dm("nobody at the door")
    sandbox.app.request_url = None
    await ana.dm("no door")

    failures = [delivery.failed for delivery in sandbox.deliveries]
    assert failures == ["http_timeout", "ssl_error", "connection_failed", "connection_failed"]
