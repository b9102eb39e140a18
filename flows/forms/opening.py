"""Open a form on the question that waits, with whatever was typed there before."""

from collections.abc import Mapping
from dataclasses import replace

from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.form import Form, drafts, page
from flows.conversation.moving import deny, redraw_pressed
from flows.conversation.ports import UnitOfWork
from flows.conversation.script import Script, Step
from flows.conversation.showing import words_of
from flows.conversation.sights import OwnWords
from flows.conversation.state import Conversation, Status
from flows.conversation.subjects import subject_day
from flows.conversation.written import Written, as_written
from flows.errors import NotAvailable
from flows.forms.sights import FieldSight, FormSight
from flows.people import Person


async def opened(desk: Desk, inbound: Inbound, conversation: str) -> FormSight | None:
    """Open a form for a press. None where there is none to open: it stands open already, or nothing is asked any more.

    Raises NotSaved.
    """
    form = desk.ids.new()
    effect = await once(desk, inbound, lambda encounter: _open(encounter, conversation, form))
    if effect is not Effect.OPENED:
        return None
    try:
        return await form_sight(desk, inbound.workspace, inbound.slack_id, form)
    except NotAvailable:
        return None  # the same press, delivered twice: the form has the id it got the first time


async def form_sight(desk: Desk, workspace: str, slack_id: str, form_id: str) -> FormSight:
    """What one of this person's forms shows. Raises NotAvailable."""
    async with desk.work() as work:
        person = await _person(work, workspace, slack_id)
        return await _sight(desk, work, person, await work.forms.get(person, form_id))


async def steps_of(desk: Desk, workspace: str, slack_id: str, form_id: str) -> Mapping[str, Step]:
    """The steps that one of this person's forms asks. Raises NotAvailable."""
    sight = await form_sight(desk, workspace, slack_id, form_id)
    return {each.step.id: each.step for each in sight.fields}


async def next_page(desk: Desk, workspace: str, slack_id: str, form_id: str) -> FormSight | None:
    """The form that takes the place of one that was sent off; None when it was overtaken, or nothing is asked."""
    async with desk.work() as work:
        person = await _person(work, workspace, slack_id)
        sent = await work.forms.get(person, form_id)
        waiting = [each for each in await work.forms.of(person, sent.conversation) if each.follows == form_id]
        return await _sight(desk, work, person, waiting[0]) if waiting else None


async def start_page(
    encounter: Encounter, script: Script, conversation: Conversation, form_id: str, follows: str = ""
) -> None:
    """Keep a form on what is asked now, with what was typed on earlier ones."""
    steps = page(script, conversation)
    typed = drafts(await encounter.work.forms.of(encounter.person, conversation.id), conversation)
    form = Form(
        id=form_id,
        workspace=encounter.person.workspace,
        person=encounter.person.id,
        conversation=conversation.id,
        turn=conversation.turn,
        steps=steps,
        opened_at=encounter.now,
        written={step: typed[step] for step in steps if step in typed},
        follows=follows,
    )
    await encounter.work.forms.add(form)


async def _open(encounter: Encounter, conversation_id: str, form_id: str) -> Effect:
    try:
        conversation = await encounter.work.conversations.get(encounter.person, conversation_id)
    except NotAvailable:
        return await deny(encounter, conversation_id)
    if conversation.is_over:
        await redraw_pressed(encounter)
        return Effect.STALE
    script = await encounter.desk.script_of(encounter.work, conversation)
    if conversation.status is Status.LATER:
        conversation = replace(conversation, status=Status.OPEN)
        await encounter.work.conversations.save(conversation, frozenset())
        await redraw_pressed(encounter)
    await start_page(encounter, script, conversation, form_id)
    return Effect.OPENED


async def _person(work: UnitOfWork, workspace: str, slack_id: str) -> Person:
    person = await work.people.meet(workspace, slack_id)
    if person is None:
        raise NotAvailable
    return person


async def _sight(desk: Desk, work: UnitOfWork, person: Person, form: Form) -> FormSight:
    conversation = await work.conversations.get(person, form.conversation)
    script = await desk.script_of(work, conversation)
    elsewhere = await _elsewhere(work, person, script, conversation, form)
    fields = [
        FieldSight(
            step=script.steps[step],
            ask=script.steps[step].wording(conversation.wordings.get(step, 0)),
            written=form.written.get(step, _answered(script, conversation, step)),
            elsewhere=elsewhere.get(step, ()),
            recalled=await _recalled(desk, work, person, conversation, step),
        )
        for step in form.steps
    ]
    day = subject_day(conversation.subject)
    return FormSight(form.id, script.title, day, fields, person.language, bool(form.against or form.revises))


async def _elsewhere(
    work: UnitOfWork, person: Person, script: Script, conversation: Conversation, form: Form
) -> dict[str, Written]:
    """What another device holds in the fields of this form, where it is not the same."""
    if form.revises:
        theirs = {step: _answered(script, conversation, step) for step in form.steps}
    elif form.against:
        others = await work.forms.of(person, conversation.id)
        theirs = {step: held for each in others if each.id == form.against for step, held in each.written.items()}
    else:
        return {}
    return {step: held for step, held in theirs.items() if held and held != form.written.get(step, ())}


def _answered(script: Script, conversation: Conversation, step: str) -> Written:
    entry = conversation.entries.get(step)
    return () if entry is None or entry.hidden else as_written(script.steps[step], entry.value)


async def _recalled(
    desk: Desk, work: UnitOfWork, person: Person, conversation: Conversation, step: str
) -> OwnWords | None:
    if step not in conversation.recalls:
        return None
    try:
        return await words_of(desk, work, person, conversation.recalls[step])
    except NotAvailable:
        return None
