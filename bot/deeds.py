"""Do in Slack what a delivery asks for: post, redraw, tick, put up Home or a file, take a file away."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot import ids
from bot.drawing import Letter
from bot.slack_answers import Verdict
from bot.uploading import Uploads, harmless
from bot.views.parts import Drawn
from flows.delivery import Deed, Delivery
from flows.errors import CairnError


class Nowhere(CairnError):
    """Slack says it has the message, but not where: it cannot be found again."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """Does them, one call to Slack after the other, and lets whatever goes wrong out as it is.

    `stands` looks up a delivery by its id, as it stands by now; `patience`: seconds to wait for a step of a file.
    """

    slack: AsyncWebClient
    uploads: Uploads
    stands: Callable[[str], Awaitable[Delivery]]
    patience: float

    async def do(self, delivery: Delivery, letter: Letter) -> tuple[str | None, str | None]:
        """Do the deed in Slack; where the message stands now."""
        match delivery.deed:
            case Deed.POST:
                return await self._post(delivery, letter)
            case Deed.FILE:
                return await self._bring(delivery, letter)
            case Deed.TAKE_AWAY:
                await self.uploads.take_away(delivery)
                return None, None
            case Deed.REDRAW:
                return await self._redraw(delivery, letter.drawn)
            case Deed.HOME:
                view = View(type="home", blocks=list(letter.drawn.blocks))
                await self.slack.views_publish(user_id=letter.to, view=view)
                return None, None
            case Deed.TICK:  # pragma: no branch - the deeds are a closed set, and mypy sees that each has its case
                await self.slack.reactions_add(
                    channel=delivery.channel or "", timestamp=delivery.ts or "", name="white_check_mark"
                )
                return delivery.channel, delivery.ts

    async def _post(self, delivery: Delivery, letter: Letter) -> tuple[str, str]:
        drawn = letter.drawn
        channel = delivery.channel or await self._open_dm(letter.to)
        answer = await self.slack.chat_postMessage(
            channel=channel,
            thread_ts=delivery.thread,
            text=drawn.text,
            blocks=list(drawn.blocks) or None,
            metadata={"event_type": ids.DELIVERY_EVENT, "event_payload": {"id": delivery.id}},
            unfurl_links=False,
            unfurl_media=False,
        )
        posted, ts = answer.get("channel"), answer.get("ts")
        if not isinstance(posted, str) or not isinstance(ts, str):
            raise Nowhere
        return posted, ts

    async def _bring(self, delivery: Delivery, letter: Letter) -> tuple[str, str | None]:
        """Put up a file, or say why there is none."""
        if letter.file is None:
            return await self._post(delivery, letter)
        with harmless():
            async with asyncio.timeout(self.patience):
                channel = delivery.channel or await self._open_dm(letter.to)
        await self.uploads.put(delivery, letter.file, channel, letter.drawn.text, self.patience)
        return channel, None

    async def _redraw(self, delivery: Delivery, drawn: Drawn) -> tuple[str | None, str | None]:
        """Nothing to redraw when the message never arrived for certain."""
        stands = delivery if delivery.ts else await self.stands(delivery.redraws or "")
        if stands.ts is None:
            return None, None
        await self.slack.chat_update(
            channel=stands.channel or "", ts=stands.ts, text=drawn.text, blocks=list(drawn.blocks)
        )
        return stands.channel, stands.ts

    async def _open_dm(self, slack_id: str) -> str:
        answer = await self.slack.conversations_open(users=slack_id)
        return str(answer["channel"]["id"])


def instead(letter: Letter, verdict: Verdict) -> Letter | None:
    """What to say when Slack refuses a letter as it is: the same in plain text, or that there is no file."""
    if verdict is Verdict.UNDRAWABLE and letter.drawn.blocks:
        return Letter(Drawn(letter.drawn.text, ()), letter.to)
    if verdict in {Verdict.FAILED, Verdict.UNDRAWABLE} and letter.file:
        return Letter(Drawn(letter.file.otherwise, ()), letter.to)
    return None
