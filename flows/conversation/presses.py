"""Take a press on a message: an answer, a step aside, or a way to go on."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flows.conversation.choosing import answer_in
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once, tell_what_is_open
from flows.conversation.engine import Act, Reply
from flows.conversation.moving import deny, redraw_pressed, take
from flows.conversation.starting import begin, shorten, take_up
from flows.conversation.state import Conversation, Status
from flows.conversation.written import pressed_value
from flows.errors import NotAvailable
from flows.people import AnswerIn
from flows.privacy import Action


class Button(StrEnum):
    """What a button on a question does."""

    ANSWER = "answer"
    SKIP = "skip"
    BACK = "back"
    LATER = "later"
    STOP = "stop"
    GO_ON = "go_on"  # take up what was put aside
    SHORTEN = "shorten"  # ask only the questions of the short version
    IN_CHAT = "in_chat"  # answer this conversation message by message, not in the form


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a question: of which conversation, at which turn, choosing what."""

    button: Button
    conversation: str
    turn: int
    chosen: tuple[str, ...] = ()


_FOR_READERS = frozenset({"leaders", "privacy", "too_slow"})
"""What is said also to those who only read here; the rest would offer them what they cannot do."""

_DOUBLE_CLICK = timedelta(seconds=2)

_ACTS = {Button.SKIP: Act.SKIP, Button.BACK: Act.BACK, Button.LATER: Act.LATER, Button.STOP: Act.STOP}


async def pressed(desk: Desk, inbound: Inbound, press: Press) -> Effect:
    """Take a press. A second one on the same question changes nothing. Raises NotSaved."""
    return await once(desk, inbound, lambda encounter: _act(encounter, press))


async def start_pressed(desk: Desk, inbound: Inbound, script_id: str) -> Effect:
    """Start the script whose button was pressed."""
    if not desk.library.known(script_id):
        return await say(desk, inbound, "old_button")
    return await once(desk, inbound, lambda encounter: _start(encounter, script_id))


async def say(desk: Desk, inbound: Inbound, word: str) -> Effect:
    """Answer with one thing from the word files."""

    async def _say(encounter: Encounter) -> Effect:
        if encounter.only_reads and word not in _FOR_READERS:
            return await tell_what_is_open(encounter)
        await encounter.voice.notice(word, encounter.place)
        return Effect.HELPED

    return await once(desk, inbound, _say, Action.READ_WHAT_WAS_SHARED)


async def denied(desk: Desk, inbound: Inbound, about: str) -> Effect:
    """Answer somebody who pointed at what is not theirs, or not there."""
    return await once(desk, inbound, lambda encounter: deny(encounter, about), Action.READ_WHAT_WAS_SHARED)


async def _start(encounter: Encounter, script_id: str) -> Effect:
    """The second press of a double click finds the question just asked, and does not ask it once more."""
    for conversation in await encounter.work.conversations.unfinished(encounter.person):
        just_asked = encounter.now - conversation.asked_at < _DOUBLE_CLICK
        if conversation.script == script_id and conversation.status is Status.OPEN and just_asked:
            return Effect.STALE
    return await begin(encounter, script_id)


async def _act(encounter: Encounter, press: Press) -> Effect:
    try:
        conversation = await encounter.work.conversations.get(encounter.person, press.conversation)
    except NotAvailable:
        return await deny(encounter, press.conversation)
    if conversation.turn != press.turn or conversation.is_over:
        await redraw_pressed(encounter)
        return Effect.STALE
    return await _take(encounter, conversation, press)


async def _take(encounter: Encounter, conversation: Conversation, press: Press) -> Effect:
    if press.button is Button.SHORTEN:
        return await shorten(encounter, conversation)
    if press.button is Button.GO_ON:
        return await _go_on(encounter, conversation)
    if press.button is Button.IN_CHAT:
        return await answer_in(encounter, conversation, AnswerIn.CHAT)
    act = _ACTS.get(press.button, Act.ANSWER)
    reply = Reply(act, conversation.at or "", press.turn)
    if act is Act.ANSWER:
        script = await encounter.desk.script_of(encounter.work, conversation)
        value = pressed_value(script.steps[reply.step], press.chosen)
        reply = Reply(act, reply.step, press.turn, value)
    return await take(encounter, conversation, reply)


async def _go_on(encounter: Encounter, conversation: Conversation) -> Effect:
    newest = await encounter.work.outbox.last_question(encounter.person, conversation.id)
    in_form = newest is not None and newest.turn != conversation.turn
    if conversation.status is Status.LATER or in_form:
        return await take_up(encounter, conversation)
    await redraw_pressed(encounter)
    return Effect.STALE
