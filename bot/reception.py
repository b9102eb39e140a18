"""What every listener has at hand, and how somebody new is looked up."""

import asyncio
from dataclasses import dataclass, replace

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import payloads
from bot.errors import SlackOutOfReach
from bot.tongues import Tongues
from flows.conversation.desk import Desk
from flows.conversation.encounter import Inbound, known_language
from flows.conversation.library import BASE_LANGUAGE
from flows.people import Profile
from flows.words import Words


@dataclass(slots=True)
class Reception:
    """The desk, the Slack client, who reads which words, and the contacts.

    `patience`: seconds a listener waits for a call to Slack, since what it waits for delays the acknowledgement.
    """

    desk: Desk
    slack: AsyncWebClient
    tongues: Tongues
    contacts: str
    patience: float = 1.0

    def words(self, language: str = BASE_LANGUAGE) -> Words:
        """The catalogue of a language, or the base one."""
        return self.tongues.words(language)

    async def acquaint(self, inbound: Inbound) -> Inbound:
        """Add the Slack profile of somebody Cairn has not met. Raises SlackOutOfReach when Slack does not tell."""
        who = (inbound.workspace, inbound.slack_id)
        if self.tongues.knows(who):
            return inbound
        if language := await known_language(self.desk, *who):
            self.tongues.note(who, language)
            return inbound
        return replace(inbound, profile=await self._profile(inbound))

    async def _profile(self, inbound: Inbound) -> Profile:
        try:
            async with asyncio.timeout(self.patience):
                answer = await self.slack.users_info(user=inbound.slack_id, include_locale=True)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            raise SlackOutOfReach from error
        return payloads.profile(answer["user"], inbound.workspace)
