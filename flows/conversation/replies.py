"""Hear what a person types to Cairn: a word that starts or steers something, an answer, or something unclear."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from flows.conversation.addressing import Heard, Waiting, address, steered, unseen, written_before
from flows.conversation.answering import answer_with
from flows.conversation.checks import Problem
from flows.conversation.confirming import hold_and_ask
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once, tell_what_is_open
from flows.conversation.engine import Act, Reply
from flows.conversation.inbox_keys import deletion_key
from flows.conversation.moving import ask_again, take
from flows.conversation.starting import begin
from flows.conversation.state import Conversation, Status
from flows.conversation.vocabulary import Control, Page, tidy
from flows.delivery import Delivery
from flows.privacy import Action
from flows.text import is_blank

_STEERING = {Control.SKIP: Act.SKIP, Control.BACK: Act.BACK, Control.LATER: Act.LATER, Control.STOP: Act.STOP}


async def typed(desk: Desk, inbound: Inbound, text: str) -> Effect:
    """Take a message that a person typed in the DM or a thread. `text` is cleaned. Raises NotSaved."""
    hear_it = partial(_hear_unless_deleted, text=text)
    return await once(desk, inbound, hear_it, Action.READ_WHAT_WAS_SHARED)


async def cannot_read(desk: Desk, inbound: Inbound) -> Effect:
    """Answer a file or a voice clip kindly."""
    return await once(desk, inbound, lambda encounter: _say(encounter, "only_text", Effect.NOT_UNDERSTOOD))


async def _hear_unless_deleted(encounter: Encounter, text: str) -> Effect:
    """Slack may tell of a deletion before it tells of the message. Who only reads here can ask for it."""
    if encounter.only_reads:
        page = encounter.desk.vocabulary(encounter.person).pages.get(tidy(text))
        if page in {Page.LEADERS, Page.PRIVACY}:
            return await _say(encounter, page, Effect.HELPED)
        return await tell_what_is_open(encounter)
    gone = deletion_key(encounter.inbound.place.channel or "", encounter.inbound.ts or "")
    if await encounter.work.inbox.first_outcome(encounter.inbound.workspace, gone) is not None:
        return Effect.STALE
    return await hear(encounter, text)


async def hear(encounter: Encounter, text: str, edit: str = "") -> Effect:
    """Decide what a typed message is, and let it take effect. With an `edit`, as if it were typed at its change."""
    waiting = await _look_around(encounter)
    if started := encounter.desk.library.started_by(text, encounter.person.language):
        return await begin(encounter, started.id)
    vocabulary = encounter.desk.vocabulary(encounter.person)
    control = vocabulary.controls.get(tidy(text))
    if page := "help" if control is Control.HELP else vocabulary.pages.get(tidy(text)):
        return await _say(encounter, page, Effect.HELPED)
    heard = await _heard(encounter, text, edit)
    if not waiting:
        return await _say(encounter, "nothing_open" if control else "not_understood", Effect.NOT_UNDERSTOOD)
    if control is not None:
        return await _steer(encounter, waiting, heard, _STEERING[control])
    return await _answer(encounter, waiting, heard)


async def _look_around(encounter: Encounter) -> Sequence[Waiting]:
    waiting = []
    for conversation in await encounter.work.conversations.unfinished(encounter.person):
        asked = await encounter.work.outbox.last_question(encounter.person, conversation.id)
        # Turns only grow, so no post before the newest can ask what is open now.
        waiting.append(Waiting(conversation, asked if asked and asked.turn == conversation.turn else None))
    return waiting


async def _heard(encounter: Encounter, text: str, edit: str) -> Heard:
    place, ts = encounter.inbound.place, encounter.inbound.ts or ""
    head: Delivery | None = None
    if place.channel and place.thread:
        head = await encounter.work.outbox.posted_at(encounter.person, place.channel, place.thread)
    return Heard(text, ts, place.thread, head.conversation if head else None, encounter.now, edit)


async def _steer(encounter: Encounter, waiting: Sequence[Waiting], heard: Heard, act: Act) -> Effect:
    conversation = steered(waiting, heard)
    question = next((each.question for each in waiting if each.conversation is conversation), None)
    too_early = unseen if act in {Act.SKIP, Act.BACK} else written_before
    if conversation is None or too_early(question, heard.written):
        return await _say(encounter, "too_early", Effect.STALE)
    return await take(encounter, conversation, Reply(act, conversation.at or "", conversation.turn))


async def _answer(encounter: Encounter, waiting: Sequence[Waiting], heard: Heard) -> Effect:
    addressed = address(waiting, heard)
    meant = (addressed.answers,) if addressed.answers else addressed.might_answer
    in_chat = await _asked_in_chat(encounter, meant)
    if not in_chat:
        return await _point_at_the_form(encounter, meant[0])
    if addressed.answers is None:
        return await hold_and_ask(encounter, heard, in_chat)
    if is_blank(heard.text):
        return await ask_again(encounter, addressed.answers, Problem.EMPTY)
    inbound = encounter.inbound
    return await answer_with(encounter, addressed.answers, heard.text, inbound.place, heard.ts, inbound.edit)


async def _asked_in_chat(encounter: Encounter, meant: Sequence[Conversation]) -> Sequence[Conversation]:
    """Those that are answered in chat; where there are several, without those that only show something to read."""
    asked: list[Conversation] = []
    shown: list[Conversation] = []
    for each in meant:
        script = await encounter.desk.script_of(encounter.work, each)
        if not encounter.desk.choices(encounter.person, each, script).in_form:
            (shown if script.steps[each.at or ""].silent else asked).append(each)
    return asked or shown


async def _point_at_the_form(encounter: Encounter, conversation: Conversation) -> Effect:
    """Whoever types wants to go on, also with what was put aside; but what they typed is kept nowhere."""
    return await ask_again(encounter, replace(conversation, status=Status.OPEN), Problem.IN_FORM)


async def _say(encounter: Encounter, word: str, effect: Effect) -> Effect:
    await encounter.voice.notice(word, encounter.place)
    return effect
