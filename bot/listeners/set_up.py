"""A leader opens the window in which they set up, and sends it off."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids, payloads, window_payloads
from bot.listeners.windows import put_up
from bot.reception import Reception, SlackOutOfReach
from bot.views.set_up import Sent, complaints, sent_in, set_up_modal
from flows.conversation.choosing import Chosen
from flows.conversation.encounter import Effect, Inbound, first_time
from flows.conversation.presses import denied
from flows.errors import NotAvailable, NotSaved
from flows.managing.setting_up import SetUp, see_set_up, set_up


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners of the window in which one sets up."""

    @app.action(ids.SET_UP)
    async def set_up_wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        known = await reception.acquaint(at.inbound)
        await _open(reception, known, at.trigger_id, ids.Pointer.about_of(at.value))
        await ack()

    @app.view(ids.SET_UP_MODAL)
    async def set_up_sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        window = window_payloads.submitted(body)
        pointer = ids.Pointer.unpacked(window.about) or ids.Pointer("")
        errors = await _take(reception, window.inbound, pointer, sent_in(window.values))
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            reception.forget(window.inbound.sender)  # they may have chosen another language
            await ack()


async def _open(reception: Reception, who: Inbound, trigger_id: str, enrolment: str) -> None:
    try:
        sight = await see_set_up(reception.desk, who, enrolment)
    except NotAvailable:
        await denied(reception.desk, who, enrolment)
        return
    if await first_time(reception.desk, who):  # a repeat: its trigger is used up, and the window stands open
        view = set_up_modal(sight, reception.words(sight.own.shown_in), reception.contacts)
        await put_up(reception, who, trigger_id, view)


async def _take(reception: Reception, who: Inbound, pointer: ids.Pointer, sent: Sent) -> dict[str, str]:
    """What is wrong, by block; the window then stays open with what was chosen in it."""
    words = reception.words(pointer.choice)
    if sent.missing or sent.rhythm is None:
        return complaints(sent.missing, words)
    chosen = SetUp(sent.rhythm, Chosen(sent.answer_in, sent.language), sent.agreed)
    try:
        effect = await set_up(reception.desk, await reception.acquaint(who), pointer.about, chosen)
    except (NotSaved, SlackOutOfReach):
        return {ids.DAYS: words("set_up.failed")}
    if effect not in {Effect.NOT_AVAILABLE, Effect.REFUSED}:
        return {}
    over = await _over(reception, who, pointer.about, sent)
    return {block: words("gone.engagement") for block in over}


async def _over(reception: Reception, who: Inbound, enrolment: str, sent: Sent) -> list[str]:
    """The blocks about what has ended meanwhile: those of coaches who have gone, or the first one where all is over."""
    try:
        sight = await see_set_up(reception.desk, who, enrolment)
    except NotAvailable:
        return [ids.DAYS]
    stand = {each.tie for each in sight.pacts}
    return [f"{ids.PACT}:{tie}" for tie in sent.agreed if tie not in stand] or [ids.DAYS]
