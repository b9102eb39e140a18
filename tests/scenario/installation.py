"""An installation to be checked: a workspace with the app in it, and what an operator sets and types."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.doctor.findings import Check, Finding
from bot.doctor.slack_side import look_at_slack
from bot.ids import COMMAND
from bot.manifest import EVENTS, NAME, SCOPES
from bot.settings import Contact
from bot.settings import Settings as BotSettings
from sandbox.bot_app import BotApp
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from tests.databases import SetClock, Settings

SECRET = "0123456789abcdef" * 2
TOKEN, APP_TOKEN = "xoxb-of-the-workspace", "xapp-1-A0OTHER-12-abc"
RIGHT_TIME = SystemClock()


@dataclass
class Installation:
    """A workspace with the app in it, and the settings that fit."""

    sandbox: Sandbox
    settings: BotSettings

    def set(self, **settings: Any) -> None:
        self.settings = replace(self.settings, **settings)

    async def asked(self, clock: SystemClock | SetClock = RIGHT_TIME) -> dict[Check, Finding]:
        return {each.check: each for each in await look_at_slack(self.settings, clock)}

    def environ(self, stores: Settings) -> dict[str, str]:
        """The same as an operator sets it."""
        return {
            "SLACK_BOT_TOKEN": self.settings.slack_bot_token,
            "SLACK_SIGNING_SECRET": self.settings.slack_signing_secret,
            "SLACK_API_URL": self.settings.slack_api_url,
            "DATABASE_URL": stores.database,
            "CAIRN_KEYSTORE": stores.keystore,
            "CAIRN_KEYS": stores.keys,
            "SUPPORT_CONTACTS": "HR care team: #hr-care",
        }


@asynccontextmanager
async def installed(
    scopes: Sequence[str] = SCOPES,
    *,
    app_token: str = APP_TOKEN,
    app_scopes: Sequence[str] = ("connections:write",),
    sockets: bool = True,
) -> AsyncIterator[Installation]:
    """A workspace in which the app, and its app-level token, were granted these scopes."""
    sandbox = Sandbox()
    asks: dict[str, Any] = {"scopes": scopes, "events": EVENTS, "commands": [COMMAND], "socket_mode": sockets}
    sandbox.install(BotApp(NAME, SECRET, **asks, token=TOKEN, app_token=app_token, app_scopes=app_scopes))
    async with serve(sandbox) as base_url:
        settings = BotSettings(
            slack_bot_token=TOKEN,
            slack_signing_secret=SECRET,
            slack_api_url=f"{base_url}/api/",
            support_contacts=(Contact("HR care team", "#hr-care"),),
        )
        yield Installation(sandbox, settings)


async def cairn(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""

    def run() -> int:
        try:
            main(list(arguments))
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else 0
        return 0

    code = await asyncio.to_thread(run)
    said = capsys.readouterr()
    return code, said.out, said.err
