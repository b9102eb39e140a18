"""The end of a conversation: who is to see it by itself, and the receipt that names them."""

from collections.abc import Sequence

from flows.conversation.audience import Companion, by_default
from flows.conversation.encounter import Encounter
from flows.conversation.engine import shown
from flows.conversation.ports import UnitOfWork
from flows.conversation.script import Script
from flows.conversation.state import Conversation, Status
from flows.conversation.voice import Voice
from flows.delivery import Subject
from flows.programmes.share import HELD_FOR, Share, Why


async def close(encounter: Encounter, script: Script, conversation: Conversation) -> None:
    """Say that it is over. What was agreed on is shown in an hour to whom it was agreed with.

    Nothing of a conversation that was stopped, and nothing once more to somebody it was kept from.
    """
    earlier = await hold_anew(encounter, conversation)
    if conversation.status is Status.DONE and shown(script, conversation):
        await _show_as_agreed(encounter, conversation, earlier)
    await encounter.voice.receipt(conversation)


async def hold_anew(encounter: Encounter, conversation: Conversation) -> Sequence[Share]:
    """What was shown of it before it was opened again waits for its hour once more; everything ever shown of it."""
    shares = await encounter.work.shares.of_conversation(encounter.person, conversation.id)
    if any(each.ended_at is None for each in shares):
        await encounter.work.shares.hold(encounter.person, conversation.id, encounter.now + HELD_FOR)
        await redraw_receipts(encounter.work, encounter.voice, conversation.id)
    return shares


async def redraw_receipts(work: UnitOfWork, voice: Voice, conversation: str) -> None:
    """Bring the receipts of a conversation up to date, which say who sees what was kept."""
    for post in await work.outbox.about(voice.person, conversation):
        if post.subject is Subject.RECEIPT:
            await voice.redraw(post)


async def _show_as_agreed(encounter: Encounter, conversation: Conversation, earlier: Sequence[Share]) -> None:
    author, begun_at = encounter.person, conversation.started_at
    agreed = await by_default(encounter.work, author, begun_at, encounter.now, hold=True)
    known = {each.tie for each in earlier} | {each.viewer for each in earlier if each.why is Why.TAKEN_BACK}
    fresh = [_share(encounter, conversation, each) for each in agreed if not known & {each.tie.id, each.tie.person}]
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
