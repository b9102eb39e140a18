"""A person opens what they wrote."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot import ids, payloads
from bot.reception import Reception
from bot.views.own_words import own_words_modal
from flows.conversation.encounter import first_time
from flows.conversation.presses import denied, say
from flows.conversation.showing import own_words, recalled
from flows.errors import NotAvailable


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners that open a window on a person's own words."""

    @app.action(ids.SHOW_WORDS)
    async def show_words(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        pointer = ids.Pointer.unpacked(at.value)
        await _open(reception, at, pointer.about if pointer else "")
        await ack()

    @app.action(ids.SHOW_RECALLED)
    async def show_recalled(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        pointer = ids.Pointer.unpacked(at.value) or ids.Pointer("")
        who = at.inbound
        try:
            earlier = await recalled(reception.desk, who.workspace, who.slack_id, pointer.about, pointer.choice)
        except NotAvailable:
            earlier = ""
        await _open(reception, at, earlier)
        await ack()

    @app.action(ids.pattern(ids.WORDS_PAGE))
    async def turn_page(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        pointer = ids.Pointer.unpacked(at.value) or ids.Pointer("")
        window = payloads.window(body)

        async def turn(view: View) -> None:
            await reception.slack.views_update(view_id=window.id, hash=window.hash, view=view)

        await _show(reception, at, pointer.about, pointer.turn, turn)
        await ack()


async def _open(reception: Reception, at: payloads.Pointed, conversation: str) -> None:
    async def open_(view: View) -> None:
        await reception.slack.views_open(trigger_id=at.trigger_id, view=view)

    await _show(reception, at, conversation, 0, open_)


Put = Callable[[View], Awaitable[None]]
"""Brings a window before the person."""


async def _show(reception: Reception, at: payloads.Pointed, conversation: str, page: int, put: Put) -> None:
    who = at.inbound
    try:
        own, language = await own_words(reception.desk, who.workspace, who.slack_id, conversation)
    except NotAvailable:
        await denied(reception.desk, await reception.acquaint(who), ids.Pointer.about_of(at.value))
        return
    if not await first_time(reception.desk, who):
        return  # a repeat: its trigger is used up, and the window stands open
    try:
        async with asyncio.timeout(reception.patience):
            await put(own_words_modal(own, reception.words(language), page))
    except (SlackApiError, aiohttp.ClientError, TimeoutError):
        await say(reception.desk, replace(who, key=f"{who.key}:too_slow"), "too_slow")
