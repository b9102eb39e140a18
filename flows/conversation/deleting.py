"""A person deletes a Slack message: the answer in it is hidden at once, and gone for good a day later."""

from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import replace

from flows.conversation.changing import settle_change
from flows.conversation.deletions import BURST, GRACE, OLD, Deletion, DeletionState, Gone, asked_about, burst_of
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import Act, Reply, advance
from flows.conversation.moving import deny, redraw_pressed
from flows.conversation.state import Place, Source
from flows.conversation.voice import burst_key, confirm_key
from flows.errors import NotSaved, Unconfirmed
from flows.privacy import AUTHOR, Action, State, may_any

_BATCH = 100


async def deleted(desk: Desk, inbound: Inbound, gone: Gone) -> Effect:
    """Take the deletion of a person's message. Its key stays as a marker: a message that comes later is not heard.

    It only takes away, so it counts of those, too, who are no members any more.
    """
    return await once(desk, inbound, lambda encounter: _delete(encounter, gone), needs=None)


async def cleared(desk: Desk, inbound: Inbound, gone: Gone) -> None:
    """Note that an old message of Cairn's own went: a retention rule takes those as well, and so is told by them.

    Nobody did this, so nobody is told when it cannot be saved. Raises Unconfirmed: Slack tells of it once more.
    """
    if not gone.old:
        return
    try:
        async with desk.work() as work:
            person = await work.people.in_channel(inbound.workspace, gone.channel)
        if person is not None:
            theirs = replace(inbound, slack_id=person.slack_id)
            await once(desk, theirs, lambda encounter: _tell(encounter, set(), gone))
    except NotSaved as error:
        raise Unconfirmed(str(error)) from error


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


async def overdue(desk: Desk) -> AsyncIterator[Deletion]:
    """What was hidden a day ago, the oldest first, all of it: what cannot be forgotten keeps back nothing after it.

    Raises NotSaved.
    """
    until, last = desk.clock.now() - GRACE, None
    while True:
        async with desk.work() as work:
            batch = await work.deletions.hidden_until(until, _BATCH, last)
        for each in batch:
            yield each
        if len(batch) < _BATCH:
            return
        last = batch[-1]


async def forget(desk: Desk, deletion: Deletion) -> None:
    """Delete for good what is overdue. Raises NotSaved, Unreadable."""
    async with desk.work() as work:
        person = await work.people.by_id(deletion.workspace, deletion.person)
    if person is not None:
        key, place = f"forget:{deletion.id}:{deletion.at.isoformat()}", Place(person.dm_channel)
        inbound = Inbound(key, deletion.workspace, person.slack_id, place, direct=False, present=False)
        await once(desk, inbound, lambda encounter: _forget(encounter, deletion))


async def forget_what_went(desk: Desk) -> None:
    """Forget which old messages went, once that can tell nothing any more. Raises NotSaved."""
    async with desk.work() as work:
        await work.deletions.forget_gone(desk.clock.now() - OLD)
        await work.commit()


async def _delete(encounter: Encounter, gone: Gone) -> Effect:
    if held := await encounter.work.held.typed_in(encounter.person, gone.channel, gone.ts):
        await _drop(encounter, held.id)
    effect = await _tell(encounter, await _hide(encounter, gone), gone)
    return Effect.CHANGED if held else effect


async def _drop(encounter: Encounter, held: str) -> None:
    """Forget what waits for a yes, and take the question about it away."""
    await encounter.work.held.drop(encounter.person, held)
    if asked := await encounter.work.outbox.said(encounter.person, confirm_key(held)):
        await encounter.voice.redraw(asked)


async def _hide(encounter: Encounter, gone: Gone) -> Collection[str]:
    """Hide the answer that stood in the message, if one did. Returns the burst this belongs to."""
    found = await encounter.work.conversations.typed_in(encounter.person, gone.channel, gone.ts)
    if found is None:
        await _erase_what_counts_no_more(encounter, gone)
        return ()
    conversation = await encounter.work.conversations.get(encounter.person, found[0])
    around = await encounter.work.deletions.between(encounter.person, gone.at - BURST, gone.at + BURST)
    deletion = Deletion(
        id=encounter.desk.ids.new(),
        workspace=encounter.person.workspace,
        person=encounter.person.id,
        conversation=conversation.id,
        step=found[1],
        version=conversation.entries[found[1]].version,
        channel=gone.channel,
        ts=gone.ts,
        burst=burst_of(around) or encounter.desk.ids.new(),
        state=DeletionState.HIDDEN,
        at=encounter.now,
        gone_at=gone.at,
    )
    if not await _turn(encounter, deletion, Act.HIDE):
        return ()
    await encounter.work.deletions.add(deletion)
    return (deletion.burst,)


async def _erase_what_counts_no_more(encounter: Encounter, gone: Gone) -> None:
    """The question was answered again in another message, so there is nothing to hide; an old one may be a rule's."""
    if not gone.old:
        await encounter.work.conversations.erase_typed_in(encounter.person, gone.channel, gone.ts)


async def _tell(encounter: Encounter, bursts: Collection[str], gone: Gone) -> Effect:
    """Ask about what a rule seems to have cleared, and say what became of everything in these bursts and those."""
    told = {*bursts, *(await _ask_where_many_went(encounter, gone) if gone.old else ())}
    for burst in sorted(told):
        await _say(encounter, burst)
    return Effect.CHANGED if told else Effect.STALE


async def _ask_where_many_went(encounter: Encounter, gone: Gone) -> Collection[str]:
    """Bring back what a rule seems to have cleared, also what was hidden before that could be told.

    Whatever went counts, not only answers: a rule also takes “skip”, and what Cairn said.
    """
    deletions, since, until = encounter.work.deletions, gone.at - BURST, gone.at + BURST
    await deletions.note(encounter.person, gone)
    around = await deletions.between(encounter.person, since, until)
    asked = asked_about(around, await deletions.gone(encounter.person, since, until))
    await _move(encounter, asked, DeletionState.ASKED)
    return {each.burst for each in asked}


async def _decide(encounter: Encounter, burst: str, wanted: DeletionState) -> Effect:
    together = await encounter.work.deletions.of_burst(encounter.person, burst)
    waits = DeletionState.ASKED if wanted in {DeletionState.KEPT, DeletionState.HIDDEN} else DeletionState.HIDDEN
    if not together or not _may(waits, wanted):
        return await deny(encounter, burst)
    concerned = [each for each in together if each.state is waits]
    if wanted is DeletionState.HIDDEN:  # as the person says, so nothing that comes later makes it a rule's again
        concerned = [replace(each, gone_at=None) for each in concerned]
    await _move(encounter, concerned, wanted)
    await redraw_pressed(encounter)
    return Effect.CHANGED if concerned else Effect.STALE


_ASKS = {
    DeletionState.BACK: Action.PUT_BACK,
    DeletionState.GONE: Action.DELETE,
    DeletionState.HIDDEN: Action.DELETE,
}


def _may(is_now: DeletionState, wanted: DeletionState) -> bool:
    """What is asked about stays visible until it is answered, and to keep it changes nothing."""
    state = State.HIDDEN if is_now is DeletionState.HIDDEN else State.PRIVATE
    return wanted not in _ASKS or may_any(AUTHOR, state, _ASKS[wanted])


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
            await _erase(encounter, each)
        became = state if follows or state is DeletionState.GONE else DeletionState.REPLACED
        await encounter.work.deletions.save(replace(each, state=became, at=encounter.now))


async def _erase(encounter: Encounter, deletion: Deletion) -> None:
    """Take away the words of an answer that is deleted for good wherever else they are kept.

    A later version may stand in its message too, when that was changed before it was deleted and Slack told late.
    """
    conversations, person = encounter.work.conversations, encounter.person
    await encounter.work.forms.erase(person, deletion.conversation, deletion.step, deletion.at)
    await conversations.erase_until(person, deletion.conversation, deletion.step, deletion.version)
    if deletion.channel:
        await conversations.erase_typed_in(person, deletion.channel, deletion.ts)


async def _turn(encounter: Encounter, deletion: Deletion, act: Act) -> bool:
    """Let the answer follow its message; False where that message no longer holds the answer."""
    conversation = await encounter.work.conversations.get(encounter.person, deletion.conversation)
    script = await encounter.desk.script_of(encounter.work, conversation)
    source = Source(deletion.channel, deletion.ts) if deletion.channel else None
    if source is None and conversation.entries[deletion.step].version != deletion.version:
        return False  # answered again since it was deleted in the journal
    reply = Reply(act, deletion.step, source=source)
    turn = advance(script, conversation, reply)
    if turn.problem is None:
        await settle_change(encounter, script, conversation, turn.conversation)
    return turn.problem is None


async def _say(encounter: Encounter, burst: str) -> None:
    """Tell once for a burst, and bring that message up to date for what follows."""
    if said := await encounter.work.outbox.said(encounter.person, burst_key(burst)):
        await encounter.voice.redraw(said)
    else:
        await encounter.voice.deletion(burst, encounter.place)
