"""What Slack says of people who are named for a programme."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import payloads
from bot.reception import Reception, SlackOutOfReach
from bot.slack_answers import facts, retry_after
from flows.people import Profile

_UNKNOWN = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
_AT_ONCE = 10


@dataclass(slots=True)
class Roll:
    """Everybody who is asked for, and what Slack has said so far. Whom it does not know stays out of `known`."""

    reception: Reception
    workspace: str
    asked: Collection[str]
    known: dict[str, Profile] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)
    _failed: Exception | None = None

    async def call(self, patience: float) -> bool:
        """Ask for all who are missing; whether all were answered within so many seconds. Raises SlackOutOfReach."""
        slots = asyncio.Semaphore(_AT_ONCE)
        self._failed = None
        try:
            async with asyncio.timeout(patience), asyncio.TaskGroup() as group:
                for each in dict.fromkeys(self.asked):
                    if each not in self._answered:
                        group.create_task(self._ask(each, slots))
        except TimeoutError:
            return False
        if self._failed is not None:
            raise SlackOutOfReach from self._failed
        return True

    async def _ask(self, slack_id: str, slots: asyncio.Semaphore) -> None:
        async with slots:
            if self._failed is not None:
                return
            try:
                self.known[slack_id] = payloads.profile(await self._user(slack_id), self.workspace)
            except SlackApiError as error:
                if facts(error.response)[1] not in _UNKNOWN:
                    self._failed = error
                    return
            except (aiohttp.ClientError, TimeoutError) as error:
                self._failed = error
                return
        self._answered.add(slack_id)

    async def _user(self, slack_id: str) -> Mapping[str, Any]:
        """As long as Slack wants fewer questions, wait."""
        while True:
            try:
                answer = await self.reception.slack.users_info(user=slack_id, include_locale=True)
            except SlackApiError as error:
                status, reason, headers = facts(error.response)
                if status != 429 and reason != "ratelimited":
                    raise
                await self.reception.pause(retry_after(headers))
            else:
                user: Mapping[str, Any] = answer["user"]
                return user


async def members(reception: Reception, workspace: str, slack_ids: Collection[str]) -> Mapping[str, Profile]:
    """What Slack says of a few people, at once. Raises SlackOutOfReach when it takes too long."""
    roll = Roll(reception, workspace, slack_ids)
    if not await roll.call(reception.patience):
        raise SlackOutOfReach
    return roll.known
