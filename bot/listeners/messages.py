"""A person types to Cairn."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot import payloads
from bot.errors import Told
from bot.reception import Reception
from flows.conversation.replies import cannot_read, typed


def register(app: AsyncApp, reception: Reception, told: Told) -> None:
    """Attach the listener for direct messages."""

    @app.event("message")
    async def message(body: dict[str, Any]) -> None:
        heard = payloads.heard(body)
        if heard is None or told.knows(heard.inbound.key):
            return
        inbound = await reception.acquaint(heard.inbound)
        if heard.readable:
            await typed(reception.desk, inbound, heard.text)
        else:
            await cannot_read(reception.desk, inbound)
