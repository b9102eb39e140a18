"""Everything nobody else listens for: answered all the same, so that Slack does not try again and nobody waits."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import payloads
from bot.ingress import Counts, Reason
from bot.reception import Reception
from flows.conversation.presses import say

_ANYTHING = re.compile(".*")


def register(app: AsyncApp, reception: Reception, counts: Counts) -> None:
    """Attach the listeners that take what is left. Must be registered last."""

    @app.event(_ANYTHING)
    async def event() -> None:
        counts.add(Reason.UNKNOWN)

    @app.action(_ANYTHING)
    async def action(ack: AsyncAck, body: dict[str, Any]) -> None:
        counts.add(Reason.UNKNOWN)
        await say(reception.desk, await reception.acquaint(payloads.pointed(body).inbound), "old_button")
        await ack()

    async def sent_off(ack: AsyncAck, body: dict[str, Any]) -> None:
        counts.add(Reason.UNKNOWN)
        await say(reception.desk, await reception.acquaint(payloads.sent_off(body)), "old_button")
        await ack()

    for listen in (app.view_submission, app.shortcut):
        listen(_ANYTHING)(sent_off)
    for ignore in (app.view_closed, app.options):
        ignore(_ANYTHING)(_acknowledge)


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()
