"""A person changes a Slack message: the answer in it follows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flows.conversation.addressing import order_of
from flows.conversation.checks import Problem
from flows.conversation.closing import close
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import Act, Reply, advance, set_aside, shown
from flows.conversation.inbox_keys import deletion_key, edit_of, message_key
from flows.conversation.moving import redraw_question
from flows.conversation.replies import hear
from flows.conversation.script import Script, Value
from flows.conversation.state import Conversation, Entry, Source, Status
from flows.conversation.typed import Reading, read_typed
from flows.conversation.vocabulary import tidy
from flows.conversation.voice import cause_of
from flows.delivery import Delivery, Subject
from flows.text import is_blank

_ON_ITS_WAY = timedelta(minutes=10)
"""A message that Cairn never heard of and that is younger than this is still to come: its change overtook it."""


async def edited(desk: Desk, inbound: Inbound, text: str, source: Source) -> Effect:
    """Take the change of a message by its author. `text` is cleaned, all of it as it reads now. Raises NotSaved."""
    return await once(desk, inbound, lambda encounter: _edit(encounter, text, source))


async def _edit(encounter: Encounter, text: str, source: Source) -> Effect:
    if held := await encounter.work.held.typed_in(encounter.person, source.channel, source.ts):
        if order_of(held.edit) >= order_of(source.edit):
            return Effect.STALE
        await encounter.work.held.reword(replace(held, text=text, edit=source.edit))
        return Effect.CHANGED
    if found := await encounter.work.conversations.typed_in(encounter.person, source.channel, source.ts):
        conversation = await encounter.work.conversations.get(encounter.person, found[0])
        return await _follow(encounter, conversation, found[1], text, source)
    if await _came_in(encounter, deletion_key(source.channel, source.ts)):
        return Effect.STALE
    if await _was_refused_last(encounter, source):
        return await hear(encounter, text, source.edit)
    return await _overtaken(encounter, text, source)


async def _came_in(encounter: Encounter, key: str) -> bool:
    return await encounter.work.inbox.first_outcome(encounter.person.workspace, key) is not None


async def _was_refused_last(encounter: Encounter, source: Source) -> bool:
    """Whether an open question was asked again last because of this message, as it read before: this corrects it."""
    for conversation in await encounter.work.conversations.unfinished(encounter.person):
        last = await encounter.work.outbox.last_question(encounter.person, conversation.id)
        if last and last.turn == conversation.turn and "problem" in last.details:
            read = edit_of(cause_of(last), source.channel, source.ts)
            if read is not None and order_of(read) < order_of(source.edit):
                return True
    return False


async def _overtaken(encounter: Encounter, text: str, source: Source) -> Effect:
    """Hear a message by its change when that came first; the message itself is then a repeat."""
    key = message_key(source.channel, source.ts)
    if await _came_in(encounter, key) or encounter.now - _written_at(source) > _ON_ITS_WAY:
        return Effect.STALE
    effect = await hear(encounter, text)
    await encounter.work.inbox.record(encounter.person.workspace, key, effect, encounter.now)
    return effect


async def _follow(encounter: Encounter, conversation: Conversation, step: str, text: str, source: Source) -> Effect:
    followed = conversation.entries[step].source
    if followed is None or order_of(followed.edit) >= order_of(source.edit):
        return Effect.STALE  # an older change that was delivered late
    if _is_a_word_of_ours(encounter, text):
        await encounter.voice.notice("edit_word", encounter.place)
        return Effect.ASKED_AGAIN
    script = await encounter.desk.script_of(encounter.work, conversation)
    value = _read(encounter, script, step, text)
    turn = advance(script, conversation, Reply(Act.EDIT, step, value=value, source=source)) if value else None
    if turn is None or turn.problem is not None:
        await encounter.voice.notice("edit_unread", encounter.place)
        return Effect.ASKED_AGAIN
    return await settle_change(encounter, script, conversation, turn.conversation)


def _is_a_word_of_ours(encounter: Encounter, text: str) -> bool:
    """Whether it reads “skip”, or “wins”, now: never an answer when it is typed, so not one when it is changed to.

    Nor is it acted on: what the person wants of a question answered long ago cannot be told, and “stop” would end
    what is asked by now. So it is said that the answer stays, and what to do instead.
    """
    vocabulary, word = encounter.desk.vocabulary(encounter.person), tidy(text)
    started = encounter.desk.library.started_by(text, encounter.person.language)
    return word in vocabulary.controls or word in vocabulary.pages or started is not None


async def settle_change(encounter: Encounter, script: Script, before: Conversation, after: Conversation) -> Effect:
    """Save what a change led to, and ask on where it opened another question."""
    moved = (after.at, after.turn) != (before.at, before.turn)
    if moved:
        after = replace(after, place=encounter.place, asked_at=encounter.now)
        await redraw_question(encounter, before)
    aside = set_aside(script, after)
    await encounter.work.conversations.save(after, aside)
    await _redraw_what_shows_it(encounter, script, before, after)
    if aside - set_aside(script, before):
        await encounter.voice.notice("edit_aside", encounter.place)
    if moved and after.status is Status.OPEN:
        await encounter.voice.ask(after)
    elif moved and after.is_over:
        await close(encounter, script, after)
    return Effect.CHANGED


async def _redraw_what_shows_it(
    encounter: Encounter, script: Script, before: Conversation, after: Conversation
) -> None:
    """Bring messages up to date that show what was chosen, or say how many answers there are."""
    steps = {step for step, entry in after.entries.items() if _looks(entry) != _looks(before.entries.get(step))}
    counted = len(shown(script, after)) != len(shown(script, before))
    posts: Sequence[Delivery] = ()
    if steps or counted:
        posts = await encounter.work.outbox.about(encounter.person, after.id)
    for post in posts:
        if (post.subject is Subject.QUESTION and post.step in steps) or (post.subject is Subject.RECEIPT and counted):
            await encounter.voice.redraw(post)


def _looks(entry: Entry | None) -> object:
    """What a message shows of an answer."""
    return entry and (entry.outcome, entry.hidden, entry.bare)


def _read(encounter: Encounter, script: Script, step: str, text: str) -> Value | None:
    if is_blank(text):
        return None
    value = read_typed(script.steps[step], text, Reading(encounter.desk.vocabulary(encounter.person), encounter.today))
    return None if isinstance(value, Problem) else value


def _written_at(source: Source) -> datetime:
    return datetime.fromtimestamp(float(source.ts), UTC)
