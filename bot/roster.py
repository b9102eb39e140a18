"""Everybody in the workspace, as Slack lists them: page by page, and kept nowhere."""

import asyncio
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import payloads
from bot.slack import SlackRefused
from bot.slack_answers import code_in, facts, retry_after
from flows.people import Profile

_PAGE = 1000  # the most that Slack gives: with fewer, a large workspace is asked for more often than Slack allows
_MOST_PAGES = 1000
_PATIENCE = 30.0
_MOST_PAUSES = 3  # for one page


async def roster(slack: AsyncWebClient, workspace: str) -> dict[str, Profile]:
    """What Slack says of everybody, by Slack id. Waits where Slack asks for it. Raises SlackRefused.

    All of it or nothing: a list that breaks off would make leavers of those who are missing.
    """
    found: dict[str, Profile] = {}
    cursor = ""
    for _ in range(_MOST_PAGES):
        answer = await _page(slack, cursor)
        listed = [each for each in answer.get("members") or () if isinstance(each, dict) and each.get("id")]
        found |= {each["id"]: payloads.member(each, workspace) for each in listed}
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return found
    raise SlackRefused("Slack does not come to an end with its list of members")


async def _page(slack: AsyncWebClient, cursor: str) -> Any:
    for _ in range(_MOST_PAUSES):
        try:
            async with asyncio.timeout(_PATIENCE):
                return await slack.users_list(limit=_PAGE, include_locale=True, cursor=cursor or None)
        except SlackApiError as error:
            await asyncio.sleep(_pause(error))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise SlackRefused(f"Slack does not list the members of the workspace ({type(error).__name__})") from None
    raise SlackRefused("Slack does not list the members of the workspace: it is asked for too much just now")


def _pause(error: SlackApiError) -> float:
    """The seconds that Slack asks to wait. Raises SlackRefused where it refuses for another reason."""
    status, reason, headers = facts(error.response)
    if status == 429 or reason == "ratelimited":
        return retry_after(headers)
    raise SlackRefused(f"Slack does not list the members of the workspace ({code_in(reason) or status})") from None
