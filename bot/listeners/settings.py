"""A person looks at their settings, and changes them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids, payloads, window_payloads
from bot.listeners.windows import put_up
from bot.reception import Reception, SlackOutOfReach
from bot.views.settings import settings_modal
from flows.conversation.choosing import choose, own_settings
from flows.conversation.encounter import Inbound, first_time
from flows.conversation.presses import say
from flows.errors import NotAvailable, NotSaved


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners of the window with a person's settings."""

    @app.action(ids.SETTINGS)
    async def settings_wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        known = await reception.acquaint(at.inbound)
        if known.may_take_part:
            await open_settings(reception, known, at.trigger_id)
        else:
            await say(reception.desk, known, "settings")  # says who may take part
        await ack()

    @app.view(ids.SETTINGS_MODAL)
    async def settings_sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        sent = window_payloads.settings_sent(body)
        try:
            await choose(reception.desk, await reception.acquaint(sent.inbound), sent.chosen)
        except (NotSaved, SlackOutOfReach):  # the window stays open with what was chosen in it
            await ack(
                response_action="errors", errors={ids.LANGUAGE: reception.words(sent.shown_in)("settings.failed")}
            )
            return
        reception.forget(sent.inbound.sender)
        await ack()


async def open_settings(reception: Reception, who: Inbound, trigger_id: str) -> None:
    """Open the window. Where Slack is too slow for that, say so."""
    try:
        own = await own_settings(reception.desk, who)
    except NotAvailable:
        await say(reception.desk, who, "settings")  # says who may take part
        return
    if not await first_time(reception.desk, who):
        return  # a repeat: its trigger is used up, and the window stands open
    await put_up(reception, who, trigger_id, settings_modal(own, reception.words(own.shown_in)))
