"""A person chooses where they answer: for one conversation, or for themselves."""

from dataclasses import dataclass, replace

from flows.conversation.belonging import may_now
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import set_aside
from flows.conversation.library import BASE_LANGUAGE
from flows.conversation.moving import redraw_pressed, redraw_question
from flows.conversation.sights import OwnSettings
from flows.conversation.state import Conversation
from flows.errors import NotAvailable
from flows.people import AnswerIn, Person
from flows.privacy import Action


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody sent off; None where nothing was chosen. An empty `language` is that of their Slack."""

    answer_in: AnswerIn | None
    language: str | None


async def answer_in(encounter: Encounter, conversation: Conversation, way: AnswerIn) -> Effect:
    """Go on with this conversation in chat, or in the form, and show its question so."""
    script = await encounter.desk.script_of(encounter.work, conversation)
    choices = encounter.desk.choices(encounter.person, conversation, script)
    if choices.form_required or choices.held is way:
        await redraw_pressed(encounter)
        return Effect.STALE
    chosen = replace(conversation, answer_in=way, place=encounter.place, asked_at=encounter.now)
    await encounter.work.conversations.save(chosen, set_aside(script, chosen))
    await redraw_pressed(encounter)
    return Effect.CHANGED


async def own_settings(desk: Desk, inbound: Inbound) -> OwnSettings:
    """What this person has chosen so far; for somebody new, what holds without a choice.

    Raises NotAvailable for somebody who is no full member any more.
    """
    async with desk.work() as work:
        met = await work.people.meet(inbound.workspace, inbound.slack_id)
        if met and not await may_now(work, met, Action.KEEP_A_JOURNAL, desk.clock.now()):
            raise NotAvailable
    person = met or _somebody_new(inbound)
    languages = tuple(desk.vocabularies)
    slack_language = replace(person, chosen_language="").language
    return OwnSettings(
        answer_in=None if desk.answer_in is AnswerIn.FORM else person.answer_in or desk.answer_in,
        language=person.chosen_language if person.chosen_language in languages else "",
        slack_language=slack_language if slack_language in languages else BASE_LANGUAGE,
        languages=languages,
        shown_in=person.language,
    )


async def choose(desk: Desk, inbound: Inbound, chosen: Chosen) -> Effect:
    """Keep what somebody chose, and show their open questions so. Raises NotSaved."""
    return await once(desk, inbound, lambda encounter: _choose(encounter, chosen))


async def _choose(encounter: Encounter, chosen: Chosen) -> Effect:
    after = kept_choice(encounter.desk, encounter.person, chosen)
    await encounter.work.people.save(after)
    for conversation in await encounter.work.conversations.unfinished(after):
        await redraw_question(encounter, conversation)
    return Effect.CHANGED


def kept_choice(desk: Desk, person: Person, chosen: Chosen) -> Person:
    """The same person with what they chose, as far as it is ours."""
    ours = {"", *desk.vocabularies}
    language = person.chosen_language if chosen.language not in ours else chosen.language
    return replace(person, answer_in=chosen.answer_in or person.answer_in, chosen_language=language or "")


def _somebody_new(inbound: Inbound) -> Person:
    locale = inbound.profile.locale if inbound.profile else BASE_LANGUAGE
    return Person("", inbound.workspace, inbound.slack_id, locale=locale)
