"""Put everything together. The only place that knows which concrete thing is used."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot.app import bolt_app, guarded, http_app
from bot.drawing import DrawingBoard
from bot.errors import Apology, Told
from bot.ingress import Counts
from bot.membership import Membership
from bot.metrics import exposition
from bot.naming import names_in
from bot.prompt_files import Prompts, without_typing
from bot.reception import Reception
from bot.sender import LEASE, Sender
from bot.settings import Settings
from bot.slack import Identity, introduce, slack_client
from bot.socket_mode import SlackSocket, listening
from bot.ticker import look_after_leases, ticker
from bot.uploading import Uploads
from flows.conversation.desk import Desk
from flows.journal.files import Shelf
from flows.people import AnswerIn
from flows.ports import Clock, Ids
from flows.words import Words
from storage.memory import Memory

_FINISH_SECONDS = 5.0
_LAST_RESORT = 120.0  # seconds for a call that nobody limits: the sender and the reception know how patient to be


@dataclass(frozen=True, slots=True)
class Cairn:
    """The running bot: its HTTP side, its memory, what hears and what sends, and in Socket Mode its connection."""

    http: Starlette
    memory: Memory
    reception: Reception
    sender: Sender
    socket: SlackSocket | None


@asynccontextmanager
async def cairn(
    settings: Settings, prompts: Prompts, memory: Memory, clock: Clock, ids: Ids, *, alone: bool
) -> AsyncIterator[Cairn]:
    """The bot, sending for as long as the block lasts. Raises SlackRefused.

    `alone` says that no other process sends from this store, so that whatever is under way was left by a dead one.
    """
    async with slack_client(settings.slack_bot_token, settings.slack_api_url, _LAST_RESORT) as slack:
        us = await introduce(slack)
        desk = Desk(memory.unit_of_work, prompts.library, prompts.vocabularies, clock, ids, settings.answer_in)
        catalogues = _catalogues(prompts, settings.answer_in)
        contacts = "; ".join(f"{contact.name}: {contact.reach}" for contact in settings.support_contacts)
        board = DrawingBoard(desk, catalogues, contacts, names_in(slack))
        sender = Sender(memory.outbox, board.draw, slack, Uploads(slack, Shelf(desk)), clock, ids)
        memory.after_commit = sender.wake
        counts = Counts()
        reception = Reception(desk, slack, catalogues, contacts, prompts.searches)
        apology = Apology(reception, ids, Told())
        bolt = bolt_app(us, reception, apology, counts)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(reception.close)
            ticks = ticker(sender, memory.outbox, desk, Membership(reception, us.team_id, us.bot_user_id).look_daily)
            working = await stack.enter_async_context(_sending(sender, memory, desk, ticks, alone=alone))
            socket = await _socket(stack, settings, bolt, us, counts)

            async def health() -> dict[str, bool]:
                parts = {"database": await memory.healthy(), "sender": not working.done()}
                return parts | ({"socket": await socket.connected()} if socket else {})

            async def metrics() -> str:
                return exposition(counts.all(), await memory.outbox.counts_by_state())

            door = None if socket else guarded(bolt, settings.slack_signing_secret, us, counts)
            yield Cairn(http_app(door, health, metrics), memory, reception, sender, socket)


def _catalogues(prompts: Prompts, answer_in: AnswerIn) -> Mapping[str, Words]:
    """The words of every language, for a workspace that answers in this way."""
    if answer_in is AnswerIn.CHAT:
        return prompts.catalogues
    return {language: without_typing(words) for language, words in prompts.catalogues.items()}


async def _socket(
    stack: AsyncExitStack, settings: Settings, bolt: AsyncApp, us: Identity, counts: Counts
) -> SlackSocket | None:
    """The connection of Socket Mode, where it is chosen."""
    if not settings.slack_app_token:
        return None
    return await stack.enter_async_context(
        listening(bolt, settings.slack_app_token, settings.slack_api_url, us, counts)
    )


@asynccontextmanager
async def _sending(
    sender: Sender, memory: Memory, desk: Desk, ticks: AsyncIOScheduler, *, alone: bool
) -> AsyncIterator[asyncio.Task[None]]:
    """Keep the sender and the ticker going; at the end let the sender finish what is in hand."""
    if alone:
        await look_after_leases(memory.outbox, desk.clock, ahead=LEASE)
    working = asyncio.create_task(sender.run())
    ticks.start()
    try:
        yield working
    finally:
        ticks.shutdown(wait=False)
        await _finish(sender, working)


async def _finish(sender: Sender, working: asyncio.Task[None]) -> None:
    sender.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(_FINISH_SECONDS):
            await working
