"""The bot as it is shipped: a process of its own, started by its command, and killed."""

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

_COMMAND = (sys.executable, "-m", "bot")
_START_SECONDS = 60.0
_UNFINISHED = "SELECT count(*) FROM outbox WHERE state IN ('due', 'sending')"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class ShippedBot:
    """One installation in a folder of its own; it may live many times. Without `database` it keeps a file there."""

    folder: Path
    token: str
    secret: str
    api_url: str
    database: str = ""
    keystore: str = ""
    port: int = field(default_factory=_free_port)
    _process: asyncio.subprocess.Process | None = None
    _keys: str = ""

    @property
    def request_url(self) -> str:
        """Where Slack sends to."""
        return f"http://127.0.0.1:{self.port}/slack/events"

    def install(self) -> None:
        """Make a key and the tables, with the commands that an operator uses."""
        self._keys = run_command("keys", "new", environment=self._environment, folder=self.folder).strip()
        run_command("migrate", environment=self._environment, folder=self.folder)

    async def start(self) -> None:
        """Start a life; returns once it says that all is well."""
        with (self.folder / "log.txt").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *_COMMAND, "run", "--host", "127.0.0.1", env=self._environment, cwd=self.folder, stdout=log, stderr=log
            )
        async with asyncio.timeout(_START_SECONDS), aiohttp.ClientSession() as session:
            while not await self._ready(session):
                if self._process.returncode is not None:
                    raise RuntimeError(f"the bot ended with {self._process.returncode}: see {self.folder}/log.txt")
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """End the life at once, wherever it is."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """End the life properly, if there is one."""
        if self._process is not None:
            await self._end(signal.SIGTERM)

    def left_lying(self) -> int:
        """How many deliveries a file holds that are not finished: read from a copy, to leave the scene as it is."""
        with tempfile.TemporaryDirectory() as folder:
            for file in self.folder.glob("cairn.db*"):
                shutil.copy(file, folder)
            with contextlib.closing(sqlite3.connect(Path(folder) / "cairn.db")) as copy:
                return int(copy.execute(_UNFINISHED).fetchone()[0])

    async def quiet(self) -> None:
        """Wait until it has nothing more to say, by its own metrics."""
        async with aiohttp.ClientSession() as session:
            while await self._has_more_to_say(session):  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.02)

    async def _has_more_to_say(self, session: aiohttp.ClientSession) -> bool:
        async with session.get(f"http://127.0.0.1:{self.port}/metrics") as answer:
            counts = re.findall(r'cairn_deliveries\{state="(?:due|sending)"\} (\d+)', await answer.text())
        assert len(counts) == 2, "the metrics do not say it"
        return counts != ["0", "0"]

    async def _end(self, how: signal.Signals) -> None:
        assert self._process is not None, "it does not live"
        self._process.send_signal(how)
        await self._process.wait()
        self._process = None

    async def _ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    @property
    def _environment(self) -> Mapping[str, str]:
        given = {
            "SLACK_BOT_TOKEN": self.token,
            "SLACK_SIGNING_SECRET": self.secret,
            "SLACK_API_URL": self.api_url,
            "DATABASE_URL": self.database or f"sqlite:///{self.folder / 'cairn.db'}",
            "CAIRN_KEYSTORE": self.keystore,
            "CAIRN_KEYS": self._keys,
            "PORT": str(self.port),
        }
        return {"PATH": os.environ["PATH"], **given}


def run_command(*words: str, environment: Mapping[str, str], folder: Path) -> str:
    """Run one of the bot's commands to its end."""
    done = subprocess.run([*_COMMAND, *words], env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def manifest() -> dict[str, Any]:
    """What the bot asks Slack for, as it says itself."""
    printed = run_command(
        "manifest", "--format", "json", "--url", "https://cairn.invalid", environment=os.environ, folder=Path.cwd()
    )
    found: dict[str, Any] = json.loads(printed)
    return found
