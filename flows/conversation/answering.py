"""Take words or a press as the answer to the question that is open."""

import re
from datetime import date

from flows.conversation.checks import Problem
from flows.conversation.encounter import Effect, Encounter
from flows.conversation.engine import Act, Reply
from flows.conversation.moving import ask_again, take
from flows.conversation.script import Kind, Step, Value
from flows.conversation.state import Conversation, Place, Source
from flows.conversation.typed import Reading, read_typed

_NUMBER = re.compile("-?[0-9]{1,9}")
_NUMBERED = {Kind.SCALE, Kind.NUMBER, Kind.LEVEL}


async def answer_with(
    encounter: Encounter, conversation: Conversation, text: str, place: Place, ts: str, edit: str = ""
) -> Effect:
    """Take typed words as the answer, and mark the message they stand in (at `place`, `ts`) as recorded.

    `edit` is the timestamp of the change by which the words were heard, if they were.
    """
    script = await encounter.desk.script_of(encounter.work, conversation)
    reading = Reading(encounter.desk.vocabulary(encounter.person), encounter.today)
    value = read_typed(script.steps[conversation.at or ""], text, reading)
    if isinstance(value, Problem):
        return await ask_again(encounter, conversation, value)
    await encounter.voice.tick(place, ts)
    source = Source(place.channel, ts, edit) if place.channel else None
    reply = Reply(Act.ANSWER, conversation.at or "", conversation.turn, value, source)
    return await take(encounter, conversation, reply)


def pressed_value(step: Step, chosen: tuple[str, ...]) -> Value | None:
    """What pressing or choosing `chosen` on this step answers; None when it cannot be read."""
    if step.silent:
        return Value()
    if not chosen:
        return Value()
    if step.kind in _NUMBERED:
        return Value(number=int(chosen[0])) if _NUMBER.fullmatch(chosen[0]) else None
    if step.kind is Kind.DATE:
        return _day(chosen[0])
    return Value(choices=chosen)


def _day(written: str) -> Value | None:
    try:
        return Value(day=date.fromisoformat(written))
    except ValueError:
        return None
