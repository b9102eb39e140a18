"""Socket Mode against a small stand-in: what is acknowledged, what is not, how a lost connection is mended."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.ingress import Counts, Reason
from bot.slack import Identity, SlackRefused
from bot.socket_mode import SlackSocket, listening

US = Identity("T1", "UBOT", "B1", "A1")
COMMAND = {
    "team_id": "T1",
    "api_app_id": "A1",
    "user_id": "U1",
    "command": "/cairn",
    "trigger_id": "1.2",
    "text": "help",
}
MESSAGE = {
    "type": "event_callback",
    "team_id": "T1",
    "api_app_id": "A1",
    "event": {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.1", "text": "hello"},
}


@dataclass
class Slack:
    """The far end: opens addresses for one use, sends envelopes, keeps what comes back."""

    address: str = ""
    opened: int = 0
    refusal: str | None = None
    doomed: int = 0  # this many addresses are refused when they are used
    silent: bool = False  # answers no ping
    connections: list[web.WebSocketResponse] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    async def open(self, _: web.Request) -> web.Response:
        if self.refusal:
            return web.json_response({"ok": False, "error": self.refusal})
        self.opened += 1
        return web.json_response({"ok": True, "url": f"{self.address}/link/{self.opened}"})

    async def link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket in self._used or int(ticket) <= self.doomed:
            raise web.HTTPForbidden
        self._used.add(ticket)
        connection = web.WebSocketResponse(autoping=not self.silent)
        await connection.prepare(request)
        self.connections.append(connection)
        async for message in connection:
            if message.type is WSMsgType.TEXT:
                self.answers.append(json.loads(message.data))
        return connection

    async def send(self, kind: str, payload: dict[str, Any]) -> None:
        await self.connections[-1].send_json({"type": kind, "envelope_id": "E1", "payload": payload})


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    standing = Slack()
    app = web.Application()
    app.router.add_post("/api/apps.connections.open", standing.open)
    app.router.add_get("/link/{ticket}", standing.link)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    standing.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield standing
    await runner.cleanup()


def bolt(status: int = 200) -> AsyncApp:
    """An app that answers a command, and a message as it is told."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_id="B1", bot_user_id="UBOT", bot_token="xoxb-x")

    app = AsyncApp(authorize=authorize, process_before_response=True, request_verification_enabled=False)

    @app.command("/cairn")
    async def command(ack: Any) -> None:
        await ack("Here is help.")

    @app.event("message")
    async def message() -> BoltResponse:
        return BoltResponse(status=status, body="")

    return app


@asynccontextmanager
async def listener(slack: Slack, counts: Counts, status: int = 200) -> AsyncIterator[SlackSocket]:
    async with listening(bolt(status), "xapp-x", f"{slack.address}/api/", US, counts, ping_seconds=0.05) as socket:
        await until(lambda: slack.connections)
        yield socket


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not happened():  # noqa: ASYNC110 - it is the far end that we wait for
            await asyncio.sleep(0.005)


async def test_a_command_is_answered_in_the_acknowledgement(slack: Slack) -> None:
    counts = Counts()
    async with listener(slack, counts) as socket:
        assert await socket.connected()
        await slack.send("slash_commands", COMMAND)
        await until(lambda: slack.answers)
    assert slack.answers == [{"envelope_id": "E1", "payload": {"text": "Here is help."}}]
    assert counts.of(Reason.PASSED) == 1
    assert not await socket.connected()


async def test_what_could_not_be_taken_is_not_acknowledged_so_that_it_comes_again(slack: Slack) -> None:
    async with listener(slack, Counts(), status=503):
        await slack.send("events_api", MESSAGE)
        await slack.send("slash_commands", COMMAND)
        await until(lambda: slack.answers)
    assert [answer.get("payload") for answer in slack.answers] == [{"text": "Here is help."}]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({**MESSAGE, "team_id": "T2"}, Reason.FOREIGN),
        ({**MESSAGE, "api_app_id": "A2"}, Reason.FOREIGN),
        ({**MESSAGE, "event": "hello"}, Reason.SHAPE),
        ({"type": "next_year"}, Reason.UNKNOWN),
        ({}, Reason.SHAPE),
    ],
)
async def test_what_is_not_for_us_or_makes_no_sense_is_acknowledged_at_the_door(
    slack: Slack, payload: dict[str, Any], reason: Reason
) -> None:
    counts = Counts()
    async with listener(slack, counts, status=503):
        await slack.send("events_api", payload)
        await until(lambda: slack.answers)
    assert slack.answers == [{"envelope_id": "E1"}]
    assert counts.of(reason) == 1
    assert counts.of(Reason.PASSED) == 0


async def test_a_refused_token_says_what_to_look_at(slack: Slack) -> None:
    slack.refusal = "invalid_auth"
    with pytest.raises(SlackRefused, match=r"invalid_auth.*SLACK_APP_TOKEN"):
        async with listening(bolt(), "xapp-x", f"{slack.address}/api/", US, Counts()):
            pytest.fail("it never listened")


async def test_nobody_at_the_other_end_says_so() -> None:
    with pytest.raises(SlackRefused, match="cannot be reached"):
        async with listening(bolt(), "xapp-x", "http://127.0.0.1:1/api/", US, Counts()):
            pytest.fail("it never listened")


async def test_slack_asks_for_a_new_connection_and_gets_it(slack: Slack) -> None:
    async with listener(slack, Counts()):
        await slack.connections[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await until(lambda: len(slack.connections) == 2)
        await slack.send("slash_commands", COMMAND)
        await until(lambda: slack.answers)


async def test_a_lost_connection_is_mended_even_when_the_next_address_does_not_work(slack: Slack) -> None:
    """The SDK would ask with that one address for ever."""
    async with listener(slack, Counts()) as socket:
        slack.doomed = 2
        await slack.connections[0].close()
        await until(lambda: len(slack.connections) == 2)
        assert slack.opened >= 3
        await slack.send("slash_commands", COMMAND)
        await until(lambda: slack.answers)
        assert await socket.connected()


async def test_a_connection_that_falls_silent_is_given_up(slack: Slack) -> None:
    slack.silent = True
    async with listener(slack, Counts()):
        slack.silent = False
        await until(lambda: len(slack.connections) == 2)
        await slack.send("slash_commands", COMMAND)
        await until(lambda: slack.answers)
