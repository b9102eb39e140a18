"""Two people look at what a coach sees, and agree on it, each for themselves."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.views import View

from bot import ids, window_payloads
from bot.listeners.windows import put_up, redraw
from bot.reception import Reception, SlackOutOfReach
from bot.views.agreement import agreed_in, agreement_modal, agreements_modal, first_field, left_modal, wanted_in
from bot.window_payloads import InWindow
from flows.conversation.encounter import Effect, first_time
from flows.conversation.presses import denied
from flows.errors import NotAvailable, NotSaved
from flows.managing.agreeing import Looked, agree, agree_with_all, leave_pressed, see_agreement
from flows.managing.agreement_sights import AgreementSight

Take = Callable[[Reception, InWindow], Awaitable[Effect]]


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for agreements."""
    _register_looking(app, reception)
    _register_leaving(app, reception)

    @app.view(ids.AGREEMENT_MODAL)
    async def agreement_sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _answer(ack, reception, window_payloads.submitted(body), _agree)

    @app.view(ids.AGREEMENTS_MODAL)
    async def agreements_sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _answer(ack, reception, window_payloads.submitted(body), _agree_with_all)


def _register_looking(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.pattern(ids.SEE_AGREEMENT))
    async def agreement_wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        known = await reception.acquaint(at.inbound)
        about = ids.Pointer.about_of(at.value)
        try:
            looked = await see_agreement(reception.desk, known, about)
        except NotAvailable:
            await denied(reception.desk, known, about)
        else:
            if await first_time(reception.desk, known):
                await put_up(reception, known, at.trigger_id, _drawn(reception, looked), on_top=at.is_modal)
        await ack()


def _register_leaving(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.pattern(ids.LEAVE))
    async def leaving(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        known = await reception.acquaint(at.inbound)
        effect = await leave_pressed(reception.desk, known, ids.Pointer.about_of(at.value))
        if at.is_modal and effect is not Effect.NOT_AVAILABLE:
            words = reception.words_for(known.sender)
            await redraw(reception, known, at.view_id, left_modal(words))
        await ack()


def _drawn(reception: Reception, looked: Looked) -> View:
    words = reception.words(looked.language)
    if isinstance(looked.sight, AgreementSight):
        return agreement_modal(looked.sight, words)
    return agreements_modal(looked.sight, words)


async def _answer(ack: AsyncAck, reception: Reception, window: InWindow, take: Take) -> None:
    """Close the window; or let it stand with what was ticked in it, and say why."""
    pointer = ids.Pointer.unpacked(window.about) or ids.Pointer("")
    words = reception.words(pointer.choice)
    try:
        effect = await take(reception, window)
        said = words("gone.engagement") if effect in {Effect.NOT_AVAILABLE, Effect.REFUSED} else ""
    except (NotSaved, SlackOutOfReach):
        said = words("agreement.failed")
    if said:
        await ack(response_action="errors", errors={first_field(window.values): said})
    else:
        await ack()


async def _agree(reception: Reception, window: InWindow) -> Effect:
    says_yes, wanted = wanted_in(window.values)
    if not says_yes:
        return Effect.STALE  # nothing was agreed on, so there is nothing to keep
    known = await reception.acquaint(window.inbound)
    return await agree(reception.desk, known, ids.Pointer.about_of(window.about), wanted)


async def _agree_with_all(reception: Reception, window: InWindow) -> Effect:
    every, ties = agreed_in(window.values)
    if not (every or ties):
        return Effect.STALE
    programme = ids.Pointer.about_of(window.about) if every else ""
    return await agree_with_all(reception.desk, await reception.acquaint(window.inbound), ties, programme)
