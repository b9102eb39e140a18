"""Serving the sandbox: a real Bolt app talks with it, retries run by themselves, a door closes."""

import asyncio
import signal
import socket
import sys

import aiohttp
import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.clock import ManualClock
from sandbox.hosting import host
from sandbox.json_object import Json
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from tests.unit.sandbox.conftest import CAIRN, SECRET
from tests.unit.sandbox.drawn import actions, button, modal
from tests.unit.sandbox.scripted_app import ScriptedApp, says


def _bolt(sandbox: Sandbox, base_url: str) -> Starlette:
    client = AsyncWebClient(token=sandbox.app.token, base_url=f"{base_url}/api/")
    app = AsyncApp(client=client, signing_secret=SECRET, process_before_response=True)

    @app.event("message")
    async def greet(event: Json, client: AsyncWebClient) -> None:
        blocks = [actions(button("Answer", "answer"))]
        await client.chat_postMessage(channel=event["channel"], text="How are you?", blocks=blocks)

    @app.action("answer")
    async def ask(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    @app.view("form")
    async def take(ack: AsyncAck, view: Json) -> None:
        answer = view["state"]["values"]["q"]["answer"]["value"]
        if len(answer) < 3:
            await ack(response_action="errors", errors={"q": "A little more?"})
        else:
            await ack()

    @app.command("/cairn")
    async def help_(ack: AsyncAck) -> None:
        await ack("I am here.")

    handler = AsyncSlackRequestHandler(app)

    async def receive(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", receive, methods=["POST"])])


async def test_a_bolt_app_and_a_person_talk() -> None:
    sandbox = Sandbox(ManualClock())
    sandbox.install(CAIRN)
    ana = sandbox.act_as("Ana")
    async with serve(sandbox) as base_url, host(_bolt(sandbox, base_url)) as bot_url:
        sandbox.app.request_url = f"{bot_url}/slack/events"
        await ana.dm("Hello")
        await ana.press(ana.dm_messages()[-1], label="Answer")
        view = ana.open_views()[-1]
        short = await ana.submit(view, {"q": "ok"})
        done = await ana.submit(view, {"q": "very well"})
        helped = await ana.command("/cairn", "help")

    assert short.errors == {"q": "A little more?"}
    assert done.closed
    assert helped.answer is not None
    assert helped.answer.text == "I am here."
    assert [delivery.failed for delivery in sandbox.deliveries] == [None] * 5
    assert all(call.ok for call in sandbox.calls)


async def test_a_page_may_bring_routes_of_its_own(sandbox: Sandbox) -> None:
    async def page(_request: Request) -> Response:
        return PlainTextResponse("a page")

    async with (
        serve(sandbox, extra_routes=[Route("/", page)]) as base_url,
        aiohttp.ClientSession() as session,
        session.get(base_url) as answer,
    ):
        assert await answer.text() == "a page"


async def test_due_retries_run_by_themselves_when_asked_to(sandbox: Sandbox, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says(status=500))
    async with serve(sandbox, retry_every=0.01):
        await sandbox.act_as("Ana").dm("Hi")
        scripted_app.always(says())
        await sandbox.until(lambda: sandbox.deliveries[0].failed is None)

    assert sandbox.deliveries[0].retries == 1


async def test_nothing_is_due_before_an_app_is_installed() -> None:
    sandbox = Sandbox(ManualClock())
    async with serve(sandbox) as base_url:
        sandbox.install(CAIRN)
        assert await sandbox.run_due_retries() == 0

    with pytest.raises(aiohttp.ClientConnectionError):
        async with aiohttp.ClientSession() as session:
            await session.get(base_url)


async def test_a_taken_port_is_said_at_once(sandbox: Sandbox) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            async with serve(sandbox, taken.getsockname()[1]):
                raise AssertionError("it must not start")


async def test_alone_it_says_in_one_line_that_it_cannot_start() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sandbox", "--port", port),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, complained = await process.communicate()

    assert (said, process.returncode) == (b"", 1)
    assert complained.decode().startswith(f"The sandbox cannot start on port {port}: ")
    assert complained.count(b"\n") == 1


async def test_it_starts_alone_and_says_where_it_is() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "--port", "0", "--token", "xoxb-mine"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(20):
            said = [(await process.stdout.readline()).decode().strip() for _ in range(4)]
            api = said[1].partition("SLACK_API_URL=")[2]
            answer = await AsyncWebClient(token="xoxb-mine", base_url=api).auth_test()
    finally:
        process.send_signal(signal.SIGINT)
        await process.communicate()

    assert said[0].startswith("The sandbox is at http://127.0.0.1:")
    assert said[2:] == [
        "SLACK_BOT_TOKEN=xoxb-mine",
        "SLACK_SIGNING_SECRET=sandbox-signing-secret",
    ]
    assert answer["team"] == "Northwind"
    assert process.returncode == 0
