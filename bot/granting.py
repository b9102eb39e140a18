"""`cairn grant`: let somebody set up programmes, or let them no more."""

import asyncio
from collections.abc import Callable

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import payloads
from bot.clock import RandomIds, SystemClock
from bot.settings import Settings
from bot.slack import SlackRefused, introduce, slack_client
from flows.conversation.ports import UnitOfWork
from flows.errors import CairnError
from flows.managing.in_charge import put_in_charge
from flows.managing.naming import dismiss_manager, name_manager
from flows.people import Profile
from storage.memory import open_memory

_PATIENCE = 10.0


class NotGranted(CairnError):
    """They cannot be a programme manager; the message says why."""


async def grant(settings: Settings, slack_id: str, *, end: bool, programme: str = "") -> str:
    """Name or dismiss a programme manager; what was done, in a line. Raises CairnError.

    `programme`, an id or a name, is put into their charge as well.

    It may be run beside a running bot, which looks up who is a manager each time.
    """
    clock, ids = SystemClock(), RandomIds()
    async with slack_client(settings.slack_bot_token, settings.slack_api_url) as slack:
        workspace = (await introduce(slack)).team_id
        profile = None if end else await _profile(slack, workspace, slack_id)
    memory = open_memory(settings.database_url, settings.keystore_url, settings.keys, clock, ids)
    try:
        await memory.check()
        work: Callable[[], UnitOfWork] = memory.unit_of_work
        if profile is None:
            ended = await dismiss_manager(work, clock, workspace, slack_id)
            return f"{slack_id} {'is no programme manager any more.' if ended else 'was no programme manager.'}"
        if not await name_manager(work, clock, ids, workspace, profile):
            raise NotGranted(f"{slack_id} is no full member of this workspace, so they cannot be a programme manager")
        if programme:
            theirs = await put_in_charge(work, clock, workspace, slack_id, programme)
            return f"{slack_id} now manages the programme “{theirs.design.name}”: /cairn programme"
        return f"{slack_id} can now set up programmes: /cairn programme"
    finally:
        await memory.close()


async def _profile(slack: AsyncWebClient, workspace: str, slack_id: str) -> Profile:
    try:
        async with asyncio.timeout(_PATIENCE):
            answer = await slack.users_info(user=slack_id, include_locale=True)
    except SlackApiError as error:
        if error.response.get("error") in {"user_not_found", "users_not_found", "user_not_visible"}:
            raise NotGranted(
                f"Slack knows nobody called {slack_id} here; copy the member ID from their profile"
            ) from None
        raise SlackRefused(f"Slack does not tell who {slack_id} is: {error.response.get('error')}") from None
    except (aiohttp.ClientError, TimeoutError):
        raise SlackRefused("Slack cannot be reached") from None
    return payloads.profile(answer["user"], workspace)
