"""A leader shows an entry to somebody, or takes it back: below the receipt, and in a window."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.views import View

from bot import ids, window_payloads
from bot.listeners.windows import put_up, redraw
from bot.reception import Reception, SlackOutOfReach
from bot.views.sharing import share_modal
from flows.conversation.encounter import Effect, first_time
from flows.conversation.presses import denied
from flows.errors import NotAvailable, NotSaved, Unreadable
from flows.sharing.offering import Offer, look, share, share_now, take_back

_WHOM, _WHAT = f"{ids.SHARE_WITH}:0", f"{ids.SHARE_WHAT}:0"
"""The first field of each kind: what is wrong is said below it."""


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for who sees an entry."""
    _register_receipt(app, reception)

    @app.action(ids.SHARE)
    async def wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _open(reception, window_payloads.pressed_in_window(body))
        await ack()

    @app.view(ids.SHARE_MODAL)
    async def sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await _sent(reception, window_payloads.submitted(body)))


def _register_receipt(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.SHARE_NOW)
    async def at_once(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        await share_now(reception.desk, await reception.acquaint(at.inbound), ids.Pointer.about_of(at.value))
        await ack()

    @app.action(ids.KEEP_BACK)
    @app.action(ids.TAKE_BACK)
    async def back(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _take_back(reception, window_payloads.pressed_in_window(body))
        await ack()


async def _open(reception: Reception, at: window_payloads.InWindow) -> None:
    who, about = at.inbound, ids.Pointer.about_of(at.value)
    try:
        sight, language = await look(reception.desk, who.workspace, who.slack_id, about)
    except NotAvailable:
        await denied(reception.desk, await reception.acquaint(who), about)
        return
    if await first_time(reception.desk, who):
        view = share_modal(sight, reception.words(language), on_top=at.is_modal)
        await put_up(reception, who, at.trigger_id, view, on_top=at.is_modal)


async def _take_back(reception: Reception, at: window_payloads.InWindow) -> None:
    pointer = ids.Pointer.unpacked(at.value) or ids.Pointer("")
    who = await reception.acquaint(at.inbound)
    effect = await take_back(reception.desk, who, pointer.about, pointer.choice)
    if at.is_modal and effect in {Effect.CHANGED, Effect.STALE}:
        words = reception.words_for(who.sender)
        await redraw(reception, who, at.view_id, await _now(reception, at, pointer.about, words("share.taken_back")))


async def _sent(reception: Reception, at: window_payloads.InWindow) -> dict[str, Any]:
    """Share what is ticked; what to acknowledge it with."""
    words = reception.words_for(at.inbound.sender)
    whom, what = window_payloads.ticked(at, ids.SHARE_WITH), window_payloads.ticked(at, ids.SHARE_WHAT)
    missing = {_WHOM: words("share.choose_whom")} if not whom else {}
    missing |= {_WHAT: words("share.choose_what")} if not what else {}
    if missing:
        return {"response_action": "errors", "errors": missing}
    about = ids.Pointer.about_of(at.about)
    steps = () if ids.ALL_OF_IT in what else what
    try:
        effect = await share(reception.desk, await reception.acquaint(at.inbound), Offer(about, whom, steps))
        if effect in {Effect.CHANGED, Effect.STALE}:
            note = words("share.shared") if effect is Effect.CHANGED else ""
            return {"response_action": "update", "view": await _now(reception, at, about, note)}
    except NotAvailable:
        pass  # it went between the two
    except (NotSaved, Unreadable, SlackOutOfReach):
        return {"response_action": "errors", "errors": {_WHOM: words("share.not_saved")}}
    return {"response_action": "errors", "errors": {_WHOM: words("gone.engagement")}}


async def _now(reception: Reception, at: window_payloads.InWindow, about: str, note: str) -> View:
    sight, language = await look(reception.desk, at.inbound.workspace, at.inbound.slack_id, about)
    return share_modal(sight, reception.words(language), note, on_top=at.view_id != at.root)
