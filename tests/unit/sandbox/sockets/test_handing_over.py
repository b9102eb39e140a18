"""What goes over a socket, who acknowledges it, and what comes again."""

import asyncio
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acting.actor import Actor
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import actions, button, modal, section
from tests.unit.sandbox.given import a_message, an_open_modal
from tests.unit.sandbox.socket_app import APP_TOKEN, RawApp, SdkApp, connected
from tests.unit.sandbox.sockets.conftest import TOO_LATE


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


async def test_what_acknowledges_nothing_is_noted(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    sending = asyncio.create_task(ana.dm("Hello"))
    envelope = await raw.heard()
    for words in ("not json", "[]", '{"envelope_id": "another"}'):
        await raw.says(words)
    await raw.acknowledges(envelope)
    await sending

    assert list(sandbox.sockets.not_understood) == ["not json", "[]", '{"envelope_id": "another"}']
    assert sandbox.deliveries[0].failed is None


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
