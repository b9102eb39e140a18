"""`cairn demo`: a small Slack on this machine, and the same `cairn run` that serves a real one, talking to it.

The bot is a process of its own. Kill it and it is started again, so that one can see that nothing is lost.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

import aiohttp

from bot.demo_story import Teller
from bot.ids import COMMAND
from bot.manifest import EVENTS, NAME, SCOPES
from bot.prompt_files import read_prompts
from flows.conversation.library import BASE_LANGUAGE
from flows.errors import CairnError
from sandbox.bot_app import BotApp
from sandbox.clock import SystemClock
from sandbox.page.routes import routes
from sandbox.rates import Rates
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from storage.master_keys import new_master_key
from storage.migrate import migrate_stores

_TOKEN, _SECRET = "xoxb-demo", "demo-signing-secret"
_KEEP = 1_000
_START_SECONDS = 20.0
_CONTACTS = "Employee assistance: +44 20 7946 0000; HR care team: #hr-care"


class DemoFailed(CairnError):
    """The demo could not start; the message says why."""


async def demo(port: int) -> None:
    """Serve the demo until interrupted."""
    async with opened(port) as (_, base_url):
        print(f"\nCairn is ready. Open {base_url}\n", flush=True)
        print("Everything stays on this machine and is forgotten when you press Ctrl-C.", flush=True)
        await asyncio.Event().wait()


@asynccontextmanager
async def opened(port: int) -> AsyncIterator[tuple[Sandbox, str]]:
    """The demo for as long as the block lasts: its sandbox, and the address of the page."""
    bot_port = _free_port()
    sandbox = Sandbox(SystemClock(), keep=_KEEP, rates=Rates(), echoes=True)
    sandbox.install(_app(f"http://127.0.0.1:{bot_port}/slack/events"))
    with TemporaryDirectory(prefix="cairn-demo-") as folder:
        await migrate_stores(*_stores(folder))
        async with serve(sandbox, port, extra_routes=routes(sandbox, _hints()), retry_every=1.0) as base_url:
            settings = _settings(folder, base_url, bot_port)
            async with _kept_running(settings, bot_port):
                await seed(sandbox, bot_port)
                yield sandbox, base_url


async def seed(sandbox: Sandbox, bot_port: int) -> None:
    """Let a programme have begun, and people have used Cairn a little, by doing what they would do."""

    async def heard(who: str, messages: int) -> None:
        await _answered(sandbox, who, messages, bot_port)

    await Teller(sandbox, heard).tell()


async def _answered(sandbox: Sandbox, who: str, messages: int, bot_port: int) -> None:
    """Wait until Cairn has written this many messages to a person and knows that they arrived, as a reader would."""
    actor = sandbox.act_as(who)
    bot = sandbox.app.bot_user_id
    await sandbox.until(lambda: sum(message.user_id == bot for message in actor.dm_messages()) >= messages)
    async with aiohttp.ClientSession() as session, asyncio.timeout(_START_SECONDS):
        while await _under_way(session, bot_port):  # noqa: ASYNC110 - it is another process that we wait for
            await asyncio.sleep(0.05)


async def _under_way(session: aiohttp.ClientSession, bot_port: int) -> bool:
    """Whether the bot still has something to say, by its own metrics."""
    async with session.get(f"http://127.0.0.1:{bot_port}/metrics") as response:
        counts = dict(line.rsplit(" ", 1) for line in (await response.text()).splitlines() if line[:1] != "#")
    return any(counts[f'cairn_deliveries{{state="{state}"}}'] != "0" for state in ("due", "sending"))


@asynccontextmanager
async def _kept_running(settings: Mapping[str, str], port: int) -> AsyncIterator[None]:
    """The bot as a process that is started again whenever it ends."""
    keeper = asyncio.create_task(_keep(settings))
    try:
        await _answers(f"http://127.0.0.1:{port}/healthz", keeper)
        yield
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper


async def _keep(settings: Mapping[str, str]) -> None:
    while True:
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--host", "127.0.0.1", env={**os.environ, **settings}
        )
        try:
            code = await bot.wait()
        except asyncio.CancelledError:
            bot.terminate()
            await bot.wait()
            raise
        if code > 0:
            raise DemoFailed(f"the bot ended with code {code}")
        print("The bot was stopped; starting it again.", flush=True)


async def _answers(address: str, keeper: asyncio.Task[None]) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(_START_SECONDS):
        while not keeper.done():
            with suppress(aiohttp.ClientError):
                async with session.get(address) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.1)
    await keeper


def _hints() -> list[tuple[str, str]]:
    """What the page offers while somebody types a command."""
    prompts = read_prompts()
    words = prompts.catalogues[BASE_LANGUAGE]
    starts = [(script.start_words[0], script.starts_as) for script in prompts.library.in_language(BASE_LANGUAGE)]
    pages = [
        ("journal", words("journal.title")),
        ("leaders", words("reading.title")),
        ("programme", words("programme.title")),
        ("settings", words("settings.title")),
        ("privacy", words("privacy.title")),
        ("help", words("help.title")),
    ]
    return [(f"{COMMAND} {word}", label) for word, label in (*starts, *pages)]


def _app(request_url: str) -> BotApp:
    return BotApp(
        name=NAME,
        request_url=request_url,
        signing_secret=_SECRET,
        token=_TOKEN,
        scopes=SCOPES,
        events=EVENTS,
        commands=[COMMAND],
    )


def _stores(folder: str) -> tuple[str, str]:
    return f"sqlite:///{Path(folder) / 'cairn.db'}", f"sqlite:///{Path(folder) / 'cairn-keys.db'}"


def _settings(folder: str, sandbox_url: str, port: int) -> dict[str, str]:
    database, keystore = _stores(folder)
    return {
        "SLACK_BOT_TOKEN": _TOKEN,
        "SLACK_SIGNING_SECRET": _SECRET,
        "SLACK_API_URL": f"{sandbox_url}/api/",
        "SLACK_APP_TOKEN": "",  # whatever stands in the operator's own environment
        "CLOCK_URL": f"{sandbox_url}/control/clock",
        "DATABASE_URL": database,
        "CAIRN_KEYSTORE": keystore,
        "CAIRN_KEYS": new_master_key(),
        "SUPPORT_CONTACTS": _CONTACTS,
        "PORT": str(port),
    }


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
