"""What is known of somebody before anything is done for them: what they read, and where they talk with Cairn."""

from dataclasses import replace

from flows.conversation.belonging import may_now
from flows.conversation.desk import Desk
from flows.conversation.encounter import Inbound
from flows.conversation.library import BASE_LANGUAGE
from flows.people import Profile, may_take_part
from flows.privacy import Action


async def language_of(desk: Desk, workspace: str, slack_id: str) -> str:
    """The language of somebody who asks for a page of words; the base language for somebody new."""
    async with desk.work() as work:
        person = await work.people.meet(workspace, slack_id)
        return person.language if person else BASE_LANGUAGE


async def known(desk: Desk, inbound: Inbound) -> tuple[Inbound, str] | None:
    """What came in, with what is known of whom it is from, and their language; None for somebody new."""
    async with desk.work() as work:
        person = await work.people.meet(inbound.workspace, inbound.slack_id)
        if person is None:
            return None
        if may_take_part(person.standing):
            return inbound, person.language
        reads = await may_now(work, person, Action.READ_WHAT_WAS_SHARED, desk.clock.now())
    profile = Profile(person.slack_id, person.standing, person.zone, person.language)
    return replace(inbound, profile=profile, reads=reads), person.language


async def is_home(desk: Desk, inbound: Inbound) -> bool:
    """Whether this happened in the person's own DM with Cairn: any other DM looks the same to Slack's commands."""
    async with desk.work() as work:
        person = await work.people.meet(inbound.workspace, inbound.slack_id)
        return person is not None and inbound.place.channel is not None and person.dm_channel == inbound.place.channel
