"""What is known of somebody before anything is done for them: what they read, and where they talk with Cairn."""

from flows.conversation.desk import Desk
from flows.conversation.encounter import Inbound
from flows.conversation.library import BASE_LANGUAGE


async def language_of(desk: Desk, workspace: str, slack_id: str) -> str:
    """The language of somebody who asks for a page of words; the base language for somebody new."""
    return await known_language(desk, workspace, slack_id) or BASE_LANGUAGE


async def known_language(desk: Desk, workspace: str, slack_id: str) -> str | None:
    """The language of somebody Cairn has met; None for somebody new."""
    async with desk.work() as work:
        person = await work.people.meet(workspace, slack_id)
        return person.language if person else None


async def is_home(desk: Desk, inbound: Inbound) -> bool:
    """Whether this happened in the person's own DM with Cairn: any other DM looks the same to Slack's commands."""
    async with desk.work() as work:
        person = await work.people.meet(inbound.workspace, inbound.slack_id)
        return person is not None and inbound.place.channel is not None and person.dm_channel == inbound.place.channel
