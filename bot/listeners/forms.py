"""A person answers in a form."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids, payloads, window_payloads
from bot.listeners.windows import put_up
from bot.reception import Reception
from bot.views.fields import written_in
from bot.views.form import form_errors, form_modal
from flows.conversation.acquaintance import language_of
from flows.conversation.encounter import Effect
from flows.forms.filling import Sent, keep_draft, send_off
from flows.forms.opening import opened, steps_of


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners that open a form, keep its draft and take it."""

    @app.action(ids.OPEN_FORM)
    async def open_form(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _open(reception, payloads.pointed(body))
        await ack()

    @app.action(ids.FIELD)
    async def typed(ack: AsyncAck, body: dict[str, Any]) -> None:
        window = window_payloads.filled(body)
        who = window.inbound
        held = written_in(window.held)
        await keep_draft(reception.desk, who.workspace, who.slack_id, window.about, held, window.order)
        await ack()

    @app.view(ids.FORM_MODAL)
    async def sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        window = window_payloads.filled(body)
        inbound = await reception.acquaint(window.inbound)
        outcome = await send_off(reception.desk, inbound, window.about, written_in(window.held))
        await _answer(reception, ack, window, outcome)


async def _open(reception: Reception, at: payloads.Pointed) -> None:
    who = await reception.acquaint(at.inbound)
    sight = await opened(reception.desk, who, ids.Pointer.about_of(at.value))
    if sight is None:
        return
    view = form_modal(sight, reception.words(sight.language))
    await put_up(reception, who, at.trigger_id, view)


async def _answer(reception: Reception, ack: AsyncAck, window: window_payloads.Filled, outcome: Sent) -> None:
    """Say under the fields what is wrong, show the form that comes next, or close the window."""
    who = window.inbound
    if outcome.problems:
        words = reception.words(await language_of(reception.desk, who.workspace, who.slack_id))
        steps = await steps_of(reception.desk, who.workspace, who.slack_id, window.about)
        await ack(response_action="errors", errors=form_errors(steps, outcome.problems, words))
    elif outcome.then:
        view = form_modal(outcome.then, reception.words(outcome.then.language))
        await ack(response_action="update", view=view)
    elif outcome.effect is Effect.NOT_AVAILABLE:
        await ack(response_action="errors", errors=_nothing_here(window, reception))
    else:
        await ack(response_action="clear")


def _nothing_here(window: window_payloads.Filled, reception: Reception) -> dict[str, str]:
    fields = list(window.held) or [""]
    return {fields[0]: reception.words_for(window.inbound.sender)("notice.not_available")}
