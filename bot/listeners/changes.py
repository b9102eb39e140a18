"""A leader answers what they are asked when their coach changes, or when a programme is over."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids, payloads, window_payloads
from bot.listeners.windows import put_up
from bot.reception import Reception, SlackOutOfReach
from bot.views.changes import hand_over_modal
from flows.conversation.encounter import Effect, Inbound, first_time, once
from flows.conversation.presses import denied
from flows.errors import NotAvailable, NotSaved
from flows.managing.going_on_alone import go_on_alone
from flows.managing.handing_over import hand_over, look_at_hand_over
from flows.managing.invitations import unless_denied
from flows.words import Words


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for what changes around a leader."""
    _register_hand_over(app, reception)
    _register_going_on(app, reception)


def _register_going_on(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.GO_ON_ALONE)
    @app.action(ids.STOP_ASKING)
    async def asking(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        wanted = at.action_id == ids.GO_ON_ALONE
        await once(
            reception.desk,
            await reception.acquaint(at.inbound),
            lambda encounter: go_on_alone(encounter, wanted=wanted),
        )
        await ack()


def _register_hand_over(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.HAND_OVER)
    async def wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        await _open(reception, await reception.acquaint(at.inbound), ids.Pointer.about_of(at.value), at.trigger_id)
        await ack()

    @app.view(ids.HAND_OVER_MODAL)
    async def chosen(ack: AsyncAck, body: dict[str, Any]) -> None:
        sent = window_payloads.handed_over(body)
        problem = await _take(reception, sent, reception.words_for(sent.inbound.sender))
        if problem:
            await ack(response_action="errors", errors={ids.HAND_OVER_WHAT: problem})
        else:
            await ack()


async def _open(reception: Reception, who: Inbound, tie: str, trigger_id: str) -> None:
    try:
        asked = await look_at_hand_over(reception.desk, who, tie)
    except NotAvailable:
        await denied(reception.desk, who, tie)
        return
    if await first_time(reception.desk, who):
        view = hand_over_modal(asked, reception.words(asked.language))
        await put_up(reception, who, trigger_id, view)


async def _take(reception: Reception, sent: window_payloads.HandedOver, words: Words) -> str:
    """Hand over what was chosen; what stands in the way, if anything does."""
    if sent.choice is None or sent.since is None:
        return words("changes.hand_over.no_day")
    choice, since = sent.choice, sent.since
    try:
        who = await reception.acquaint(sent.inbound)
        effect = await unless_denied(
            reception.desk, who, sent.tie, lambda them: hand_over(them, sent.tie, choice, since), in_window=True
        )
    except (NotSaved, SlackOutOfReach):
        return words("changes.hand_over.failed")
    match effect:
        case Effect.NOT_AVAILABLE | Effect.REFUSED:
            return words("gone.engagement")
        case Effect.STALE:
            return words("changes.hand_over.already")
        case _:
            return ""
