"""What every listener has at hand, and how somebody new is looked up."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import payloads
from flows.conversation.acquaintance import known
from flows.conversation.desk import Desk
from flows.conversation.encounter import Inbound
from flows.conversation.library import BASE_LANGUAGE
from flows.errors import CairnError
from flows.journal.search_words import SearchWords
from flows.people import Profile
from flows.words import Words

_REMEMBERED = 10_000


class SlackOutOfReach(CairnError):
    """Slack did not answer a call that a listener cannot do without."""


@dataclass(slots=True)
class Reception:
    """The desk, the Slack client, the words, the contacts and how searches are read.

    Remembers whom it has met, and what they read.

    `patience`: seconds a listener waits for a call to Slack, since what it waits for delays the acknowledgement.
    `settles`: seconds until Slack has surely put up the window of an acknowledgement; an earlier redraw would be lost.
    """

    desk: Desk
    slack: AsyncWebClient
    catalogues: Mapping[str, Words]
    contacts: str
    searches: Mapping[str, SearchWords]
    patience: float = 1.0
    settles: float = 0.5
    _met: set[tuple[str, str]] = field(default_factory=set)
    _languages: dict[tuple[str, str], str] = field(default_factory=dict)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def words(self, language: str = BASE_LANGUAGE) -> Words:
        """The catalogue of a language, or the base one."""
        return self.catalogues.get(language) or self.catalogues[BASE_LANGUAGE]

    def words_for(self, who: tuple[str, str]) -> Words:
        """The words for somebody (workspace and Slack id) when the store cannot be asked what they read."""
        return self.words(self._languages.get(who, BASE_LANGUAGE))

    def forget(self, who: tuple[str, str]) -> None:
        """Look them up again the next time: they may have chosen another language."""
        self._met.discard(who)

    def afterwards(self, doing: Coroutine[Any, Any, None]) -> None:
        """Go on with something after the acknowledgement, which has told that it goes on."""
        task = asyncio.create_task(doing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def pause(self, seconds: float) -> None:
        """Wait where Slack wants it, or where nothing tells that it has done what it was asked."""
        await asyncio.sleep(seconds)

    async def close(self) -> None:
        """Stop what still goes on."""
        for each in (under_way := list(self._under_way)):
            each.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def acquaint(self, inbound: Inbound) -> Inbound:
        """Add the Slack profile of somebody Cairn has not met, and what it knows of those who are no full members.

        Raises SlackOutOfReach when Slack does not tell.
        """
        who = inbound.sender
        if who in self._met:
            return inbound
        if found := await known(self.desk, inbound):
            inbound, language = found
            self._remember(who, language)
            if inbound.may_take_part:
                self._met.add(who)
            return inbound
        profile = await self._profile(inbound)
        self._remember(who, profile.language)
        return replace(inbound, profile=profile)

    async def _profile(self, inbound: Inbound) -> Profile:
        try:
            async with asyncio.timeout(self.patience):
                answer = await self.slack.users_info(user=inbound.slack_id, include_locale=True)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            raise SlackOutOfReach from error
        return payloads.profile(answer["user"], inbound.workspace)

    def _remember(self, who: tuple[str, str], language: str) -> None:
        if len(self._languages) >= _REMEMBERED:
            self._languages.clear()
            self._met.clear()
        self._languages[who] = language
