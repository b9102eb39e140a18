"""Ask Slack about the installation: who we are, what we may do, what time it is there, whether we may connect."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.doctor.about_slack import (
    Answer,
    about_clock,
    about_scopes,
    about_signing,
    about_sockets,
    about_token,
    seconds_ahead,
)
from bot.doctor.findings import Finding
from bot.manifest import SCOPES, asked
from bot.settings import Settings
from bot.slack import slack_client
from bot.slack_answers import code_in, facts
from flows.ports import Clock


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer, and how many seconds this machine is ahead of its date."""

    answer: Answer
    ahead: float | None


async def look_at_slack(settings: Settings, clock: Clock) -> list[Finding]:
    """Everything that Slack can tell. Calls that change nothing, and none of them waits for a person."""
    async with slack_client(settings.slack_bot_token, settings.slack_api_url) as slack:
        told = await _timed(slack, clock) if settings.slack_bot_token else None
        answer = told.answer if told else None
        return [
            about_token(answer),
            about_scopes(answer, asked(SCOPES, settings.answer_in)),
            about_clock(told.ahead if told else None),
            await _about_the_way_in(settings, slack, answer),
        ]


async def _timed(slack: AsyncWebClient, clock: Clock) -> Timed:
    asked = clock.now()
    answer = await answer_to(slack.auth_test())
    return Timed(answer, seconds_ahead(asked, clock.now(), answer.headers.get("date", "")))


async def _about_the_way_in(settings: Settings, slack: AsyncWebClient, us: Answer | None) -> Finding:
    if not settings.slack_app_token:
        return about_signing(settings.slack_signing_secret)
    answer = await answer_to(slack.apps_connections_open(app_token=settings.slack_app_token))
    return about_sockets(settings.slack_app_token, answer, await _app_id(slack, us))


async def _app_id(slack: AsyncWebClient, us: Answer | None) -> str:
    """The app that the bot token belongs to; empty where Slack does not tell."""
    if us is None or not us.text("bot_id"):
        return ""
    bot = (await answer_to(slack.bots_info(bot=us.text("bot_id")))).said.get("bot")
    return str(bot.get("app_id", "")) if isinstance(bot, Mapping) else ""


async def answer_to(call: Awaitable[AsyncSlackResponse]) -> Answer:
    """Make a call and read what came back, whatever it is. Nothing of it but codes and names is kept for showing."""
    try:
        response = await call
    except SlackApiError as error:
        return _refused(error.response)
    except (aiohttp.ClientError, TimeoutError) as error:
        return Answer(ok=False, unreachable=type(error).__name__)
    said = response.data if isinstance(response.data, dict) else {}
    return Answer(ok=True, said=said, headers=_lower(response.headers))


def _refused(response: object) -> Answer:
    status, error, headers = facts(response)
    said = getattr(response, "data", response)
    kept = said if isinstance(said, dict) else {}
    return Answer(ok=False, error=code_in(error), status=status, said=kept, headers=_lower(headers))


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}
