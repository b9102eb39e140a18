"""Putting up windows and redrawing them, without holding up Slack for longer than it waits."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.reception import Reception
from bot.slack_answers import facts
from flows.conversation.encounter import Inbound
from flows.conversation.presses import say

_SEEN_TO = frozenset({"hash_conflict", "not_found"})
"""Somebody else redrew the window meanwhile, or closed it."""


async def put_up(reception: Reception, who: Inbound, trigger_id: str, view: View, *, on_top: bool = False) -> bool:
    """Open a window, on top of another where one is open. When Slack is too slow, say so in the DM."""
    if on_top:
        return await _in_time(reception, who, reception.slack.views_push(trigger_id=trigger_id, view=view))
    return await _in_time(reception, who, reception.slack.views_open(trigger_id=trigger_id, view=view))


async def redraw(reception: Reception, who: Inbound, view_id: str, view: View, seen: str = "") -> bool:
    """Redraw a window, unless it is not any more as it was `seen` (its hash)."""
    return await _in_time(reception, who, reception.slack.views_update(view_id=view_id, view=view, hash=seen or None))


async def _in_time(reception: Reception, who: Inbound, call: Awaitable[Any]) -> bool:
    try:
        async with asyncio.timeout(reception.patience):
            await call
    except SlackApiError as error:
        if facts(error.response)[1] in _SEEN_TO:
            return True
    except (aiohttp.ClientError, TimeoutError):
        pass
    else:
        return True
    await say(reception.desk, replace(who, key=f"{who.key}:too_slow"), "too_slow")
    return False
