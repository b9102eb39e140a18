"""The end of a conversation: who is to see it by itself, and the receipt that names them."""

from flows.conversation.audience import Companion, by_default
from flows.conversation.encounter import Encounter
from flows.conversation.engine import shown
from flows.conversation.script import Script
from flows.conversation.state import Conversation, Status
from flows.programmes.share import HELD_FOR, Share


async def close(encounter: Encounter, script: Script, conversation: Conversation) -> None:
    """Say that it is over. What was agreed on is shown in an hour to whom it was agreed with.

    Nothing of a conversation that was stopped, and nothing once more to somebody it was kept from.
    """
    if conversation.status is Status.DONE and shown(script, conversation):
        await _show_as_agreed(encounter, conversation)
    await encounter.voice.receipt(conversation)


async def _show_as_agreed(encounter: Encounter, conversation: Conversation) -> None:
    author, begun_at = encounter.person, conversation.started_at
    agreed = await by_default(encounter.work, author, begun_at, encounter.now, hold=True)
    if not agreed:
        return
    earlier = {each.viewer for each in await encounter.work.shares.of_conversation(author, conversation.id)}
    fresh = [_share(encounter, conversation, each) for each in agreed if each.tie.person not in earlier]
    await encounter.work.shares.add(fresh)


def _share(encounter: Encounter, conversation: Conversation, with_: Companion) -> Share:
    author, now = encounter.person, encounter.now
    return Share(
        id=encounter.desk.ids.new(),
        workspace=author.workspace,
        owner=author.id,
        viewer=with_.tie.person,
        tie=with_.tie.id,
        conversation=conversation.id,
        step="",
        created_at=now,
        visible_from=now + HELD_FOR,
    )
