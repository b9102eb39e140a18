"""The one place that catches everything: what went wrong is logged with a reference, and the person is told."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.reception import Reception, SlackOutOfReach
from flows.errors import NotSaved, Unconfirmed, Unreadable
from flows.ports import Ids

_log = logging.getLogger(__name__)

_SHARE = 0.7
"""Of a listener's patience: the store may have taken two of Slack's three seconds already."""

_REMEMBERED = 1_000


@dataclass(slots=True)
class Told:
    """Messages whose author was told "not saved": a late copy of one must not be saved behind their back."""

    _keys: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def note(self, key: str) -> None:
        """Remember a message by its channel and ts."""
        self._keys[key] = None
        if len(self._keys) > _REMEMBERED:
            self._keys.popitem(last=False)

    def knows(self, key: str) -> bool:
        """Whether its author was told."""
        return key in self._keys


@dataclass(frozen=True, slots=True)
class Apology:
    """Answers every error. The store may be out of reach, so this is the one thing that does not use the outbox."""

    reception: Reception
    ids: Ids
    told: Told

    def register(self, app: AsyncApp) -> None:
        """Let Bolt hand every error to this."""

        @app.error
        async def failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
            return await self.answer(error, body)

    async def answer(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """The HTTP answer to a request that failed."""
        reference = self.ids.new()[:8]
        _log.error("A request failed", exc_info=error, extra={"action": "failed", "reference": reference})
        if "command" in body:
            return BoltResponse(status=200, body=self._sentence(error, reference, "pressed"))
        if "event" in body:
            return await self._event(error, body["event"], reference)
        await self._tell(body, self._sentence(error, reference, "pressed"))
        return BoltResponse(status=200, body="")

    async def _event(self, error: Exception, event: dict[str, Any], reference: str) -> BoltResponse:
        """Tell the author. Where that fails too, or waiting may help, 503 lets Slack deliver the message again."""
        if isinstance(error, SlackOutOfReach | Unconfirmed):
            return BoltResponse(status=503, body="")
        told = await self._say(event.get("channel"), event.get("thread_ts"), self._sentence(error, reference, "typed"))
        if not told:
            return BoltResponse(status=503, body="")
        self.told.note(f"message:{event.get('channel')}:{event.get('ts')}")
        return BoltResponse(status=200, body="")

    async def _tell(self, body: dict[str, Any], sentence: str) -> None:
        container = body.get("container") or {}
        await self._say(container.get("channel_id"), container.get("thread_ts"), sentence)

    async def _say(self, channel: str | None, thread: str | None, sentence: str) -> bool:
        if not channel or not channel.startswith("D"):
            return False
        try:
            async with asyncio.timeout(_SHARE * self.reception.patience):
                await self.reception.slack.chat_postMessage(channel=channel, thread_ts=thread, text=sentence)
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return False
        return True

    def _sentence(self, error: Exception, reference: str, deed: str) -> str:
        words = self.reception.words()
        if isinstance(error, NotSaved):
            return words(f"notice.not_saved_{deed}")
        if isinstance(error, Unreadable):
            return words("notice.unreadable")
        if isinstance(error, SlackOutOfReach):
            return words("notice.unreachable")
        return words("notice.went_wrong", reference=reference)
