"""The connection to Slack: one client, one session, no retries of its own, and who we are there."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from flows.errors import CairnError

_TIMEOUT = 10.0


class SlackRefused(CairnError):
    """Slack does not accept the token, or cannot be reached; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace. `app_id` is None where Slack does not tell."""

    team_id: str
    bot_user_id: str
    bot_id: str
    app_id: str | None


@asynccontextmanager
async def slack_client(token: str, api_url: str, patience: float = _TIMEOUT) -> AsyncIterator[AsyncWebClient]:
    """A client whose session is shared by everything. The SDK's own retries are off: they can post twice.

    `patience`: seconds any call may take. Whoever has less of it sets a limit of their own.
    """
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience)) as session:
        yield AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[], logger=_discreet())


def _discreet() -> logging.Logger:
    """At DEBUG the SDK writes down every call whole: windows with people's words in them."""
    logger = logging.getLogger("slack_sdk.discreet")
    logger.setLevel(logging.INFO)
    return logger


async def introduce(slack: AsyncWebClient) -> Identity:
    """Ask Slack who we are. Raises SlackRefused."""
    with refusing("token", "SLACK_BOT_TOKEN"):
        async with asyncio.timeout(_TIMEOUT):
            us = await slack.auth_test()
            bot = await slack.bots_info(bot=us["bot_id"])
    return Identity(us["team_id"], us["user_id"], us["bot_id"], bot["bot"].get("app_id"))


@contextmanager
def refusing(token: str, setting: str) -> Iterator[None]:
    """Say in one line what to look at when Slack does not take this token, or does not answer. Raises SlackRefused."""
    try:
        yield
    except SlackApiError as error:
        reason = error.response.get("error") if hasattr(error.response, "get") else "an answer that makes no sense"
        raise SlackRefused(f"Slack refused the {token} ({reason}). Check {setting}.") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SlackRefused(f"Slack cannot be reached ({type(error).__name__}). Check the network.") from None
