"""A small world for stories: the sandbox's Slack, the real bot against it, one clock for both."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import count
from pathlib import Path

from bot.ids import COMMAND
from bot.manifest import EVENTS, NAME, SCOPES, asked
from bot.prompt_files import Prompts, read_prompts
from bot.settings import Contact
from bot.settings import Settings as BotSettings
from bot.wiring import Cairn, cairn
from flows.delivery import DeliveryState
from flows.people import AnswerIn
from sandbox.acting.actor import Actor
from sandbox.bot_app import BotApp
from sandbox.clock import ManualClock
from sandbox.hosting import host
from sandbox.records import EphemeralMessage, Message
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from sandbox.traffic import Delivery
from storage.memory import Memory
from tests.databases import CountedIds, SetClock, Settings
from tests.scenario.warm_stores import warm_memory

SUPPORT = (Contact("HR care team", "#hr-care"),)
_LIVES = count(1)
_PATIENCE = 100.0


@cache
def _shipped_prompts() -> Prompts:
    """Read once for all worlds: nobody changes them."""
    return read_prompts()


@dataclass
class World:
    """One bot in one workspace."""

    sandbox: Sandbox
    stores: Settings
    clock: SetClock
    api_url: str
    prompts_dir: Path | None = None
    answer_in: AnswerIn = AnswerIn.CHAT
    bot: Cairn | None = None
    bot_url: str = ""

    def person(self, name: str) -> "Person":
        """Somebody to act as."""
        return Person(self, self.sandbox.act_as(name))

    def later(self, delta: timedelta) -> None:
        """Let time pass, for Slack and for the bot."""
        self.sandbox.clock.advance(delta.total_seconds())
        self.clock.at += delta

    @property
    def running(self) -> Cairn:
        """The bot that runs now."""
        assert self.bot is not None, "the bot does not run"
        return self.bot

    @property
    def memory(self) -> Memory:
        """What the bot remembers."""
        return self.running.memory

    async def settled(self) -> None:
        """Wait until the bot has said everything that is due by now."""
        self.running.sender.wake()
        async with asyncio.timeout(_PATIENCE):
            while await self._busy():  # noqa: ASYNC110 - only the store knows, and it tells nobody
                await asyncio.sleep(0.01)

    async def _busy(self) -> bool:
        counts = await self.memory.outbox.counts_by_state()
        if counts[DeliveryState.SENDING]:
            return True
        if not counts[DeliveryState.DUE]:
            return False
        due = await self.memory.outbox.next_due_at()
        return due is None or due <= self.clock.now()  # none: the sender has just taken it

    @contextmanager
    def impatient(self) -> Iterator[None]:
        """Let the bot wait less long for Slack than Slack is slow, so that the test need not wait either."""
        hears, sends = self.running.reception, self.running.sender
        usual = hears.patience, sends.patience
        hears.patience = sends.patience = 1
        try:
            yield
        finally:
            hears.patience, sends.patience = usual

    @contextmanager
    def left_waiting(self) -> Iterator[None]:
        """Let Slack give up soon on what the bot does not acknowledge: over a socket, that is how it asks again."""
        deliver = self.sandbox.deliver
        usual, deliver.deadline = deliver.deadline, 1
        try:
            yield
        finally:
            deliver.deadline = usual

    @asynccontextmanager
    async def life(self) -> AsyncIterator[Cairn]:
        """The bot's process, from start to a proper end. Every life has ids of its own."""
        ids = CountedIds(f"life{next(_LIVES)}")
        settings = BotSettings(
            slack_bot_token=self.sandbox.app.token,
            slack_signing_secret=self.sandbox.app.signing_secret,
            slack_app_token=self.sandbox.app.config.app_token or "",
            slack_api_url=self.api_url,
            support_contacts=SUPPORT,
            answer_in=self.answer_in,
        )
        async with AsyncExitStack() as stack:
            memory = await stack.enter_async_context(warm_memory(self.stores, self.clock, ids))
            await memory.check()
            prompts = read_prompts(self.prompts_dir) if self.prompts_dir else _shipped_prompts()
            bot = await stack.enter_async_context(cairn(settings, prompts, memory, self.clock, ids, alone=True))
            self.bot_url = await stack.enter_async_context(host(bot.http))
            self.sandbox.app.request_url = None if bot.socket else f"{self.bot_url}/slack/events"
            bot.reception.patience = bot.sender.patience = _PATIENCE
            self.bot = bot
            yield bot
        self.bot = None


@dataclass(frozen=True)
class Person:
    """Somebody using Slack, and what they see of Cairn."""

    world: World
    actor: Actor

    @property
    def slack_id(self) -> str:
        return self.actor.person.id

    async def types(self, text: str, *, raw: bool = False) -> Message:
        """Type in the DM, and wait for the answer."""
        message = await self.actor.dm(text, raw=raw)
        await self.world.settled()
        return message

    async def replies(self, to: Message, text: str) -> Message:
        """Type in the thread of a message."""
        message = await self.actor.reply(to, text)
        await self.world.settled()
        return message

    async def presses(
        self, label: str, on: Message | EphemeralMessage | None = None, *, as_seen: bool = False
    ) -> Delivery:
        """Press a button by its label; without a message, on the last one that has it."""
        surface = on or self.message_with_button(label)
        delivery = await self.actor.press(surface, label=label, as_seen=as_seen)
        await self.world.settled()
        return delivery

    async def runs(self, text: str = "", channel: str | None = None) -> str:
        """Run /cairn; the text of what only this person is shown."""
        outcome = await self.actor.command(COMMAND, text, channel=channel)
        await self.world.settled()
        assert outcome.delivery.status == 200
        return outcome.answer.text if outcome.answer else ""

    def heard(self) -> list[Message]:
        """Everything Cairn has said to this person, threads included, oldest first."""
        bot = self.world.sandbox.app.bot_user_id
        messages = self.actor.dm_channel.messages.values()
        return sorted((each for each in messages if each.user_id == bot), key=lambda each: each.ts)

    @property
    def last(self) -> Message:
        """What Cairn said last."""
        return self.heard()[-1]

    def message_with_button(self, label: str) -> Message:
        """The newest message of Cairn's with this button."""
        return next(message for message in reversed(self.heard()) if label in labels(message))

    async def window(self) -> str:
        """The text of the topmost open window."""
        return texts(self.actor.open_views()[-1].blocks)


def labels(message: Message | EphemeralMessage) -> list[str]:
    """The labels of the buttons on a message."""
    elements = [element for block in message.blocks for element in block.get("elements", [])]
    return [element["text"]["text"] for element in elements if element.get("type") == "button"]


def texts(blocks: Sequence[object]) -> str:
    """Every text in blocks, in order."""
    return "\n".join(_texts(list(blocks)))


def _texts(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for key, value in node.items() if not (key == "text" and own) for text in _texts(value)]
    return [text for each in node for text in _texts(each)] if isinstance(node, list) else []


class Road(StrEnum):
    """How what people do reaches the bot."""

    HTTP = "http"
    SOCKET = "socket"


def usual_road(stores: Settings) -> Road:
    """Every story is told on both databases and over both roads, in pairs.

    What is stored and how it came have nothing to do with each other; that they do not is one test's business.
    """
    return Road.HTTP if stores.database.startswith("sqlite") else Road.SOCKET


@asynccontextmanager
async def new_world(
    stores: Settings,
    start: datetime = datetime(2026, 11, 19, 15, 0, tzinfo=UTC),
    prompts_dir: Path | None = None,
    road: Road | None = None,
    answer_in: AnswerIn = AnswerIn.CHAT,
) -> AsyncIterator[World]:
    """A workspace with the app installed and its bot running."""
    clock = SetClock(start)
    sandbox = Sandbox(ManualClock(start), deadline=_PATIENCE)  # no test is about how quick a machine is
    sandbox.install(_app(road or usual_road(stores), answer_in))
    async with serve(sandbox) as base_url:
        world = World(sandbox, stores, clock, f"{base_url}/api/", prompts_dir, answer_in)
        async with world.life():
            yield world


def _app(road: Road, answer_in: AnswerIn) -> BotApp:
    over_socket = road is Road.SOCKET
    return BotApp(
        NAME,
        "sandbox-secret",
        scopes=asked(SCOPES, answer_in),
        events=asked(EVENTS, answer_in),
        commands=[COMMAND],
        socket_mode=over_socket,
        app_token="xapp-sandbox" if over_socket else None,
    )
