"""What people are called in Slack, for a file that is read outside of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from flows.text import one_line

NameOf = Callable[[str], Awaitable[str]]
"""The name of somebody, by their Slack id. Empty when it cannot be had."""

_PATIENCE = 2.0
_MOST = 50
"""So many names are asked for, for one file: Slack limits how often it answers."""


def names_in(slack: AsyncWebClient) -> NameOf:
    """Asks Slack."""

    async def name_of(slack_id: str) -> str:
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await slack.users_info(user=slack_id)
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return ""
        user = answer.get("user") or {}
        profile = user.get("profile") or {}
        return one_line(str(profile.get("display_name") or profile.get("real_name") or user.get("real_name") or ""))

    return name_of


@dataclass(slots=True)
class Naming:
    """The names in one file. Each is asked for once; when one cannot be had, Slack is left alone."""

    name_of: NameOf
    _known: dict[str, str] = field(default_factory=dict)
    _left: int = _MOST

    async def of(self, slack_ids: Iterable[str]) -> Mapping[str, str]:
        """What these are called, as far as it can be told; some by their Slack ids only."""
        for each in sorted(set(slack_ids) - self._known.keys()):
            name = await self.name_of(each) if self._left > 0 else ""
            self._left = self._left - 1 if name else 0
            self._known[each] = name or each
        return self._known
