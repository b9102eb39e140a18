"""A person pages through their journal, and looks for something in it."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.views import View

from bot import ids, payloads, window_payloads
from bot.listeners.windows import put_up, redraw
from bot.reception import Reception
from bot.views.journal import journal_modal
from flows.conversation.encounter import Effect, Inbound, first_time
from flows.conversation.presses import say
from flows.errors import NotAvailable, NotSaved, Unreadable
from flows.journal.home import home_opened
from flows.journal.pages import Wanted, journal_page
from flows.journal.whole import download


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for the journal's window and for Home."""
    _register_window(app, reception)

    @app.event("app_home_opened")
    async def looked_at_home(body: dict[str, Any]) -> None:
        if inbound := payloads.home_opened(body):
            await home_opened(reception.desk, await reception.acquaint(inbound))


async def open_journal(reception: Reception, who: Inbound, trigger_id: str, *, file_comes: bool = False) -> bool:
    """Open the journal at its newest page. False when Slack was too slow for it."""
    view = await _page(reception, who, "", 0, file_comes=file_comes)
    if view is None:
        return True
    if not await first_time(reception.desk, who):
        return True  # a repeat: its trigger is used up, and the window stands open
    return await put_up(reception, who, trigger_id, view)


def _register_window(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.OPEN_JOURNAL)
    async def opened(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        await open_journal(reception, await reception.acquaint(at.inbound), at.trigger_id)
        await ack()

    @app.action(ids.pattern(ids.JOURNAL_PAGE))
    async def turned(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        await _redraw(reception, at, _page_in(at.value))
        await ack()

    @app.action(ids.DOWNLOAD)
    async def wanted_as_file(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _download(reception, window_payloads.pressed_in_window(body))
        await ack()

    @app.action(ids.JOURNAL_SEARCH)
    async def looked_for(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _redraw(reception, window_payloads.pressed_in_window(body), 0)
        await ack()

    @app.view(ids.JOURNAL_MODAL)
    async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.submitted(body)
        try:
            view = await _page(reception, at.inbound, window_payloads.searched(at), 0)
        except (NotSaved, Unreadable):
            words = reception.words_for(at.inbound.sender)
            await ack(response_action="errors", errors={ids.JOURNAL_SEARCH: words("journal.out_of_reach")})
            return
        await (ack(response_action="update", view=view) if view else ack(response_action="clear"))


async def _download(reception: Reception, at: window_payloads.InWindow) -> None:
    """Queue the file and say so: in the window, or from Home in one that opens."""
    who = await reception.acquaint(at.inbound)
    if await download(reception.desk, who) is Effect.REFUSED:
        return
    if at.is_modal:
        await _redraw(reception, at, _page_in(at.value), file_comes=True)
    else:
        opening = replace(who, key=f"{who.key}:journal")
        await open_journal(reception, opening, at.trigger_id, file_comes=True)


async def _redraw(reception: Reception, at: window_payloads.InWindow, page: int, *, file_comes: bool = False) -> None:
    view = await _page(reception, at.inbound, window_payloads.searched(at), page, file_comes=file_comes)
    if view is not None:
        await redraw(reception, at.inbound, at.view_id, view, at.hash)


async def _page(reception: Reception, who: Inbound, asked: str, page: int, *, file_comes: bool = False) -> View | None:
    """The page; None, having said so, for somebody who keeps no journal here."""
    wanted = Wanted(who.workspace, who.slack_id, asked, page)
    if not who.may_take_part:
        await say(reception.desk, who, "journal")  # says who may take part
        return None
    try:
        found, language = await journal_page(reception.desk, reception.searches, wanted)
    except NotAvailable:
        await say(reception.desk, await reception.acquaint(who), "journal")  # says who may take part
        return None
    words = reception.words(language)
    return journal_modal(found, words, words("journal.file_comes") if file_comes else "")


def _page_in(value: str) -> int:
    """The page that a button names; the first one when it names none."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else 0
