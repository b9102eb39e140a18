"""Take a reply: move the conversation, bring the old question up to date, say what comes next."""

from dataclasses import replace

from flows.conversation.checks import Problem
from flows.conversation.closing import close
from flows.conversation.encounter import Effect, Encounter
from flows.conversation.engine import Reply, advance, set_aside
from flows.conversation.script import Script
from flows.conversation.state import Conversation, Status


async def take(encounter: Encounter, conversation: Conversation, reply: Reply) -> Effect:
    """Let one reply take effect in this encounter."""
    script = await encounter.desk.script_of(encounter.work, conversation)
    turn = advance(script, conversation, reply)
    if turn.problem in {Problem.STALE, Problem.OVER}:
        await redraw_pressed(encounter)
        return Effect.STALE
    if turn.problem is not None:
        return await ask_again(encounter, conversation, turn.problem)
    await redraw_question(encounter, conversation)
    moved = replace(turn.conversation, place=encounter.place, asked_at=encounter.now)
    return await finish_or_ask(encounter, script, moved)


async def finish_or_ask(encounter: Encounter, script: Script, moved: Conversation) -> Effect:
    """Save where the conversation stands now and say what follows from it."""
    await encounter.work.conversations.save(moved, set_aside(script, moved))
    if moved.is_over:
        await close(encounter, script, moved)
        return Effect.FINISHED
    if moved.status is Status.OPEN or encounter.inbound.typed:
        await encounter.voice.ask(moved)  # what was put aside by typing is shown so where the person looks
    return Effect.MOVED_ON


async def ask_again(encounter: Encounter, conversation: Conversation, problem: Problem) -> Effect:
    """Ask the same question once more, saying why."""
    await redraw_question(encounter, conversation)
    here = replace(conversation, place=encounter.place, asked_at=encounter.now)
    script = await encounter.desk.script_of(encounter.work, conversation)
    await encounter.work.conversations.save(here, set_aside(script, here))
    await encounter.voice.ask(here, problem)
    return Effect.ASKED_AGAIN


async def deny(encounter: Encounter, about: str) -> Effect:
    """Say that there is nothing here for this person, whether it exists or not, and write down that they asked."""
    await encounter.voice.notice("not_available", encounter.place)
    return await deny_here(encounter, about)


async def deny_here(encounter: Encounter, about: str) -> Effect:
    """The same where a window says so itself."""
    await encounter.note("denied", about)
    return Effect.NOT_AVAILABLE


async def redraw_question(encounter: Encounter, conversation: Conversation) -> None:
    """Bring the message up to date that asked what is now answered, or asked anew elsewhere.

    Only the newest: the one before lost its buttons when this one was asked. After a form it asked an earlier question.
    """
    if newest := await encounter.work.outbox.last_question(encounter.person, conversation.id):
        await encounter.voice.redraw(newest)


async def redraw_pressed(encounter: Encounter) -> None:
    """Show the pressed message as it stands by now."""
    place, ts = encounter.inbound.place, encounter.inbound.ts
    if place.channel and ts and (pressed := await encounter.work.outbox.posted_at(encounter.person, place.channel, ts)):
        await encounter.voice.redraw(pressed)
