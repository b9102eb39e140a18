"""A sandbox with an app in Socket Mode, and the app in two shapes."""

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from sandbox.clock import ManualClock
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.socket_app import APP_TOKEN, RawApp, SdkApp, connected, sdk_app

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
