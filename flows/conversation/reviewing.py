"""A person changes or deletes an answer in a window, whenever they like."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.conversation.belonging import who_asks
from flows.conversation.changing import settle_change
from flows.conversation.checks import Problem
from flows.conversation.deletions import Deletion, DeletionState
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import Act, Reply, advance
from flows.conversation.moving import deny
from flows.conversation.script import Script, Step, Value
from flows.conversation.showing import own_words_of
from flows.conversation.sights import OwnAnswer, OwnWords
from flows.conversation.state import Conversation, Entry
from flows.conversation.typed import Reading
from flows.conversation.written import read_written, with_remark
from flows.errors import NotAvailable
from flows.privacy import AUTHOR, Action, may_any, state_towards


@dataclass(frozen=True, slots=True)
class Which:
    """One answer: of which conversation, to which step, and in which version it was shown."""

    conversation: str
    step: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """An answer as it stands, with all its conversation, for its author's eyes; and their language."""

    own: OwnWords
    answer: OwnAnswer
    language: str


async def review(desk: Desk, workspace: str, slack_id: str, which: Which) -> Review:
    """Look up an answer of this person's. Raises NotAvailable when there is none to be seen."""
    async with desk.work() as work:
        person = await who_asks(work, workspace, slack_id, desk.clock.now())
        conversation = await work.conversations.get(person, which.conversation)
        script = await desk.script_of(work, conversation)
        own = own_words_of(person, script, conversation)
    answer = next((each for each in own.answers if each.step.id == which.step), None)
    if answer is None:
        raise NotAvailable
    return Review(own, answer, person.language)


def read_change(step: Step, written: Sequence[str]) -> Value | Problem:
    """What the field of an answer holds now."""
    value = read_written(step, written)
    return Problem.EMPTY if value is None else value


async def change_answer(desk: Desk, inbound: Inbound, which: Which, value: Value) -> Effect:
    """Take a changed answer. STALE when it is not the version any more that was shown. Raises NotSaved.

    A remark that was typed beside a number or a choice stays with it.
    """
    return await once(desk, inbound, lambda encounter: _change(encounter, which, value))


async def delete_answer(desk: Desk, inbound: Inbound, which: Which) -> Effect:
    """Hide an answer; it is deleted for good a day later unless it is put back. Raises NotSaved."""
    return await once(desk, inbound, lambda encounter: _delete(encounter, which))


async def _change(encounter: Encounter, which: Which, value: Value) -> Effect:
    try:
        conversation = await encounter.work.conversations.get(encounter.person, which.conversation)
    except NotAvailable:
        return await deny(encounter, which.conversation)
    entry = conversation.entries.get(which.step)
    if entry is None or entry.version != which.version or not _may(encounter, entry, Action.CHANGE):
        return Effect.STALE
    script = await encounter.desk.script_of(encounter.work, conversation)
    reading = Reading(encounter.desk.vocabulary(encounter.person), encounter.today)
    changed = with_remark(script.steps[which.step], value, entry.value, reading)
    return await _take(encounter, script, conversation, Reply(Act.EDIT, which.step, value=changed))


async def _delete(encounter: Encounter, which: Which) -> Effect:
    try:
        conversation = await encounter.work.conversations.get(encounter.person, which.conversation)
    except NotAvailable:
        return await deny(encounter, which.conversation)
    entry = conversation.entries.get(which.step)
    if entry is None or not _may(encounter, entry, Action.DELETE):
        return Effect.STALE
    script = await encounter.desk.script_of(encounter.work, conversation)
    effect = await _take(encounter, script, conversation, Reply(Act.HIDE, which.step))
    if effect is Effect.CHANGED:
        deletion = _deletion(encounter, which, entry)
        await encounter.work.deletions.add(deletion)
        await encounter.voice.deletion(deletion.burst, encounter.place)
    return effect


def _may(encounter: Encounter, entry: Entry, action: Action) -> bool:
    return may_any(AUTHOR, state_towards(None, encounter.now, hidden=entry.hidden), action)


async def _take(encounter: Encounter, script: Script, conversation: Conversation, reply: Reply) -> Effect:
    turn = advance(script, conversation, reply)
    if turn.problem is not None:
        return Effect.STALE
    return await settle_change(encounter, script, conversation, turn.conversation)


def _deletion(encounter: Encounter, which: Which, entry: Entry) -> Deletion:
    """Deleted by hand, so never taken for the workspace's rule; each has a message of its own to put it back."""
    return Deletion(
        id=encounter.desk.ids.new(),
        workspace=encounter.person.workspace,
        person=encounter.person.id,
        conversation=which.conversation,
        step=which.step,
        version=entry.version,
        channel=entry.source.channel if entry.source else "",
        ts=entry.source.ts if entry.source else "",
        burst=encounter.desk.ids.new(),
        state=DeletionState.HIDDEN,
        at=encounter.now,
        gone_at=None,
    )
