"""Slack tells that something about a person is different."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot import payloads
from bot.reception import Reception
from flows.managing.membership import hear_of


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listener for what Slack says of people."""

    @app.event("user_change")
    async def changed(body: dict[str, Any]) -> None:
        told = payloads.told_of(body)
        if told is None:
            return
        await hear_of(reception.desk, body["team_id"], told.profile, told.at)
        reception.forget((body["team_id"], told.profile.slack_id))
