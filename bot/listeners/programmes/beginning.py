"""A programme manager looks at who will get what, lets a programme begin, takes leaders out, and ends it."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.programmes.windows import (
    Answer,
    deny,
    gone,
    instead,
    instead_or_below,
    is_refused,
    pressed,
    preview_window,
    programme_window,
    sent_off,
    show,
    to_show,
)
from bot.listeners.windows import redraw
from bot.reception import Reception
from bot.window_payloads import InWindow
from flows.conversation.encounter import Effect, Encounter, once
from flows.errors import NotAvailable
from flows.managing.authority import unless_denied
from flows.managing.leaving import end_programme, take_out
from flows.managing.looking import one_enrolled
from flows.managing.previewing import begin


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for the preview, and for what it leads to."""
    _register_preview(app, reception)

    @app.action(f"{ids.PROGRAMME}:take_out")
    async def taken_out(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        enrolment = ids.Pointer.unpacked(at.value) or ids.Pointer("")
        try:
            found, _ = await one_enrolled(reception.desk, at.inbound, enrolment.about)
        except NotAvailable:
            await deny(reception, at, enrolment.about)
        else:
            programme = ids.Pointer(found.programme.id, enrolment.turn)
            await _act(reception, at, programme, "taken_out", lambda each: take_out(each, enrolment.about))
        await ack()

    @app.action(f"{ids.PROGRAMME}:end")
    async def ended(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        pointer = ids.Pointer.unpacked(at.value) or ids.Pointer("")
        await _act(reception, at, pointer, "ended", lambda each: end_programme(each, pointer.about))
        await ack()


def _register_preview(app: AsyncApp, reception: Reception) -> None:
    @app.action(f"{ids.PROGRAMME}:preview")
    async def previewed(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        view = await to_show(reception, at, preview_window(reception, at, ids.Pointer.about_of(at.value)))
        if view is not None:
            await show(reception, at, view)
        await ack()

    @app.action(f"{ids.PROGRAMME}:shown_earlier")
    @app.action(f"{ids.PROGRAMME}:shown_further")
    async def turned(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        pointer = ids.Pointer.unpacked(at.value) or ids.Pointer("")
        view = await to_show(reception, at, preview_window(reception, at, pointer.about, pointer.turn))
        if view is not None:
            await redraw(reception, at.inbound, at.view_id, view)
        await ack()

    @app.view(ids.PREVIEW_MODAL)
    async def confirmed(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await _begin(reception, await sent_off(reception, body)))


async def _begin(reception: Reception, at: InWindow) -> Answer:
    """Let it begin, exactly as it was shown; else show it as it is now."""
    pointer = ids.Pointer.unpacked(at.about) or ids.Pointer("")
    effect = await _once(reception, at, pointer.about, lambda each: begin(each, pointer.about, pointer.choice))
    if is_refused(effect):
        return gone(reception, at)
    if effect is Effect.STALE:
        return instead(await preview_window(reception, at, pointer.about, changed=True))
    view = await programme_window(reception, at, pointer.about, 0, "begun")
    return await instead_or_below(reception, at, view)


async def _act(
    reception: Reception, at: InWindow, pointer: ids.Pointer, done: str, act: Callable[[Encounter], Awaitable[Effect]]
) -> None:
    """Do something to a programme from its own window, and show it as it is then."""
    effect = await _once(reception, at, pointer.about, act)
    if is_refused(effect):
        await deny(reception, at, pointer.about)
        return
    view = await programme_window(reception, at, pointer.about, pointer.turn, done)
    await redraw(reception, at.inbound, at.view_id, view)


async def _once(
    reception: Reception, at: InWindow, about: str, act: Callable[[Encounter], Awaitable[Effect]]
) -> Effect:
    return await once(reception.desk, at.inbound, lambda encounter: unless_denied(encounter, about, act))
