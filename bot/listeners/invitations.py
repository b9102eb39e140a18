"""Somebody answers an invitation to a programme."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids, payloads
from bot.reception import Reception
from flows.managing.invitations import not_now


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for what an invitation offers."""

    @app.action(ids.NOT_NOW)
    async def put_off(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        await not_now(reception.desk, await reception.acquaint(at.inbound), ids.Pointer.about_of(at.value))
        await ack()
