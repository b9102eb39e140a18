"""One person's conversation, told to Cairn and to the lower floor, with what each does to its database counted."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from benchmarks.floor_app import Stored
from benchmarks.floor_engine import bare_engine
from benchmarks.floor_store import FloorStore
from benchmarks.statement_record import recorded
from bot.drawing import DrawingBoard
from bot.manifest import NAME, SCOPES
from bot.sender import Sender
from bot.slack import slack_client
from bot.uploading import Uploads
from flows.conversation.desk import Desk
from flows.conversation.encounter import Inbound
from flows.conversation.replies import typed
from flows.conversation.state import Place
from flows.journal.files import Shelf
from flows.people import Profile, Standing
from sandbox.acting.actor import Actor
from sandbox.bot_app import BotApp
from sandbox.clock import ManualClock
from sandbox.json_object import Json
from sandbox.records import Message
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from tests.databases import CountedIds, SetClock, Settings
from tests.unit.every_view import PROMPTS

Counts = Counter[str]
Take = Callable[[Message], Awaitable[object]]

WORDS = (
    "reflect",
    "4",
    "The handover went better than I feared.",
    "I asked for help early.",
    "Who knew.",
    "Ask again.",
)
"""What a person types from the first word to the receipt: five steps, since the third answer is a short one."""


@dataclass
class Town:
    """Ana in a workspace, and the app's way to it."""

    sandbox: Sandbox
    api_url: str

    @property
    def ana(self) -> Actor:
        return self.sandbox.act_as("Ana")

    def calls(self) -> list[tuple[str, Json]]:
        """What the app called, with what it said."""
        return [(each.method, each.arguments) for each in self.sandbox.calls]

    async def told(self, take: Take) -> list[Counts]:
        """What each message of a conversation leads to. It is the second one: by then they have met."""
        turns = []
        for text in (*WORDS, *WORDS):
            message = await self.ana.dm(text, deliver=False)
            with recorded() as counted:
                await take(message)
            turns.append(counted)
        return turns[len(WORDS) :]


@asynccontextmanager
async def new_town() -> AsyncIterator[Town]:
    sandbox = Sandbox(ManualClock(SetClock().at), deadline=30.0)
    sandbox.install(BotApp(NAME, "secret", scopes=SCOPES))
    async with serve(sandbox) as base_url:
        yield Town(sandbox, f"{base_url}/api/")


async def told_to_cairn(town: Town, stores: Settings) -> list[Counts]:
    clock, ids = SetClock(), CountedIds()
    memory = stores.open(clock)
    async with slack_client(town.sandbox.app.token, town.api_url) as slack:
        desk = Desk(memory.unit_of_work, PROMPTS.library, PROMPTS.vocabularies, clock, ids)
        board, uploads = DrawingBoard(desk, PROMPTS.catalogues, ""), Uploads(slack, Shelf(desk))
        sender = Sender(memory.outbox, board.draw, slack, uploads, clock, ids)

        async def take(message: Message) -> None:
            profile = Profile(message.user_id, Standing.MEMBER, "Europe/Madrid", "es-ES")
            key = f"message:{message.channel_id}:{message.ts}"
            place = Place(message.channel_id)
            inbound = Inbound(key, "T1", message.user_id, place, message.ts, typed=True, profile=profile)
            await typed(desk, inbound, message.text)
            await sender.drain()

        turns = await town.told(take)
    await memory.close()
    return turns


async def told_to_the_floor(town: Town, stores: Settings) -> list[Counts]:
    store = FloorStore(bare_engine(stores.database))
    async with slack_client(town.sandbox.app.token, town.api_url) as slack:
        floor = Stored(slack, store=store, all_calls=True)

        async def take(message: Message) -> None:
            told = {"team": "T2", "user": message.user_id, "channel": message.channel_id}
            await floor.hear({**told, "ts": message.ts, "text": message.text})
            for task in tuple(floor.under_way):
                await task

        turns = await town.told(take)
    await store.close()
    return turns
