"""Look up what a delivery shows at the moment it is drawn, and a person's own words when they ask for them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.conversation.accompanying import leaders_of
from flows.conversation.audience import audience_of, may_be_shared
from flows.conversation.belonging import may_be_told, may_now, who_asks
from flows.conversation.deletions import GRACE, Deletion, DeletionState
from flows.conversation.desk import Desk
from flows.conversation.encounter import Inbound
from flows.conversation.engine import set_aside, shown
from flows.conversation.library import BASE_LANGUAGE, FIRST_MINUTE
from flows.conversation.listing import newest
from flows.conversation.ports import UnitOfWork
from flows.conversation.questions import see_question
from flows.conversation.script import Script
from flows.conversation.sights import (
    Candidate,
    ConfirmSight,
    DeletionSight,
    HomeSight,
    JournalFileSight,
    NoticeSight,
    Offer,
    OwnAnswer,
    OwnWords,
    ReceiptSight,
    Sight,
)
from flows.conversation.situated import situation_of
from flows.conversation.state import Conversation, Entry, Outcome, Status
from flows.conversation.subjects import subject_day
from flows.conversation.vocabulary import Page
from flows.delivery import Delivery, Subject
from flows.errors import NotAvailable
from flows.people import Person
from flows.privacy import Action
from flows.timing.local import local_day, zone_of

ON_HOME = 5
"""So many lines of the journal stand on the Home tab."""

_HELP = "help"


def offers(desk: Desk, language: str) -> tuple[Offer, ...]:
    """Everything that can be started, for help."""
    scripts = [each for each in desk.library.in_language(language) if each.id != FIRST_MINUTE]
    return tuple(Offer(each.id, each.starts_as, each.start_words[0], each.minutes) for each in scripts)


async def own_help(desk: Desk, inbound: Inbound, language: str) -> NoticeSight:
    """What the person something comes from can do, in this language."""
    async with desk.work() as work:
        person = await work.people.meet(inbound.workspace, inbound.slack_id)
        if person is None:
            return NoticeSight(_HELP, offers(desk, language))
        return await _help(desk, work, person, language)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a delivery shows, to whom (a Slack id) and in which language."""

    sight: Sight
    slack_id: str
    language: str


async def see(desk: Desk, delivery: Delivery) -> Seen:
    """What a delivery shows. Raises NotAvailable when there is nothing to show any more."""
    async with desk.work() as work:
        person = await work.people.by_id(delivery.workspace, delivery.person)
        if person is None:  # somebody who may not take part: there is no row for them, only where they asked
            language = delivery.details.get("language", BASE_LANGUAGE)
            return Seen(NoticeSight(delivery.details["word"], ()), "", language)
        if not await may_be_told(work, person, desk.clock.now()):
            raise NotAvailable("they are not here any more")
        return Seen(await _sight(desk, work, person, delivery), person.slack_id, person.language)


async def own_words(desk: Desk, workspace: str, slack_id: str, conversation_id: str) -> tuple[OwnWords, str]:
    """One of this person's own conversations, and their language. Raises NotAvailable."""
    async with desk.work() as work:
        now = desk.clock.now()
        person = await who_asks(work, workspace, slack_id, now)
        conversation = await work.conversations.get(person, conversation_id)
        own = own_words_of(person, await desk.script_of(work, conversation), conversation)
        may_share = conversation.is_over and await may_be_shared(work, person, conversation_id, now)
        return replace(own, may_share=may_share), person.language


async def words_of(desk: Desk, work: UnitOfWork, person: Person, conversation_id: str) -> OwnWords:
    """What this person said in one of their conversations, but for what they deleted. Raises NotAvailable."""
    conversation = await work.conversations.get(person, conversation_id)
    script = await desk.script_of(work, conversation)
    return own_words_of(person, script, conversation)


def own_words_of(person: Person, script: Script, conversation: Conversation) -> OwnWords:
    """What a person reads of their own conversation."""
    entries = conversation.entries
    return OwnWords(
        title=script.title,
        started=local_day(person.zone, conversation.started_at),
        day=subject_day(conversation.subject),
        answers=[own_answer(script, entries[step]) for step in shown(script, conversation)],
        conversation=conversation.id,
        aside=_kept_aside(script, conversation),
        asks=conversation.status is Status.OPEN,
    )


async def recalled(desk: Desk, workspace: str, slack_id: str, conversation_id: str, step: str) -> str:
    """The id of the earlier conversation that a recall step shows. Raises NotAvailable."""
    async with desk.work() as work:
        now = desk.clock.now()
        person = await who_asks(work, workspace, slack_id, now)
        conversation = await work.conversations.get(person, conversation_id)
        if step not in conversation.recalls:
            raise NotAvailable
        return conversation.recalls[step]


async def _sight(desk: Desk, work: UnitOfWork, person: Person, delivery: Delivery) -> Sight:
    match delivery.subject:
        case Subject.NOTICE:
            return await _notice(desk, work, person, delivery.details["word"])
        case Subject.CONFIRM:
            return await _confirm(desk, work, person, delivery)
        case Subject.QUESTION:
            return await see_question(desk, work, person, delivery)
        case Subject.DELETION:
            return await _deletion(work, person, delivery)
        case Subject.RECEIPT:
            return await _receipt(desk, work, person, delivery)
        case _:
            return await _journal(desk, work, person, delivery.subject)


async def _notice(desk: Desk, work: UnitOfWork, person: Person, word: str) -> NoticeSight:
    if word == _HELP:
        return await _help(desk, work, person, person.language)
    offered = offers(desk, person.language)
    if word == Page.PRIVACY:
        return NoticeSight(word, offered, await situation_of(work, person, desk.clock.now()))
    return NoticeSight(word, offered)


async def _help(desk: Desk, work: UnitOfWork, person: Person, language: str) -> NoticeSight:
    accompanies = bool(await leaders_of(work, person, desk.clock.now()))
    return NoticeSight(_HELP, offers(desk, language), accompanies=accompanies, manages=await _manages(work, person))


async def _manages(work: UnitOfWork, person: Person) -> bool:
    return person.is_owner or await work.managers.is_manager(person)


async def _journal(desk: Desk, work: UnitOfWork, person: Person, subject: Subject) -> Sight:
    """The newest lines on Home; or the file, which is written down when it is brought."""
    if subject is Subject.HOME:
        entries, now = await newest(desk, work, person, ON_HOME), desk.clock.now()
        manages = await _manages(work, person)
        situation = await situation_of(work, person, now)
        leaders = await leaders_of(work, person, now)
        only_reads = not await may_now(work, person, Action.KEEP_A_JOURNAL, now)
        return HomeSight(entries, situation, leaders, manages, only_reads)
    if subject is not Subject.JOURNAL:
        raise NotAvailable("what is about a programme is looked up in a room of its own")
    return JournalFileSight(local_day(person.zone, desk.clock.now()))


async def _receipt(desk: Desk, work: UnitOfWork, person: Person, delivery: Delivery) -> ReceiptSight:
    conversation = await work.conversations.get(person, delivery.conversation or "")
    script = await desk.script_of(work, conversation)
    answers = len(shown(script, conversation))
    day = subject_day(conversation.subject)
    audience = await audience_of(work, person, conversation.id, desk.clock.now())
    stopped = conversation.status is Status.STOPPED
    return ReceiptSight(conversation.id, script, day, answers, stopped, audience)


async def _confirm(desk: Desk, work: UnitOfWork, person: Person, delivery: Delivery) -> ConfirmSight:
    held = delivery.details["held"]
    try:
        await work.held.get(person, held)
    except NotAvailable:
        return ConfirmSight(held, (), settled=True)
    turns = {key: int(turn) for key, turn in delivery.details.items() if key != "held"}
    found = [await _candidate(desk, work, person, each, turn) for each, turn in turns.items()]
    return ConfirmSight(held, [each for each in found if each is not None], settled=False)


async def _deletion(work: UnitOfWork, person: Person, delivery: Delivery) -> DeletionSight:
    burst = delivery.details["burst"]
    together = await work.deletions.of_burst(person, burst)
    if not together:
        raise NotAvailable("nothing was deleted here")
    ends = _last_hidden(together) + GRACE
    return DeletionSight(burst, Counter(each.state for each in together), ends.astimezone(zone_of(person.zone)))


def _last_hidden(together: Sequence[Deletion]) -> datetime:
    """When the last of those that can still be put back was hidden; of those settled, none can."""
    hidden = [each.at for each in together if each.state is DeletionState.HIDDEN]
    return max(hidden or [each.at for each in together])


async def _candidate(desk: Desk, work: UnitOfWork, person: Person, conversation: str, turn: int) -> Candidate | None:
    run = await work.conversations.get(person, conversation)
    if run.at is None or run.turn != turn:
        return None
    script = await desk.script_of(work, run)
    ask = script.steps[run.at].wording(run.wordings.get(run.at, 0))
    return Candidate(run.id, turn, script.title, ask, subject_day(run.subject))


def _kept_aside(script: Script, conversation: Conversation) -> Sequence[OwnAnswer]:
    """In the order of the script, for no other leads through all of them."""
    off = set_aside(script, conversation)
    entries = [conversation.entries[step] for step in script.steps if step in off]
    return [own_answer(script, entry) for entry in entries if _can_be_seen(entry)]


def _can_be_seen(entry: Entry) -> bool:
    return entry.outcome is Outcome.ANSWERED and not entry.hidden


def own_answer(script: Script, entry: Entry) -> OwnAnswer:
    """What one of a person's answers reads, below the question as it was asked."""
    step = script.steps[entry.step]
    return OwnAnswer(step.wording(entry.wording), step, entry.value, entry.version)
