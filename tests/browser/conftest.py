"""A real Chromium on the sandbox's page, with a small bot at the other end."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page, async_playwright

from sandbox.acting.actor import Actor
from sandbox.bot_app import BotApp, Shortcut, ShortcutKind
from sandbox.page.routes import routes
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from tests.browser.echo_bot import EchoBot

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCOPES = ["chat:write", "im:history", "im:read", "im:write", "users:read", "reactions:write", "channels:read"]
SHORTCUTS = [
    Shortcut("Write a reflection", "reflect_now"),
    Shortcut("Answer in a form", "answer_in_form", ShortcutKind.MESSAGE),
]
HINTS = [
    ("/cairn", "What you can do here"),
    ("/cairn reflect", "Think about the week"),
    ("/cairn goal", "Your goals"),
    ("/cairn form", "Open the form"),
]


def chromium() -> str:
    """The browser of this machine; a machine without one skips, a build server must have one."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        missing = f"no Chromium on PATH (looked for {', '.join(NAMES)}) and none in CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@dataclass
class Stage:
    """Where a story plays: the workspace, the bot, the address of the page."""

    sandbox: Sandbox
    bot: EchoBot
    url: str
    complaints: list[str] = field(default_factory=list)

    def address(self, person: str, place: str | None = None) -> str:
        """Where somebody looks at a place; by default their conversation with the app."""
        workspace = self.sandbox.workspace
        return f"{self.url}/as/{workspace.person(person).id}/{place or self.sandbox.app.bot_user_id}"

    @property
    def ana(self) -> Actor:
        """The first leader, acting without a browser."""
        return self.sandbox.act_as("Ana")

    def watch(self, page: Page) -> None:
        """Remember whatever the browser complains about."""
        page.on("console", self._heard)
        page.on("pageerror", self._thrown)

    def look_away(self, page: Page) -> None:
        """Leave a window to the next story."""
        page.remove_listener("console", self._heard)
        page.remove_listener("pageerror", self._thrown)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _thrown(self, error: Error) -> None:
        self.complaints.append(str(error))


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    bot, sandbox = EchoBot(), Sandbox()
    async with bot.listening() as request_url:
        app = sandbox.install(
            BotApp(
                name="Cairn",
                signing_secret="secret",
                request_url=request_url,
                scopes=SCOPES,
                events=["message.im", "app_home_opened"],
                commands=["/cairn"],
                shortcuts=SHORTCUTS,
            )
        )
        async with serve(sandbox, extra_routes=routes(sandbox, HINTS)) as url:
            bot.at(url, app.token)
            stage = Stage(sandbox, bot, url)
            yield stage
    assert stage.complaints == []


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    made = await browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    made.set_default_timeout(5000)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def window(context: BrowserContext) -> Page:
    """One window for all stories: opening one takes longer than most of them do."""
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def page(window: Page, context: BrowserContext, stage: Stage) -> AsyncIterator[Page]:
    """Ana's conversation with the app. The stage stays until the window has left it."""
    stage.watch(window)
    await window.goto(stage.address("Ana"))
    yield window
    await window.goto("about:blank")
    stage.look_away(window)
    await context.clear_cookies()


async def type_and_send(page: Page, words: str, box: str = "Message Cairn") -> None:
    """Type in a composer and press Enter."""
    await page.get_by_label(box).fill(words)
    await page.get_by_label(box).press("Enter")
