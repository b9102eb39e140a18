"""Ask "Is this your answer?" and keep what was typed until the person says yes or no."""

from collections.abc import Sequence

from flows.conversation.addressing import Heard
from flows.conversation.answering import answer_with
from flows.conversation.checks import Problem
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.kept import HeldReply
from flows.conversation.lost import is_held
from flows.conversation.moving import ask_again, deny, redraw_pressed
from flows.conversation.state import Conversation, Place
from flows.errors import NotAvailable
from flows.text import is_blank


async def hold_and_ask(encounter: Encounter, heard: Heard, candidates: Sequence[Conversation]) -> Effect:
    """Keep the message and ask whether it answers one of these open questions."""
    if is_blank(heard.text):
        return await ask_again(encounter, candidates[0], Problem.EMPTY)
    place = encounter.inbound.place
    held = HeldReply(
        id=encounter.desk.ids.new(),
        workspace=encounter.person.workspace,
        person=encounter.person.id,
        text=heard.text,
        channel=place.channel or "",
        ts=heard.ts,
        thread=place.thread,
        at=encounter.now,
        edit=encounter.inbound.edit,
    )
    await encounter.work.held.hold(held)
    await encounter.voice.confirm(held, candidates, encounter.place)
    return Effect.CONFIRMING


async def say_yes(desk: Desk, inbound: Inbound, held: str, conversation: str, turn: int) -> Effect:
    """The held message is the answer to this question."""
    return await once(desk, inbound, lambda encounter: _accept(encounter, held, conversation, turn))


async def say_no(desk: Desk, inbound: Inbound, held: str) -> Effect:
    """The held message is no answer: forget it."""
    return await once(desk, inbound, lambda encounter: _decline(encounter, held))


async def _accept(encounter: Encounter, held_id: str, conversation_id: str, turn: int) -> Effect:
    await redraw_pressed(encounter)
    try:
        held = await encounter.work.held.get(encounter.person, held_id)
        conversation = await encounter.work.conversations.get(encounter.person, conversation_id)
    except NotAvailable:
        return await _not_here(encounter, held_id)
    if conversation.is_over or conversation.turn != turn:
        return Effect.STALE
    await encounter.work.held.drop(encounter.person, held_id)
    place = Place(held.channel, held.thread)
    return await answer_with(encounter, conversation, held.text, place, held.ts, held.edit)


async def _decline(encounter: Encounter, held_id: str) -> Effect:
    if not await is_held(encounter.work, encounter.person, held_id) and not await _asked_about(encounter, held_id):
        return await deny(encounter, held_id)
    await encounter.work.held.drop(encounter.person, held_id)
    await redraw_pressed(encounter)
    return Effect.DECLINED


async def _not_here(encounter: Encounter, held_id: str) -> Effect:
    """A second press finds the message settled; a press that points elsewhere finds nothing."""
    return Effect.STALE if await _asked_about(encounter, held_id) else await deny(encounter, held_id)


async def _asked_about(encounter: Encounter, held_id: str) -> bool:
    """Whether the pressed message is the one that asked this person about this reply."""
    place, ts = encounter.inbound.place, encounter.inbound.ts
    asked = await encounter.work.outbox.posted_at(encounter.person, place.channel or "", ts or "")
    return asked is not None and asked.details.get("held") == held_id
