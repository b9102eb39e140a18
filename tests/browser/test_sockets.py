"""An app in Socket Mode: the page shows its connections and the envelopes that went over them."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, expect
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.bot_app import BotApp
from sandbox.page.routes import routes
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from tests.browser import MARKS
from tests.browser.conftest import SCOPES, type_and_send

pytestmark = MARKS
APP_TOKEN = "xapp-browser"


async def acknowledge(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
    await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))


@pytest_asyncio.fixture(loop_scope="session")
async def connected(window: Page) -> AsyncIterator[Page]:
    """Ana's window beside an app that is connected over a socket."""
    sandbox = Sandbox()
    sandbox.install(
        BotApp(
            name="Cairn",
            signing_secret="secret",
            socket_mode=True,
            app_token=APP_TOKEN,
            scopes=SCOPES,
            events=["message.im"],
        )
    )
    async with serve(sandbox, extra_routes=routes(sandbox)) as url:
        client = SocketModeClient(APP_TOKEN, web_client=AsyncWebClient(base_url=f"{url}/api/"))
        client.socket_mode_request_listeners.append(acknowledge)
        await client.connect()  # type: ignore[no-untyped-call]  # the SDK does not say what it returns
        await window.goto(f"{url}/as/Ana")
        yield window
        await window.goto("about:blank")
        await client.close()  # type: ignore[no-untyped-call]  # nor here


async def test_envelopes_stand_in_the_wire_log(connected: Page) -> None:
    await type_and_send(connected, "hello")
    await connected.get_by_role("link", name="Wire log").click()
    log = connected.get_by_role("complementary", name="Wire log")
    entry = log.get_by_role("listitem").filter(has_text="event to app")
    await expect(entry).to_contain_text("acknowledged in")
    await entry.locator("summary").click()
    await expect(entry.get_by_role("heading", name="Envelope of try 1")).to_be_visible()
    await expect(entry.get_by_text('"accepts_response_payload": false')).to_be_visible()


async def test_a_connection_can_fall_silent_and_speak_again(connected: Page) -> None:
    await connected.get_by_role("link", name="Clock and faults").click()
    world = connected.get_by_role("complementary", name="Clock and faults")
    await expect(world.get_by_text("1 connection is open.")).to_be_visible()
    await world.get_by_role("button", name="Fall silent").click()
    await type_and_send(connected, "anyone there?")
    await expect(connected.get_by_text("Cairn did not respond")).to_be_visible()
    await world.get_by_role("button", name="Speak again").click()
    await type_and_send(connected, "and now?")
    message = connected.locator(".message", has_text="and now?")
    await expect(message).to_be_visible()
    await expect(message.get_by_text("did not respond")).to_have_count(0)
