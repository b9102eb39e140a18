"""Begin a conversation, or take up one that is open already."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from flows.conversation.closing import hold_anew
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import Act, Reply, advance, opened, path, set_aside
from flows.conversation.moving import finish_or_ask, redraw_question
from flows.conversation.script import Recall, Script
from flows.conversation.state import Conversation, Status
from flows.conversation.subjects import subject_key
from flows.delivery import DeliveryState

_BEFORE, _AFTER = timedelta(days=10, hours=12), timedelta(days=3, hours=12)
"""How far from "four weeks ago" a recalled conversation may lie. The latest one counts: in a weekly rhythm its own."""


async def start(desk: Desk, inbound: Inbound, script_id: str) -> Effect:
    """Start a script for somebody who asked for it."""
    return await once(desk, inbound, lambda encounter: begin(encounter, script_id))


async def begin(encounter: Encounter, script_id: str) -> Effect:
    """Start a script inside an encounter; one that is open about the same subject is taken up instead."""
    script = encounter.desk.library.script(script_id, encounter.person.language)
    subject = subject_key(script.subject, encounter.today)
    for earlier in await encounter.work.conversations.unfinished(encounter.person):
        if earlier.script != script_id:
            continue
        if earlier.subject == subject or script.subject != "week":
            return await take_up(encounter, earlier)
        await _close(encounter, earlier)
    return await _open(encounter, script, subject)


async def take_up(encounter: Encounter, conversation: Conversation) -> Effect:
    """Ask the open question again, here; unless it is on its way here already, to somebody who asked twice."""
    if conversation.status is Status.OPEN and await _is_on_its_way(encounter, conversation):
        return Effect.RESUMED
    resumed = replace(conversation, status=Status.OPEN, place=encounter.place, asked_at=encounter.now)
    script = await encounter.desk.script_of(encounter.work, conversation)
    await redraw_question(encounter, conversation)
    await encounter.work.conversations.save(resumed, set_aside(script, resumed))
    await encounter.voice.ask(resumed)
    return Effect.RESUMED


async def _is_on_its_way(encounter: Encounter, conversation: Conversation) -> bool:
    newest, place = await encounter.work.outbox.last_question(encounter.person, conversation.id), encounter.place
    return (
        newest is not None
        and newest.turn == conversation.turn
        and newest.state in {DeliveryState.DUE, DeliveryState.SENDING}
        and newest.channel in {None, place.channel}
        and newest.thread == place.thread
    )


async def shorten(encounter: Encounter, conversation: Conversation) -> Effect:
    """Go on with the short version, which asks fewer of the questions."""
    script = await encounter.desk.script_of(encounter.work, conversation)
    if conversation.is_over or not script.short_minutes or conversation.short:
        return Effect.STALE
    await redraw_question(encounter, conversation)
    shorter = replace(conversation, short=True, place=encounter.place, turn=conversation.turn + 1)
    return await finish_or_ask(encounter, script, opened(script, replace(shorter, asked_at=encounter.now)))


def next_wordings(script: Script, previous: Conversation | None) -> Mapping[str, int]:
    """The wording each step uses this time: one on from the last time it was asked, never the same twice running."""
    if previous is None:
        return {}
    asked = path(script, previous)  # the question it was stopped at was asked too
    return {step: previous.wordings.get(step, 0) + (step in asked) for step in script.steps}


async def _open(encounter: Encounter, script: Script, subject: str) -> Effect:
    conversation = await _fresh(encounter, script, subject)
    await encounter.work.scripts.keep(conversation.workspace, script, encounter.now)
    await encounter.work.conversations.add(conversation)
    await encounter.voice.ask(conversation)
    return Effect.STARTED


async def _fresh(encounter: Encounter, script: Script, subject: str) -> Conversation:
    previous = await encounter.work.conversations.latest(encounter.person, script.id)
    conversation = Conversation(
        id=encounter.desk.ids.new(),
        workspace=encounter.person.workspace,
        person=encounter.person.id,
        script=script.id,
        version=script.version,
        fingerprint=script.fingerprint,
        language=script.language,
        subject=subject,
        started_at=encounter.now,
        asked_at=encounter.now,
        at=None,
        place=encounter.place,
        wordings=next_wordings(script, previous),
        recalls=await _memories(encounter, script),
    )
    return opened(script, conversation)


async def _memories(encounter: Encounter, script: Script) -> Mapping[str, str]:
    """Recall steps that have something to show, with the conversation they show."""
    memories = {}
    for step in script.steps.values():
        if step.recall and (found := await _memory(encounter, step.recall)):
            memories[step.id] = found.id
    return memories


async def _memory(encounter: Encounter, recall: Recall) -> Conversation | None:
    then = encounter.now - timedelta(weeks=recall.weeks_ago)
    nearest = encounter.work.conversations.nearest
    return await nearest(encounter.person, recall.script, then - _BEFORE, then + _AFTER)


async def _close(encounter: Encounter, conversation: Conversation) -> None:
    """End last week's unfinished conversation; its answers are kept."""
    script = await encounter.desk.script_of(encounter.work, conversation)
    stop = Reply(Act.STOP, conversation.at or "", conversation.turn)
    stopped = advance(script, conversation, stop).conversation
    await encounter.work.conversations.save(stopped, set_aside(script, stopped))
    await hold_anew(encounter, stopped)
    await redraw_question(encounter, conversation)
