"""A sandbox with an app installed, whose time stands still."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acting.actor import Actor
from sandbox.bot_app import MODELLED_EVENTS, BotApp, Shortcut, ShortcutKind
from sandbox.clock import ManualClock
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from tests.unit.sandbox.scripted_app import ScriptedApp

SECRET = "a-secret-for-tests"
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "dnd:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "reactions:read",
    "reactions:write",
    "users.profile:read",
    "users:read",
)
CAIRN = BotApp(
    name="Cairn",
    signing_secret=SECRET,
    request_url="http://bot.invalid/slack/events",
    scopes=SCOPES,
    events=sorted(MODELLED_EVENTS),
    commands=["/cairn"],
    shortcuts=[
        Shortcut("Reflect now", "reflect_now"),
        Shortcut("Praise this", "praise", ShortcutKind.MESSAGE),
    ],
)


@pytest.fixture
def scripted_app() -> ScriptedApp:
    return ScriptedApp()


@pytest.fixture
def sandbox(scripted_app: ScriptedApp) -> Sandbox:
    sandbox = Sandbox(ManualClock(), transport=scripted_app)
    sandbox.install(CAIRN)
    return sandbox


@pytest.fixture
def ana(sandbox: Sandbox) -> Actor:
    return sandbox.act_as("Ana")


@pytest.fixture
async def base_url(sandbox: Sandbox) -> AsyncIterator[str]:
    async with serve(sandbox) as url:
        yield url


@pytest.fixture
async def client(sandbox: Sandbox, base_url: str) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.app.token, base_url=f"{base_url}/api/", retry_handlers=[], timeout=5)
