"""Kill the shipped process at any moment: what was acknowledged is there, once, and nobody is asked twice.

People answer in the chat and in forms, and change what they wrote. What they typed into a form stands there again.

KILLS says how often (six if nobody says), SEED repeats a run.
"""

import asyncio
import os
import random
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.bot_app import BotApp
from sandbox.faults import slow
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from tests.crash.checker import Findings, check
from tests.crash.people import Robot
from tests.crash.shipped import ShippedBot, manifest
from tests.crash.town import Town
from tests.crash.wire import Log, Road, Shown

PEOPLE = ("Ana", "Ben", "Chloe", "Dana", "Emil", "Farah", "Gus")
SECRET = "the-signing-secret-of-a-test"
_EVENING = 600.0
_DEADLINE = 60.0
"""Only death keeps a request from its answer: how quick a machine is, is no test's business."""

_REPEATS = 300


@dataclass
class Rig:
    """The town, the bot, and what they are tried with."""

    town: Town
    bot: ShippedBot
    road: Road
    chance: random.Random
    kills: int = 0
    hits: int = 0

    async def life(self) -> None:
        """One life: start, let people talk, kill."""
        await self._wake()
        await asyncio.sleep(self.chance.uniform(0.05, 0.6))
        on_the_road = self.road.on_it
        await self.bot.kill()
        self.town.asleep()
        self.kills += 1
        self.hits += bool(on_the_road or self.bot.left_lying())

    async def last_life(self, robots: list[Robot], lives: list["asyncio.Task[None]"]) -> None:
        """Let everybody come to an end: nobody is done while something may still be on its way to them."""
        self.town.evening = True
        await self._wake()
        retries = asyncio.create_task(self._retries())
        async with asyncio.timeout(_EVENING):
            await asyncio.gather(*lives)
            await self.bot.quiet()
            while not all(robot.is_done() for robot in robots):
                await asyncio.gather(*(robot.live() for robot in robots))
                await self.bot.quiet()
        retries.cancel()

    async def repeat(self, robots: list[Robot]) -> int:
        """Bring everything that was acknowledged once more, in any order; how many messages came of it."""
        sandbox, said = self.town.sandbox, self.town.log.posts()
        done = [delivery for delivery in sandbox.deliveries if delivery.status == 200]
        for delivery in self.chance.sample(done, min(len(done), _REPEATS)):
            await sandbox.redeliver(delivery)
        for robot in robots:
            await robot.turn_up()
        await self.bot.quiet()
        return self.town.log.posts() - said - len(robots)

    async def _wake(self) -> None:
        await self.bot.start()
        self.town.awake()
        self.town.sandbox.clock.advance(301)
        self._retry = asyncio.create_task(self.town.sandbox.run_due_retries())

    async def _retries(self) -> None:
        while True:
            await asyncio.sleep(0.2)
            if not self.road.on_it:  # whoever just pressed has three seconds to see their window open
                self.town.sandbox.clock.advance(301)
            await self.town.sandbox.run_due_retries()


@asynccontextmanager
async def rig(folder: Path, seed: int, database: str = "", keystore: str = "") -> AsyncIterator[Rig]:
    """Slack in this process, the bot installed in a folder, not yet started."""
    log = Log()
    road = Road(log)
    wants = manifest()
    events = wants["settings"]["event_subscriptions"]["bot_events"]
    sandbox = Sandbox(transport=road, deadline=_DEADLINE)
    sandbox.calls = log.calls()
    app = sandbox.install(
        BotApp("Cairn", SECRET, scopes=wants["oauth_config"]["scopes"]["bot"], events=events, commands=["/cairn"])
    )
    # Done at once and answered a little later: time to be killed in between.
    sandbox.faults.plan(slow(0.02), method="chat.postMessage", times=100_000)
    async with serve(sandbox) as base_url:
        bot = ShippedBot(folder, app.token, SECRET, f"{base_url}/api/", database, keystore)
        await asyncio.to_thread(bot.install)
        app.request_url = bot.request_url
        try:
            yield Rig(Town(sandbox, log), bot, road, random.Random(seed))
        finally:
            await bot.stop()


@pytest.mark.timeout(0)  # as long as KILLS takes
async def test_nothing_acknowledged_is_lost_however_often_it_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kills, seed = int(os.environ.get("KILLS", "6")), int(os.environ.get("SEED", secrets.randbelow(1_000_000)))
    async with rig(tmp_path, seed) as tried:
        robots = [Robot(tried.town, tried.town.sandbox.act_as(name), random.Random(f"{seed}{name}")) for name in PEOPLE]
        lives = [asyncio.create_task(robot.live()) for robot in robots]
        while tried.kills < kills:
            await tried.life()
            for life in lives:
                assert not life.done(), life.exception()
        await tried.last_life(robots, lives)
        echoes = await tried.repeat(robots)
        found = check([(robot, await robot.kept()) for robot in robots], tried.town.log)

    done = sum(answer.acknowledged for robot in robots for answer in robot.history)
    told = f"{tried.kills} kills, {tried.hits} of them in the middle of something (seed {seed}); {done} answers"
    put_up = [line.fields for line in tried.town.log.lines if isinstance(line, Shown)]
    drafts = sum(bool(held) for fields in put_up for held in fields.values())
    with capsys.disabled():
        sys.stdout.write(f"\nkill -9: {told} acknowledged: {found}\n")
        sys.stdout.write(f"{len(put_up)} forms were put up, with {drafts} drafts in them\n")
        for kind, each in found.told():
            sys.stdout.write(f"{kind}: {each}\n")
    assert found == Findings([], [], [], [], [])
    assert echoes == 0, "what came twice was answered twice"
    assert tried.kills == kills
    assert tried.hits >= kills // 2
    assert done > 0
