"""A person types to Cairn, or changes or deletes what they typed."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot import payloads
from bot.errors import Told
from bot.reception import Reception
from flows.conversation.changing import edited
from flows.conversation.deleting import cleared, deleted
from flows.conversation.replies import cannot_read, typed


def register(app: AsyncApp, reception: Reception, told: Told) -> None:
    """Attach the listener for direct messages."""

    @app.event("message")
    async def message(body: dict[str, Any]) -> None:
        if change := payloads.changed(body):
            inbound = await reception.acquaint(change.inbound)
            await edited(reception.desk, inbound, change.text, change.source)
            return
        if gone := payloads.vanished(body):
            await _gone(reception, gone)
            return
        heard = payloads.heard(body)
        if heard is None or told.knows(heard.inbound.key):
            return
        inbound = await reception.acquaint(heard.inbound)
        if heard.readable:
            await typed(reception.desk, inbound, heard.text)
        else:
            await cannot_read(reception.desk, inbound)


async def _gone(reception: Reception, vanished: payloads.Vanished) -> None:
    if vanished.inbound.slack_id:
        await deleted(reception.desk, await reception.acquaint(vanished.inbound), vanished.gone)
    else:
        await cleared(reception.desk, vanished.inbound, vanished.gone)
