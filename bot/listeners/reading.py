"""Somebody who accompanies leaders reads what those share with them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.views import View

from bot import ids, window_payloads
from bot.listeners.windows import put_up, redraw
from bot.reception import Reception
from bot.views.leaders import leaders_modal
from bot.views.shared_entries import nothing_to_read_modal, shared_modal, shared_words_modal
from flows.conversation.encounter import Inbound, first_time
from flows.conversation.presses import denied, say
from flows.errors import NotAvailable, NotSaved, Unreadable
from flows.sharing.reading import LEADERS, leaders, open_shared, shared_by
from flows.sharing.sights import LeadersSight


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for what others share."""
    _register_lists(app, reception)

    @app.action(ids.OPEN_SHARED)
    async def opened(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _read(reception, window_payloads.pressed_in_window(body))
        await ack()

    @app.action(ids.pattern(ids.SHARED_WORDS_PAGE))
    async def turned(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _turn(reception, window_payloads.pressed_in_window(body))
        await ack()


async def open_leaders(reception: Reception, who: Inbound, trigger_id: str) -> None:
    """Open the window with the leaders whom somebody accompanies, also for those who accompany nobody."""
    view = await _leaders(reception, who, 0)
    if await first_time(reception.desk, who):
        await put_up(reception, who, trigger_id, view)


def _register_lists(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.LEADERS)
    async def leaders_wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        known = await reception.acquaint(at.inbound)
        if known.may_take_part or known.reads:
            await open_leaders(reception, known, at.trigger_id)
        else:
            await say(reception.desk, known, "leaders")  # says who may take part
        await ack()

    @app.action(ids.pattern(ids.LEADERS_PAGE))
    async def leaders_turned(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        page = int(at.value) if at.value.isascii() and at.value.isdecimal() and len(at.value) < 7 else 0
        await redraw(reception, at.inbound, at.view_id, await _leaders(reception, at.inbound, page), at.hash)
        await ack()

    @app.action(ids.SHARED_BY)
    async def list_wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        if (view := await _list(reception, at, on_top=at.is_modal)) and await first_time(reception.desk, at.inbound):
            await put_up(reception, at.inbound, at.trigger_id, view, on_top=at.is_modal)
        await ack()

    @app.action(ids.pattern(ids.SHARED_PAGE))
    async def list_turned(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        view = await _list(reception, at, on_top=at.view_id != at.root) or _gone(reception, at)
        await redraw(reception, at.inbound, at.view_id, view, at.hash)
        await ack()


async def _leaders(reception: Reception, who: Inbound, page: int) -> View:
    try:
        sight, language = await leaders(reception.desk, who.workspace, who.slack_id, page)
    except NotAvailable:  # somebody new, who accompanies nobody yet
        return leaders_modal(LeadersSight(()), reception.words_for(who.sender))
    return leaders_modal(sight, reception.words(language), first=sight.page * LEADERS + 1)


async def _list(reception: Reception, at: window_payloads.InWindow, *, on_top: bool) -> View | None:
    """What a leader shares; None, having said so, where it is not for this person."""
    who, pointer = at.inbound, ids.Pointer.unpacked(at.value) or ids.Pointer("")
    asked = shared_by(reception.desk, who.workspace, who.slack_id, pointer.about, pointer.turn)
    try:
        sight, language = await asked
    except NotAvailable:
        await denied(reception.desk, await reception.acquaint(who), pointer.about)
        return None
    return shared_modal(sight, reception.words(language), on_top=on_top)


async def _read(reception: Reception, at: window_payloads.InWindow) -> None:
    view = await _opened(reception, at, 0, on_top=at.is_modal)
    if view is not None:
        await put_up(reception, at.inbound, at.trigger_id, view, on_top=at.is_modal)


async def _turn(reception: Reception, at: window_payloads.InWindow) -> None:
    """Show another page. Where nothing is shown any more, the words go from the window that is still open."""
    page = (ids.Pointer.unpacked(at.value) or ids.Pointer("")).turn
    view = await _opened(reception, at, page, on_top=at.view_id != at.root)
    await redraw(reception, at.inbound, at.view_id, view or _gone(reception, at), at.hash)


async def _opened(reception: Reception, at: window_payloads.InWindow, page: int, *, on_top: bool) -> View | None:
    """A page of an entry; None where it is not shown to this person, and for a repeat.

    What could not be written down is not shown either, and that is said in the window.
    """
    words = reception.words_for(at.inbound.sender)
    try:
        who = await reception.acquaint(at.inbound)
        opening = await open_shared(reception.desk, who, ids.Pointer.about_of(at.value))
    except (NotSaved, Unreadable):
        return nothing_to_read_modal(words("reading.failed"), words, on_top=on_top)
    if opening.entry is None:
        return None
    return shared_words_modal(opening.entry, reception.words(opening.language), page, on_top=on_top)


def _gone(reception: Reception, at: window_payloads.InWindow) -> View:
    words = reception.words_for(at.inbound.sender)
    return nothing_to_read_modal(words("notice.not_available"), words, on_top=at.view_id != at.root)
