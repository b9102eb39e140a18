"""Look up how a question stands at the moment it is drawn: asked, answered, moved on from."""

from collections.abc import Mapping, Sequence

from flows.conversation.audience import by_default
from flows.conversation.checks import Problem
from flows.conversation.desk import Desk
from flows.conversation.engine import path
from flows.conversation.ports import UnitOfWork
from flows.conversation.script import Script
from flows.conversation.sights import QuestionSight, Stage
from flows.conversation.state import Conversation, Outcome, Status
from flows.conversation.subjects import subject_day
from flows.delivery import Delivery
from flows.people import Person

_STAGES: Mapping[Outcome, Stage] = {
    Outcome.ANSWERED: Stage.ANSWERED,
    Outcome.SKIPPED: Stage.SKIPPED,
    Outcome.SEEN: Stage.SEEN,
    Outcome.DELETED: Stage.DELETED,
}


async def see_question(desk: Desk, work: UnitOfWork, person: Person, delivery: Delivery) -> QuestionSight:
    """What the message of a question shows now. Raises NotAvailable for a conversation that is not theirs."""
    conversation = await work.conversations.get(person, delivery.conversation or "")
    script = await desk.script_of(work, conversation)
    step = script.steps[delivery.step or ""]
    entry = conversation.entries.get(step.id)
    stage = await _stage(work, person, conversation, delivery)
    problem = delivery.details.get("problem")
    choices = desk.choices(person, conversation, script)
    return QuestionSight(
        conversation=conversation.id,
        turn=conversation.turn if stage in {Stage.GOES_ON, Stage.LATER} else delivery.turn or 0,
        script=script,
        step=step,
        ask=step.wording(conversation.wordings.get(step.id, 0)),
        day=subject_day(conversation.subject),
        stage=stage,
        opening=delivery.turn == 1,
        first=step.id == path(script, conversation)[0],
        short=conversation.short,
        pressed=entry.bare if entry else None,
        problem=Problem(problem) if problem else None,
        in_form=choices.in_form,
        may_choose=not choices.form_required,
        may_skip=_may_skip(script, conversation),
        seen_by=await _seen_by(desk, work, person, conversation) if delivery.turn == 1 else (),
    )


async def _seen_by(desk: Desk, work: UnitOfWork, person: Person, conversation: Conversation) -> Sequence[str] | None:
    """Who will see it by itself when it is finished; None when it is."""
    if conversation.is_over:
        return None
    agreed = await by_default(work, person, conversation.started_at, desk.clock.now())
    met = await work.people.by_ids(person.workspace, [each.tie.person for each in agreed])
    return [each.slack_id for each in met.values()]


def _may_skip(script: Script, conversation: Conversation) -> bool:
    if conversation.at is None:
        return False
    asked = script.steps[conversation.at]
    return not (asked.silent or asked.required)


async def _stage(work: UnitOfWork, person: Person, conversation: Conversation, delivery: Delivery) -> Stage:
    """Only the newest post of a conversation can be answered; where a form went on since, it leads back there."""
    newest = await work.outbox.last_question(person, conversation.id)
    is_newest = newest is None or newest.id in {delivery.id, delivery.redraws}
    asks_what_is_open = conversation.turn == delivery.turn
    if not conversation.is_over and (is_newest or asks_what_is_open):
        if not is_newest:
            return Stage.MOVED
        if conversation.status is Status.LATER:
            return Stage.LATER
        return Stage.ASKED if asks_what_is_open else Stage.GOES_ON
    entry = conversation.entries.get(delivery.step or "")
    if entry is None:
        return Stage.STOPPED if conversation.status is Status.STOPPED else Stage.MOVED
    return Stage.DELETED if entry.hidden else _STAGES[entry.outcome]
