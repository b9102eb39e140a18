"""Open a form on the question that waits, with whatever was typed there before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.conversation.belonging import who_asks
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import set_aside
from flows.conversation.form import Form, page
from flows.conversation.moving import deny, redraw_pressed
from flows.conversation.ports import UnitOfWork
from flows.conversation.script import Script, Step
from flows.conversation.showing import words_of
from flows.conversation.sights import OwnAnswer, OwnWords
from flows.conversation.state import Conversation, Status
from flows.conversation.subjects import subject_day
from flows.conversation.written import Written, as_written, fits_a_field
from flows.errors import NotAvailable
from flows.forms.drafts import holding, last_typed, taken_over, unlike, without
from flows.forms.sights import FieldSight, FormSight, LeftSight
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
        person = await who_asks(work, workspace, slack_id, desk.clock.now())
        return await _sight(desk, work, person, await work.forms.get(person, form_id))


async def steps_of(desk: Desk, workspace: str, slack_id: str, form_id: str) -> Mapping[str, Step]:
    """The steps that one of this person's forms asks. Raises NotAvailable."""
    sight = await form_sight(desk, workspace, slack_id, form_id)
    return {each.step.id: each.step for each in sight.fields}


async def next_page(desk: Desk, workspace: str, slack_id: str, form_id: str) -> FormSight | None:
    """The form that takes the place of one that was sent off; None when it was overtaken, or nothing is asked."""
    async with desk.work() as work:
        person = await who_asks(work, workspace, slack_id, desk.clock.now())
        sent = await work.forms.get(person, form_id)
        waiting = [each for each in await work.forms.of(person, sent.conversation) if each.follows == form_id]
        return await _sight(desk, work, person, waiting[0]) if waiting else None


async def start_page(
    encounter: Encounter, script: Script, conversation: Conversation, form_id: str, follows: str = ""
) -> None:
    """Keep a form on what is asked now, with all that was typed for it in windows that were not sent off."""
    forms = encounter.work.forms
    steps = page(script, conversation)
    open_ones = await forms.of(encounter.person, conversation.id)
    answered = {step for step in steps if _answered(script, conversation, step)}
    waiting = taken_over(open_ones, answered, conversation.turn)
    taken = {step: waiting[step] for step in steps if step in waiting}
    written = {step: form.written[step] for step, form in taken.items()}
    newest = next(iter(last_typed(taken.values())), None)
    form = Form(
        id=form_id,
        workspace=encounter.person.workspace,
        person=encounter.person.id,
        conversation=conversation.id,
        turn=conversation.turn,
        steps=steps,
        opened_at=encounter.now,
        written=written,
        typed_at=newest.typed_at if newest else None,
        order=newest.order if newest else "",
        follows=follows,
    )
    await forms.add(form)
    for each in open_ones:
        if (bared := without(each, written)).written != each.written:
            await forms.save(bared)


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
        await encounter.work.conversations.save(conversation, set_aside(script, conversation))
        await redraw_pressed(encounter)
    await start_page(encounter, script, conversation, form_id)
    return Effect.OPENED


async def _sight(desk: Desk, work: UnitOfWork, person: Person, form: Form) -> FormSight:
    conversation = await work.conversations.get(person, form.conversation)
    script = await desk.script_of(work, conversation)
    others = [each for each in await work.forms.of(person, conversation.id) if each.id != form.id]
    seen = _Seen(script, conversation, form, others)
    return FormSight(
        id=form.id,
        conversation=conversation.id,
        turn=conversation.turn,
        title=script.title,
        day=subject_day(conversation.subject),
        fields=[seen.field(step, await _recalled(desk, work, person, conversation, step)) for step in form.steps],
        language=person.language,
        goes_on=bool(script.steps[form.steps[-1]].branches) and not form.revises,
        overtaken=form.revises,
        left=list(seen.left()),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """A form beside its conversation and the other forms of that which were not sent off."""

    script: Script
    conversation: Conversation
    form: Form
    others: Sequence[Form]

    def field(self, step: str, recalled: OwnWords | None) -> FieldSight:
        """One step of the form."""
        asked, ask = self._asked(step)
        answered = _answered(self.script, self.conversation, step)
        mine = self.form.written.get(step, answered)
        theirs = [each.written[step] for each in holding(self.others, step)]
        told = unlike(asked, [answered, *theirs] if self.form.revises else theirs, mine)
        entry = self.conversation.entries.get(step)
        if entry and answered and not self.form.written.get(step) and not fits_a_field(asked, entry.value):
            return FieldSight(asked, ask, elsewhere=told, too_long=OwnAnswer(ask, asked, entry.value))
        return FieldSight(asked, ask, mine, told, recalled)

    def left(self) -> Iterator[LeftSight]:
        """What waits for steps that this form does not ask: they were answered otherwise, or are not asked any more."""
        waiting = dict.fromkeys(step for each in self.others for step in each.written)
        for step in waiting:
            if step not in self.form.steps:
                theirs = (each.written[step] for each in holding(self.others, step))
                for written in unlike(self.script.steps[step], theirs, _answered(self.script, self.conversation, step)):
                    yield LeftSight(*self._asked(step), written)

    def _asked(self, step: str) -> tuple[Step, str]:
        asked = self.script.steps[step]
        return asked, asked.wording(self.conversation.wordings.get(step, 0))


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
