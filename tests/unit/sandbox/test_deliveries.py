"""Deliveries: signed, in their proper form, retried when they are events, kept on record."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.acting.actor import Actor
from sandbox.clock import ManualClock
from sandbox.hosting import host
from sandbox.sandbox import Sandbox
from sandbox.traffic import DeliveryKind
from sandbox.transport import Answer
from tests.unit.sandbox.conftest import CAIRN, SECRET
from tests.unit.sandbox.drawn import actions, button, section
from tests.unit.sandbox.scripted_app import ScriptedApp, says


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


async def test_an_event_comes_in_its_envelope(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    message = await ana.dm("Hello <there> & @Ben")

    envelope = scripted_app.payloads[0]
    event = envelope.pop("event")
    assert (envelope["type"], envelope["api_app_id"]) == ("event_callback", sandbox.app.app_id)
    assert envelope["event_id"].startswith("Ev")
    assert envelope["event_time"] == int(sandbox.clock.now())
    assert envelope["authorizations"][0]["user_id"] == sandbox.app.bot_user_id
    ben = sandbox.workspace.person("Ben").id
    assert event["text"] == f"Hello &lt;there&gt; &amp; <@{ben}>"
    assert (event["type"], event["channel_type"]) == ("message", "im")
    assert (event["user"], event["channel"]) == (ana.person.id, message.channel_id)
    assert event["ts"] == event["event_ts"] == message.ts
    assert event["client_msg_id"] == message.client_msg_id
    assert event["blocks"][0]["type"] == "rich_text"
    assert "thread_ts" not in event


async def test_a_reply_names_its_thread_and_whose_it_is(ana: Actor, scripted_app: ScriptedApp) -> None:
    parent = await ana.dm("parent")
    await ana.reply(parent, "child")

    event = scripted_app.payloads[1]["event"]
    assert (event["thread_ts"], event["parent_user_id"]) == (parent.ts, ana.person.id)


async def test_a_file_comes_as_a_file_share(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("", files=["voice.m4a"])

    event = scripted_app.payloads[0]["event"]
    assert (event["subtype"], event["text"]) == ("file_share", "")
    assert (event["files"][0]["name"], event["files"][0]["filetype"]) == ("voice.m4a", "m4a")


async def test_channels_are_heard_only_from_inside_and_when_subscribed(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    general = sandbox.workspace.channel("#general")
    await ana.say("#general", "outside")
    sandbox.workspace.invite(general.id, sandbox.app.bot_user_id)
    await ana.say("#general", "inside")

    assert [payload["event"]["text"] for payload in scripted_app.payloads] == ["inside"]
    assert scripted_app.payloads[0]["event"]["channel_type"] == "channel"


async def test_what_is_not_subscribed_is_not_sent() -> None:
    app = ScriptedApp()
    sandbox = Sandbox(ManualClock(), transport=app)
    sandbox.install(type(CAIRN)(name="Deaf", signing_secret="s", request_url="http://x.invalid"))
    ana = sandbox.act_as("Ana")
    await ana.dm("Hello?")
    await ana.open_home()

    assert app.received == []


async def test_messages_may_be_put_there_without_a_delivery(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("silently", deliver=False)

    assert scripted_app.received == []
    assert ana.dm_messages()[0].text == "silently"


async def test_a_command_comes_as_a_form(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.command("/cairn", "goal")
    await ana.command("/cairn", channel="#general")

    in_dm, in_channel = scripted_app.payloads
    assert (in_dm["command"], in_dm["text"], in_dm["channel_name"]) == (
        "/cairn",
        "goal",
        "directmessage",
    )
    assert (in_dm["user_id"], in_dm["user_name"]) == (ana.person.id, "ana.ruiz")
    assert (in_dm["team_domain"], in_dm["is_enterprise_install"]) == ("northwind", "false")
    assert in_channel["channel_name"] == "general"
    assert in_channel["channel_id"] == sandbox.workspace.channel("general").id


async def test_opening_home_tells_the_app(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.open_home()

    event = scripted_app.payloads[0]["event"]
    assert (event["type"], event["tab"], event["user"]) == (
        "app_home_opened",
        "home",
        ana.person.id,
    )


async def test_an_event_is_retried_at_once_after_a_minute_and_after_five_more(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    scripted_app.always(says(status=500))
    await ana.dm("Hi")
    tried = []
    for seconds in (0, 59, 1, 299, 1, 1_000):
        sandbox.clock.advance(seconds)
        tried.append(await sandbox.run_due_retries())

    assert tried == [1, 0, 1, 0, 1, 0]
    heads = [request.headers for request in scripted_app.received]
    assert [head.get("X-Slack-Retry-Num") for head in heads] == [None, "1", "2", "3"]
    assert {head.get("X-Slack-Retry-Reason") for head in heads[1:]} == {"http_error"}
    assert len({payload["event_id"] for payload in scripted_app.payloads}) == 1
    assert (sandbox.deliveries[0].retries, sandbox.deliveries[0].failed) == (3, "http_error")


async def test_a_retry_that_is_taken_is_the_last(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says(status=503))
    await ana.dm("Hi")
    scripted_app.always(says())
    await sandbox.run_due_retries()
    sandbox.clock.advance(3600)

    assert await sandbox.run_due_retries() == 0
    assert sandbox.deliveries[0].failed is None


async def test_an_app_may_ask_not_to_be_tried_again(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(Answer(500, {"X-Slack-No-Retry": "1"}))
    await ana.dm("Hi")

    assert await sandbox.run_due_retries() == 0


PROBLEMS = [
    (Answer(problem="http_timeout"), "http_timeout", "operation_timeout"),
    (Answer(problem="connection_failed"), "connection_failed", "dispatch_failed"),
    (says(status=500), "http_error", "http_service_error"),
    (says(status=404), "http_error", "http_client_error"),
    (says(status=302), "http_error", "http_client_error"),
]


@pytest.mark.parametrize(("answer", "as_event", "as_command"), PROBLEMS)
async def test_every_failure_has_its_name_and_only_events_come_again(
    sandbox: Sandbox,
    ana: Actor,
    scripted_app: ScriptedApp,
    answer: Answer,
    as_event: str,
    as_command: str,
) -> None:
    scripted_app.always(answer)
    await ana.dm("Hi")
    outcome = await ana.command("/cairn")
    _post(sandbox, ana.dm_channel.id)
    press = await ana.press(ana.dm_messages()[-1], label="Go")

    assert sandbox.deliveries[0].failed == as_event
    assert (outcome.failed, press.failed) == (as_command, as_command)
    assert await sandbox.run_due_retries() == 1
    assert scripted_app.received[-1].headers["X-Slack-Retry-Reason"] == as_event


async def test_the_deadline_is_three_seconds(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("Hi")

    assert scripted_app.received[0].seconds == 3.0


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


async def test_the_same_thing_may_come_again(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("Hi")
    first = sandbox.deliveries[0]
    await sandbox.redeliver(first, times=2)
    await sandbox.redeliver(first, new_event_id=True)

    ids = [payload["event_id"] for payload in scripted_app.payloads]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    assert len({payload["event"]["ts"] for payload in scripted_app.payloads}) == 1
    assert all("X-Slack-Retry-Num" not in request.headers for request in scripted_app.received)


async def test_deliveries_can_be_held_back_and_let_go_in_another_order(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    with sandbox.deliver.hold() as held:
        for text in ("one", "two", "three"):
            await ana.dm(text)
        assert scripted_app.received == []
        assert not sandbox.deliveries[0].done
        await held.release([2, 0, 1])
    await ana.dm("four")

    texts = [payload["event"]["text"] for payload in scripted_app.payloads]
    assert texts == ["three", "one", "two", "four"]


async def test_what_is_held_has_no_outcome_yet(sandbox: Sandbox, ana: Actor) -> None:
    with sandbox.deliver.hold():
        await ana.dm("lost")

    delivery = sandbox.deliveries[0]
    assert (delivery.done, delivery.failed, delivery.status) == (False, None, None)
    assert (delivery.headers, delivery.body, delivery.retries) == ({}, "", 0)


async def test_an_attempt_tells_whether_it_was_taken(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says("busy", status=503))
    await ana.dm("Hi")
    scripted_app.always(says("thanks"))
    await sandbox.run_due_retries()

    delivery = sandbox.deliveries[0]
    assert [attempt.ok for attempt in delivery.attempts] == [False, True]
    assert delivery.body == "thanks"


async def test_held_deliveries_go_in_order_unless_told_otherwise(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    with sandbox.deliver.hold() as held:
        await ana.dm("one")
        await ana.dm("two")
        await held.release()

    texts: list[Any] = [payload["event"]["text"] for payload in scripted_app.payloads]
    assert texts == ["one", "two"]


async def test_the_record_may_be_bounded() -> None:
    sandbox = Sandbox(ManualClock(), transport=ScriptedApp(), keep=2)
    sandbox.install(CAIRN)
    ana = sandbox.act_as("Ana")
    for number in range(4):
        await ana.dm(str(number))

    kept = [delivery.payload["event"]["text"] for delivery in sandbox.deliveries]
    assert kept == ["2", "3"]
    assert sandbox.deliveries[0].kind is DeliveryKind.EVENT
