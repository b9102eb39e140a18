"""Socket Mode: connecting, handing over, acknowledging, parting. With Slack's own client and word by word."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.acting.actor import Actor
from sandbox.bot_app import BotApp
from sandbox.clock import ManualClock
from sandbox.mishaps import Mishap, MishapKind
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from sandbox.sockets.envelopes import Parting
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.drawn import actions, button, modal, section
from tests.unit.sandbox.given import a_message, an_open_modal
from tests.unit.sandbox.socket_app import APP_TOKEN, Line, RawApp, SdkApp, address, connected, sdk_app

SOCKET_APP = replace(CAIRN, request_url=None, socket_mode=True, app_token=APP_TOKEN)
TOO_LATE = 0.05


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox(ManualClock())
    sandbox.install(SOCKET_APP)
    return sandbox


@pytest.fixture
async def api_url(base_url: str) -> str:
    return f"{base_url}/api/"


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def app(api_url: str) -> AsyncIterator[SdkApp]:
    async with sdk_app(api_url) as app:
        yield app


@pytest.fixture
async def raw(session: aiohttp.ClientSession, api_url: str, sandbox: Sandbox) -> RawApp:
    app = await connected(session, api_url)
    assert (await app.heard())["type"] == "hello"
    return app


async def test_slack_says_hello(session: aiohttp.ClientSession, api_url: str, sandbox: Sandbox) -> None:
    one, other = await connected(session, api_url), await connected(session, api_url)

    greeted = [await one.heard(), await other.heard()]

    assert [each["type"] for each in greeted] == ["hello", "hello"]
    assert [each["num_connections"] for each in greeted] == [1, 2]
    assert greeted[0]["connection_info"] == {"app_id": sandbox.app.app_id}
    assert greeted[0]["debug_info"]["host"]
    assert sandbox.sockets.connections == 2


async def test_slacks_own_client_takes_events_presses_and_commands(sandbox: Sandbox, app: SdkApp, ana: Actor) -> None:
    await ana.dm("Hello")
    await ana.press(a_message(sandbox, ana.person.id, actions(button())), label="Go")
    app.replies = lambda _request: {"text": "Here you are"}
    outcome = await ana.command("/cairn", "help")

    event, press, command = app.received
    assert (event.type, press.type, command.type) == ("events_api", "interactive", "slash_commands")
    assert event.payload["event"]["text"] == "Hello"
    assert (event.retry_attempt, event.retry_reason, event.accepts_response_payload) == (0, "", False)
    assert (press.payload["type"], press.accepts_response_payload) == ("block_actions", False)
    assert (command.payload["text"], command.accepts_response_payload) == ("help", True)
    assert outcome.answer is not None
    assert outcome.answer.text == "Here you are"
    assert {delivery.status for delivery in sandbox.deliveries} == {200}
    last = sandbox.deliveries[-1].last
    assert last is not None
    assert last.envelope is not None
    assert last.envelope["envelope_id"] == command.envelope_id


async def test_a_form_is_answered_in_the_acknowledgement(sandbox: Sandbox, app: SdkApp, ana: Actor) -> None:
    view = an_open_modal(sandbox, ana, modal())
    app.replies = lambda _request: {"response_action": "errors", "errors": {"q": "Too short."}}

    refused = await ana.submit(view, {"q": "no"})
    app.replies = lambda _request: None
    sent = await ana.submit(view, {"q": "Long enough"})

    assert (refused.errors, refused.closed) == ({"q": "Too short."}, False)
    assert sent.closed
    assert all(request.accepts_response_payload for request in app.received)


async def test_a_bolt_app_works_as_over_http(sandbox: Sandbox, ana: Actor, api_url: str) -> None:
    bolt = AsyncApp(client=AsyncWebClient(token=sandbox.app.token, base_url=api_url), signing_secret="unused")

    @bolt.event("message")
    async def answer(event: dict[str, Any], say: Any) -> None:
        await say(f"You said {event['text']}")

    @bolt.command("/cairn")
    async def run(ack: AsyncAck) -> None:
        await ack("At your service")

    socket = AsyncSocketModeHandler(
        bolt, APP_TOKEN, web_client=AsyncWebClient(token=APP_TOKEN, base_url=api_url), ping_interval=1
    )
    await socket.connect_async()  # type: ignore[no-untyped-call]  # the SDK has no types here
    try:
        await ana.dm("hi")
        await sandbox.until(lambda: len(ana.dm_messages()) == 2)
        outcome = await ana.command("/cairn")
    finally:
        await socket.close_async()  # type: ignore[no-untyped-call]  # the same

    assert ana.dm_messages()[-1].text == "You said hi"
    assert outcome.answer is not None
    assert outcome.answer.text == "At your service"


async def test_an_event_that_is_not_acknowledged_comes_again_and_says_so(
    sandbox: Sandbox, app: SdkApp, ana: Actor
) -> None:
    sandbox.deliver.deadline = TOO_LATE
    app.silent = True
    await ana.dm("Hello")
    for seconds in (0, 60, 300, 1_000):
        sandbox.clock.advance(seconds)
        await sandbox.run_due_retries()

    tried = [(request.retry_attempt, request.retry_reason) for request in app.received]
    assert tried == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert len({request.envelope_id for request in app.received}) == 4
    assert len({request.payload["event_id"] for request in app.received}) == 1
    assert sandbox.deliveries[0].failed == "timeout"


async def test_a_retry_that_is_acknowledged_is_the_last(sandbox: Sandbox, app: SdkApp, ana: Actor) -> None:
    sandbox.deliver.deadline, app.silent = TOO_LATE, True
    await ana.dm("Hello")
    sandbox.deliver.deadline, app.silent = 3.0, False
    tried = [await sandbox.run_due_retries()]
    sandbox.clock.advance(3600)
    tried.append(await sandbox.run_due_retries())

    assert tried == [1, 0]
    assert sandbox.deliveries[0].failed is None


async def test_presses_and_commands_never_come_again(sandbox: Sandbox, app: SdkApp, ana: Actor) -> None:
    sandbox.deliver.deadline, app.silent = TOO_LATE, True
    outcome = await ana.command("/cairn")
    press = await ana.press(a_message(sandbox, ana.person.id, actions(button())), label="Go")
    sandbox.clock.advance(3600)

    assert (outcome.failed, press.failed) == ("operation_timeout", "operation_timeout")
    assert await sandbox.run_due_retries() == 0
    assert len(app.received) == 2


async def test_without_a_connection_nothing_arrives(sandbox: Sandbox, ana: Actor) -> None:
    await ana.dm("Hello?")
    outcome = await ana.command("/cairn")

    assert sandbox.deliveries[0].failed == "connection_failed"
    assert outcome.failed == "dispatch_failed"
    assert await sandbox.run_due_retries() == 1


async def test_each_envelope_goes_to_one_connection(
    sandbox: Sandbox, ana: Actor, session: aiohttp.ClientSession, api_url: str
) -> None:
    apps = [await connected(session, api_url) for _ in range(3)]
    for app in apps:
        await app.heard()
    sending = [asyncio.create_task(ana.dm(str(number))) for number in range(6)]
    heard: list[tuple[int, str]] = []
    for _ in range(2):
        for number, app in enumerate(apps):
            envelope = await app.heard()
            heard.append((number, envelope["payload"]["event"]["text"]))
            await app.acknowledges(envelope)
    await asyncio.gather(*sending)

    assert sorted(text for _, text in heard) == [str(number) for number in range(6)]
    assert [number for number, _ in heard] == [0, 1, 2, 0, 1, 2]


async def test_ten_may_connect_and_an_eleventh_is_sent_away(
    sandbox: Sandbox, session: aiohttp.ClientSession, api_url: str
) -> None:
    ten = [await connected(session, api_url) for _ in range(10)]
    assert [(await each.heard())["type"] for each in ten] == ["hello"] * 10

    eleventh = await connected(session, api_url)

    assert (await eleventh.heard())["reason"] == "too_many_websockets"
    assert (await eleventh.socket.receive()).type is aiohttp.WSMsgType.CLOSE
    assert sandbox.sockets.connections == 10


async def test_who_is_gone_before_being_greeted_leaves_nothing_behind(sandbox: Sandbox) -> None:
    class Gone(Line):
        async def send_text(self, text: str) -> None:
            raise WebSocketDisconnect(reason=f"before {text}")

    ticket = parse_qs(urlsplit(sandbox.sockets.issue_url()).query)["ticket"][0]
    await sandbox.sockets.serve(cast("WebSocket", Gone({"ticket": ticket})))

    assert sandbox.sockets.connections == 0


async def test_an_app_may_be_installed_while_the_sandbox_is_served() -> None:
    sandbox = Sandbox(ManualClock())
    async with serve(sandbox) as url:
        sandbox.install(SOCKET_APP)
        async with sdk_app(f"{url}/api/"):
            assert sandbox.sockets.connections == 1


async def test_a_ticket_is_good_once_and_not_for_long(
    sandbox: Sandbox, session: aiohttp.ClientSession, api_url: str
) -> None:
    used, old = await address(session, api_url), await address(session, api_url)
    await session.ws_connect(used)
    sandbox.clock.advance(31)

    for url in (used, old, used.partition("?")[0]):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(url)
        assert refused.value.status == 403


TOKENS: dict[str, tuple[BotApp, str | None, str]] = {
    "none": (SOCKET_APP, None, "not_authed"),
    "the bot's": (SOCKET_APP, CAIRN.token, "not_allowed_token_type"),
    "a made-up one": (SOCKET_APP, "xapp-other", "invalid_auth"),
    "one without the scope": (replace(SOCKET_APP, app_scopes=()), APP_TOKEN, "missing_scope"),
    "with Socket Mode off": (replace(SOCKET_APP, socket_mode=False), APP_TOKEN, "socket_mode_not_enabled"),
}


@pytest.mark.parametrize("name", TOKENS)
def test_only_the_apps_own_token_opens_a_connection(name: str) -> None:
    config, token, error = TOKENS[name]
    sandbox = Sandbox(ManualClock())
    sandbox.install(config)

    assert sandbox.call("apps.connections.open", {}, token)["error"] == error


async def test_an_app_that_was_taken_out_opens_no_connection(sandbox: Sandbox) -> None:
    await sandbox.admin.uninstall()

    assert sandbox.call("apps.connections.open", {}, APP_TOKEN)["error"] == "account_inactive"


def test_socket_mode_needs_an_app_token() -> None:
    with pytest.raises(ValueError, match="xapp-"):
        replace(SOCKET_APP, app_token=None)


@pytest.mark.parametrize("reason", [Parting.WARNING, Parting.REFRESH_REQUESTED])
async def test_slacks_own_client_connects_anew_when_asked_to(
    sandbox: Sandbox, app: SdkApp, ana: Actor, reason: Parting
) -> None:
    await sandbox.sockets.disconnect(reason)
    await ana.dm("Still there?")

    assert [request.payload["event"]["text"] for request in app.received] == ["Still there?"]
    assert sandbox.deliveries[0].failed is None
    await sandbox.until(lambda: sandbox.sockets.connections == 1)


async def test_a_connection_that_is_refreshed_is_given_nothing_new_and_may_still_acknowledge(
    sandbox: Sandbox, raw: RawApp, ana: Actor, session: aiohttp.ClientSession, api_url: str
) -> None:
    first = asyncio.create_task(ana.dm("before"))
    before = await raw.heard()
    await sandbox.sockets.disconnect(Parting.REFRESH_REQUESTED)
    assert (await raw.heard())["reason"] == "refresh_requested"
    second = asyncio.create_task(ana.dm("after"))
    new = await connected(session, api_url)
    assert (await new.heard())["type"] == "hello"

    after = await new.heard()
    await raw.acknowledges(before)
    await new.acknowledges(after)
    await asyncio.gather(first, second)

    assert after["payload"]["event"]["text"] == "after"
    assert [delivery.failed for delivery in sandbox.deliveries] == [None, None]


async def test_switched_off_it_is_over(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    await sandbox.sockets.disconnect(Parting.LINK_DISABLED)

    assert (await raw.heard())["reason"] == "link_disabled"
    assert (await raw.socket.receive()).type is aiohttp.WSMsgType.CLOSE
    await sandbox.until(lambda: sandbox.sockets.connections == 0)
    await ana.dm("Hello?")
    assert sandbox.deliveries[0].failed == "connection_failed"
    assert sandbox.call("apps.connections.open", {}, APP_TOKEN)["error"] == "socket_mode_not_enabled"


async def test_what_acknowledges_nothing_is_noted(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    sending = asyncio.create_task(ana.dm("Hello"))
    envelope = await raw.heard()
    for words in ("not json", "[]", '{"envelope_id": "another"}'):
        await raw.says(words)
    await raw.acknowledges(envelope)
    await sending

    assert list(sandbox.sockets.not_understood) == ["not json", "[]", '{"envelope_id": "another"}']
    assert sandbox.deliveries[0].failed is None


async def test_a_connection_that_breaks_off_is_a_failure_at_once(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    sending = asyncio.create_task(ana.dm("Hello"))
    await raw.heard()
    sandbox.sockets.cut()
    await sending

    assert sandbox.deliveries[0].failed == "connection_failed"
    assert sandbox.sockets.connections == 0


async def test_pings_are_answered_until_the_connection_falls_silent(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    sandbox.deliver.deadline = TOO_LATE
    sandbox.sockets.stall()
    await raw.socket.ping(b"there?")
    await ana.dm("lost on the way")
    silent = sandbox.deliveries[0].failed
    with pytest.raises(TimeoutError):
        await raw.socket.receive(timeout=TOO_LATE)

    sandbox.sockets.resume()
    sandbox.deliver.deadline = 3.0
    sending = asyncio.create_task(ana.dm("heard again"))
    envelope = await raw.heard()
    await raw.acknowledges(envelope)
    await sending

    assert silent == "timeout"
    assert not raw.socket.closed
    assert envelope["payload"]["event"]["text"] == "heard again"


async def test_silence_may_begin_with_a_delivery(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    sandbox.deliver.deadline = TOO_LATE
    sandbox.mishaps.plan(Mishap(MishapKind.SILENCE))
    await ana.dm("Hello?")

    assert sandbox.deliveries[0].failed == "timeout"
    with pytest.raises(TimeoutError):
        await raw.socket.receive(timeout=TOO_LATE)


async def test_a_silent_connection_is_given_up_when_the_app_comes_back(
    sandbox: Sandbox, raw: RawApp, ana: Actor, session: aiohttp.ClientSession, api_url: str
) -> None:
    sandbox.sockets.stall()
    back = await connected(session, api_url)
    assert (await back.heard())["num_connections"] == 1
    sending = asyncio.create_task(ana.dm("Hello"))

    await back.acknowledges(await back.heard())
    await sending

    assert sandbox.deliveries[0].failed is None


async def test_slacks_own_client_notices_the_silence(sandbox: Sandbox, ana: Actor, api_url: str) -> None:
    async with sdk_app(api_url, ping_interval=0.05) as app:
        sandbox.sockets.stall()
        first = app.client.current_session
        await sandbox.until(lambda: app.client.current_session is not first and sandbox.sockets.connections == 1)
        await ana.dm("Hello")

    assert [request.payload["event"]["text"] for request in app.received] == ["Hello"]


async def test_nothing_goes_to_a_request_url_in_socket_mode(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    sandbox.app.request_url = "http://127.0.0.1:1/slack/events"
    sending = asyncio.create_task(ana.dm("Hello"))
    await raw.acknowledges(await raw.heard())
    await sending

    assert sandbox.deliveries[0].headers == {}
    assert sandbox.deliveries[0].failed is None


async def test_a_modal_may_be_put_on_top_in_the_acknowledgement(sandbox: Sandbox, app: SdkApp, ana: Actor) -> None:
    view = an_open_modal(sandbox, ana, modal())
    app.replies = lambda _request: {"response_action": "push", "view": modal(section("Top"))}

    outcome = await ana.submit(view, {"q": "x"})

    assert len(ana.open_views()) == 2
    assert outcome.failed is None
