"""Who may connect to Slack, with what, and how often."""

from dataclasses import replace
from typing import cast
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.bot_app import BotApp
from sandbox.clock import ManualClock
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.socket_app import APP_TOKEN, Line, address, connected, sdk_app
from tests.unit.sandbox.sockets.conftest import SOCKET_APP


async def test_slack_says_hello(session: aiohttp.ClientSession, api_url: str, sandbox: Sandbox) -> None:
    one, other = await connected(session, api_url), await connected(session, api_url)

    greeted = [await one.heard(), await other.heard()]

    assert [each["type"] for each in greeted] == ["hello", "hello"]
    assert [each["num_connections"] for each in greeted] == [1, 2]
    assert greeted[0]["connection_info"] == {"app_id": sandbox.app.app_id}
    assert greeted[0]["debug_info"]["host"]
    assert sandbox.sockets.connections == 2


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
