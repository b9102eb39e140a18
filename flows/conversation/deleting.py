"""A person deletes a Slack message: the answer in it is hidden at once, and gone for good a day later."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flows.conversation.changing import settle_change
from flows.conversation.deletions import BURST, GRACE, OLD, Deletion, DeletionState, looks_like_a_rule
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import Act, Reply, advance
from flows.conversation.moving import deny, redraw_pressed
from flows.conversation.state import Place, Source
from flows.conversation.voice import confirm_key, deletion_key

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


async def overdue(desk: Desk) -> Sequence[Deletion]:
    """What was hidden a day ago, the oldest first. Raises NotSaved."""
    async with desk.work() as work:
        return await work.deletions.hidden_until(desk.clock.now() - GRACE, _BATCH)


async def forget(desk: Desk, deletion: Deletion) -> None:
    """Delete for good what is overdue. Raises NotSaved, Unreadable."""
    async with desk.work() as work:
        person = await work.people.by_id(deletion.workspace, deletion.person)
    if person is not None:
        key, place = f"forget:{deletion.id}:{deletion.at.isoformat()}", Place(person.dm_channel)
        inbound = Inbound(key, deletion.workspace, person.slack_id, place, direct=False, present=False)
        await once(desk, inbound, lambda encounter: _forget(encounter, deletion))


async def _delete(encounter: Encounter, channel: str, ts: str) -> Effect:
    if held := await encounter.work.held.typed_in(encounter.person, channel, ts):
        return await _drop(encounter, held.id)
    old = encounter.now - datetime.fromtimestamp(float(ts), UTC) >= OLD
    found = await encounter.work.conversations.typed_in(encounter.person, channel, ts)
    if found is None:
        return await _erase_what_counts_no_more(encounter, channel, ts, old=old)
    recent = await encounter.work.deletions.since(encounter.person, encounter.now - BURST)
    deletion = Deletion(
        id=encounter.desk.ids.new(),
        workspace=encounter.person.workspace,
        person=encounter.person.id,
        conversation=found[0],
        step=found[1],
        channel=channel,
        ts=ts,
        burst=recent[0].burst if recent else encounter.desk.ids.new(),
        old=old,
        state=DeletionState.HIDDEN,
        at=encounter.now,
    )
    if not await _turn(encounter, deletion, Act.HIDE):
        return Effect.STALE
    await encounter.work.deletions.add(deletion)
    if looks_like_a_rule(recent, old=old):
        hidden = [each for each in (*recent, deletion) if each.old and each.state is DeletionState.HIDDEN]
        await _move(encounter, hidden, DeletionState.ASKED)
    await _say(encounter, deletion.burst)
    return Effect.CHANGED


async def _drop(encounter: Encounter, held: str) -> Effect:
    """Forget what waits for a yes, and take the question about it away."""
    await encounter.work.held.drop(encounter.person, held)
    if asked := await encounter.work.outbox.said(encounter.person, confirm_key(held)):
        await encounter.voice.redraw(asked)
    return Effect.CHANGED


async def _erase_what_counts_no_more(encounter: Encounter, channel: str, ts: str, *, old: bool) -> Effect:
    """The question was answered again in another message, so there is nothing to hide; an old one may be a rule's."""
    if not old:
        await encounter.work.conversations.erase_typed_in(encounter.person, channel, ts)
    return Effect.STALE


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
    if deletion not in await encounter.work.deletions.of_burst(encounter.person, deletion.burst):
        return Effect.STALE
    await _move(encounter, [deletion], DeletionState.GONE)
    await _say(encounter, deletion.burst)
    return Effect.CHANGED


_ACTS = {
    DeletionState.HIDDEN: Act.HIDE,
    DeletionState.GONE: Act.DELETE,
    DeletionState.BACK: Act.PUT_BACK,
    DeletionState.ASKED: Act.PUT_BACK,
}


async def _move(encounter: Encounter, deletions: Iterable[Deletion], state: DeletionState) -> None:
    """Let answers follow. What was answered again in the meantime stays as it is; only what it replaced can be gone."""
    for each in deletions:
        follows = await _turn(encounter, each, _ACTS[state]) if state in _ACTS else True
        if state is DeletionState.GONE:
            await encounter.work.forms.erase(encounter.person, each.conversation, each.step, each.at)
        if state is DeletionState.GONE and each.channel:
            await encounter.work.conversations.erase_typed_in(encounter.person, each.channel, each.ts)
        became = state if follows or state is DeletionState.GONE else DeletionState.REPLACED
        await encounter.work.deletions.save(replace(each, state=became, at=encounter.now))


async def _turn(encounter: Encounter, deletion: Deletion, act: Act) -> bool:
    """Let the answer follow its message; False where that message no longer holds the answer."""
    conversation = await encounter.work.conversations.get(encounter.person, deletion.conversation)
    script = await encounter.desk.script_of(encounter.work, conversation)
    source = Source(deletion.channel, deletion.ts) if deletion.channel else None
    if source is None and not conversation.entries[deletion.step].hidden:
        return False  # answered again since it was deleted in the journal
    reply = Reply(act, deletion.step, source=source)
    turn = advance(script, conversation, reply)
    if turn.problem is None:
        await settle_change(encounter, script, conversation, turn.conversation)
    return turn.problem is None


async def _say(encounter: Encounter, burst: str) -> None:
    """Tell once for a burst, and bring that message up to date for what follows."""
    if said := await encounter.work.outbox.said(encounter.person, deletion_key(burst)):
        await encounter.voice.redraw(said)
    else:
        await encounter.voice.deletion(burst, encounter.place)
