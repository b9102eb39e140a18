"""Take words or a press as the answer to the question that is open."""

from flows.conversation.checks import Problem
from flows.conversation.encounter import Effect, Encounter
from flows.conversation.engine import Act, Reply
from flows.conversation.moving import ask_again, take
from flows.conversation.state import Conversation, Place, Source
from flows.conversation.typed import Reading, read_typed


async def answer_with(encounter: Encounter, conversation: Conversation, text: str, place: Place, ts: str) -> Effect:
    """Take typed words as the answer, and mark the message they stand in (at `place`, `ts`) as recorded."""
    script = await encounter.desk.script_of(encounter.work, conversation)
    reading = Reading(encounter.desk.vocabulary(encounter.person), encounter.today)
    value = read_typed(script.steps[conversation.at or ""], text, reading)
    if isinstance(value, Problem):
        return await ask_again(encounter, conversation, value)
    await encounter.voice.tick(place, ts)
    source = Source(place.channel, ts) if place.channel else None
    reply = Reply(Act.ANSWER, conversation.at or "", conversation.turn, value, source)
    return await take(encounter, conversation, reply)
