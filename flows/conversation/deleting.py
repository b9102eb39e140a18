"""A person deletes a Slack message: the answer in it is hidden at once, and gone for good a day later."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from flows.conversation.changing import settle_change
from flows.conversation.deletions import BURST, GRACE, OLD, Deletion, DeletionState, looks_like_a_rule
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import Act, Reply, advance
from flows.conversation.moving import deny, redraw_pressed
from flows.conversation.state import Place
from flows.conversation.voice import deletion_key

_BATCH = 100


async def deleted(desk: Desk, inbound: Inbound, channel: str, ts: str) -> Effect:
    """Take the deletion of a person's message. Its key stays as a marker: a message that comes later is not heard."""
    return await once(desk, inbound, lambda encounter: _delete(encounter, channel, ts))


async def put_back(desk: Desk, inbound: Inbound, burst: str) -> Effect:
    """Show the hidden answers again."""
    return await once(desk, inbound, lambda encounter: _decide(encounter, burst, DeletionState.BACK))


async def delete_now(desk: Desk, inbound: Inbound, burst: str) -> Effect:
    """Delete the hidden answers for good, without waiting."""
    return await once(desk, inbound, lambda encounter: _decide(encounter, burst, DeletionState.GONE))


async def keep(desk: Desk, inbound: Inbound, burst: str) -> Effect:
    """The workspace cleared the messages; the answers stay."""
    return await once(desk, inbound, lambda encounter: _decide(encounter, burst, DeletionState.KEPT))


async def hide(desk: Desk, inbound: Inbound, burst: str) -> Effect:
    """The person did delete the messages: hide the answers after all."""
    return await once(desk, inbound, lambda encounter: _decide(encounter, burst, DeletionState.HIDDEN))


async def forget_overdue(desk: Desk) -> int:
    """Delete for good what was hidden a day ago; how many. Raises NotSaved."""
    async with desk.work() as work:
        overdue = await work.deletions.hidden_until(desk.clock.now() - GRACE, _BATCH)
        people = {each.person: await work.people.by_id(each.workspace, each.person) for each in overdue}
    for each in overdue:
        if person := people[each.person]:
            place = Place(person.dm_channel)
            inbound = Inbound(f"forget:{each.id}", each.workspace, person.slack_id, place, direct=False)
            await once(desk, inbound, partial(_forget, deletion=each))
    return len(overdue)


async def _delete(encounter: Encounter, channel: str, ts: str) -> Effect:
    if held := await encounter.work.held.typed_in(encounter.person, channel, ts):
        await encounter.work.held.drop(encounter.person, held.id)
        return Effect.CHANGED
    found = await encounter.work.conversations.typed_in(encounter.person, channel, ts)
    if found is None or not await _turn(encounter, found[0], found[1], Act.HIDE):
        return Effect.STALE
    recent = await encounter.work.deletions.since(encounter.person, encounter.now - BURST)
    old = encounter.now - datetime.fromtimestamp(float(ts), UTC) >= OLD
    deletion = Deletion(
        id=encounter.desk.ids.new(),
        workspace=encounter.person.workspace,
        person=encounter.person.id,
        conversation=found[0],
        step=found[1],
        burst=recent[0].burst if recent else encounter.desk.ids.new(),
        old=old,
        state=DeletionState.HIDDEN,
        at=encounter.now,
    )
    await encounter.work.deletions.add(deletion)
    if looks_like_a_rule(recent, old=old):
        hidden = [each for each in (*recent, deletion) if each.old and each.state is DeletionState.HIDDEN]
        await _move(encounter, hidden, DeletionState.ASKED)
    await _say(encounter, deletion.burst)
    return Effect.CHANGED


async def _decide(encounter: Encounter, burst: str, wanted: DeletionState) -> Effect:
    together = await encounter.work.deletions.of_burst(encounter.person, burst)
    if not together:
        return await deny(encounter, burst)
    waits = DeletionState.ASKED if wanted in {DeletionState.KEPT, DeletionState.HIDDEN} else DeletionState.HIDDEN
    concerned = [each for each in together if each.state is waits]
    await _move(encounter, concerned, wanted)
    await redraw_pressed(encounter)
    return Effect.CHANGED if concerned else Effect.STALE


async def _forget(encounter: Encounter, deletion: Deletion) -> Effect:
    """The person may have put it back since the list was made."""
    together = await encounter.work.deletions.of_burst(encounter.person, deletion.burst)
    overdue = [each for each in together if each.id == deletion.id and each.state is DeletionState.HIDDEN]
    await _move(encounter, overdue, DeletionState.GONE)
    await _say(encounter, deletion.burst)
    return Effect.CHANGED


_ACTS = {
    DeletionState.HIDDEN: Act.HIDE,
    DeletionState.GONE: Act.DELETE,
    DeletionState.BACK: Act.PUT_BACK,
    DeletionState.ASKED: Act.PUT_BACK,
}


async def _move(encounter: Encounter, deletions: Iterable[Deletion], state: DeletionState) -> None:
    for each in deletions:
        if act := _ACTS.get(state):
            await _turn(encounter, each.conversation, each.step, act)
        await encounter.work.deletions.save(replace(each, state=state, at=encounter.now))


async def _turn(encounter: Encounter, conversation_id: str, step: str, act: Act) -> bool:
    """Let the answer follow; False where there is nothing to do any more."""
    conversation = await encounter.work.conversations.get(encounter.person, conversation_id)
    script = await encounter.desk.script_of(encounter.work, conversation)
    turn = advance(script, conversation, Reply(act, step))
    if turn.problem is None:
        await settle_change(encounter, script, conversation, turn.conversation)
    return turn.problem is None


async def _say(encounter: Encounter, burst: str) -> None:
    """Tell once for a burst, and bring that message up to date for what follows."""
    if said := await encounter.work.outbox.said(encounter.person, deletion_key(burst)):
        await encounter.voice.redraw(said)
    else:
        await encounter.voice.deletion(burst, encounter.place)
