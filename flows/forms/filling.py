"""Keep what is typed in a form, and take the form when it is sent off."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from flows.conversation.addressing import order_of
from flows.conversation.changing import settle_change
from flows.conversation.checks import Problem
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import Act, Reply, advance, set_aside
from flows.conversation.form import Form
from flows.conversation.moving import deny, redraw_question
from flows.conversation.script import Script, Value
from flows.conversation.state import Conversation
from flows.conversation.written import Written, read_written
from flows.errors import CairnError, NotAvailable
from flows.forms.opening import next_page, start_page
from flows.forms.sights import FormSight

KEPT = timedelta(days=30)
"""How long a form that was never sent off is kept with what was typed in it."""

Filled = Mapping[str, Written]


class NotTaken(CairnError):
    """A form is not right yet: nothing of it is saved but the draft. `problems` says why, by step."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form that was sent off: wrong fields, or the form that comes next, or neither: it closes."""

    effect: Effect
    problems: Mapping[str, Problem] = field(default_factory=dict)
    then: FormSight | None = None


async def keep_draft(desk: Desk, workspace: str, slack_id: str, form_id: str, filled: Filled, order: str) -> None:
    """Keep what the fields hold now, unless something typed later was kept already. Raises NotSaved."""
    async with desk.work() as work:
        person = await work.people.meet(workspace, slack_id)
        if person is None:
            return
        try:
            form = await work.forms.get(person, form_id)
        except NotAvailable:
            return
        if form.closed or (form.typed_at and order_of(order) <= order_of(form.order)):
            return
        held = {step: filled.get(step, ()) for step in form.steps}
        await work.forms.save(replace(form, written=held, typed_at=desk.clock.now(), order=order))
        await work.commit()


async def send_off(desk: Desk, inbound: Inbound, form_id: str, filled: Filled) -> Sent:
    """Take a form. Sent off twice, it has one effect and the same answer. Raises NotSaved."""
    try:
        effect = await once(desk, inbound, partial(_take, form_id=form_id, filled=filled, fresh=desk.ids.new()))
    except NotTaken as wrong:
        return Sent(Effect.ASKED_AGAIN, wrong.problems)
    if effect not in {Effect.MOVED_ON, Effect.CONFIRMING}:
        return Sent(effect)
    return Sent(effect, then=await next_page(desk, inbound.workspace, inbound.slack_id, form_id))


async def forget_forms(desk: Desk) -> int:
    """Forget forms that nobody came back to for a month; how many. Raises NotSaved."""
    async with desk.work() as work:
        forgotten = await work.forms.forget(desk.clock.now() - KEPT)
        await work.commit()
    return forgotten


async def _take(encounter: Encounter, form_id: str, filled: Filled, fresh: str) -> Effect:
    try:
        form = await encounter.work.forms.get(encounter.person, form_id)
    except NotAvailable:
        return await deny(encounter, form_id)
    conversation = await encounter.work.conversations.get(encounter.person, form.conversation)
    sent = _Sending(encounter, form, conversation, await encounter.desk.script_of(encounter.work, conversation))
    values = sent.read(filled)
    if form.revises:
        return await sent.revise(values)
    if conversation.is_over or conversation.turn != form.turn:
        return await sent.compare(filled, values, fresh)
    if other := await _typed_elsewhere(encounter, form, filled):
        return await sent.offer_both(filled, fresh, against=other.id)
    return await sent.move_on(values, fresh)


async def _typed_elsewhere(encounter: Encounter, form: Form, filled: Filled) -> Form | None:
    """A form on another device in which something else was typed since this one was opened."""
    for other in await encounter.work.forms.of(encounter.person, form.conversation):
        newer = other.typed_at is not None and other.typed_at > form.opened_at and other.turn == form.turn
        if (
            newer
            and other.id != form.id
            and any(other.written.get(step, ()) != filled.get(step, ()) for step in form.steps)
        ):
            return other
    return None


@dataclass(frozen=True, slots=True)
class _Sending:
    """A form that was sent off, beside the conversation it belongs to as it stands now."""

    encounter: Encounter
    form: Form
    conversation: Conversation
    script: Script

    def read(self, filled: Filled) -> dict[str, Value | None]:
        """What the fields answer, None for an empty one. Raises NotTaken when one is wrong, or all are empty."""
        asked = [self.script.steps[step] for step in self.form.steps]
        read = {step.id: read_written(step, filled.get(step.id, ())) for step in asked}
        problems = {step: value for step, value in read.items() if isinstance(value, Problem)}
        needed = [step.id for step in asked if step.required and read[step.id] is None and not self._has(step.id)]
        problems |= dict.fromkeys(needed, Problem.REQUIRED)
        answerable = [step.id for step in asked if not step.silent]
        if answerable and not any(read[step] for step in answerable):
            problems.setdefault(answerable[0], Problem.EMPTY)
        if problems:
            raise NotTaken(problems)
        return {step: value for step, value in read.items() if not isinstance(value, Problem)}

    async def move_on(self, values: Mapping[str, Value | None], fresh: str) -> Effect:
        """Answer the steps one after the other; what is left empty is skipped."""
        moved = self.conversation
        for step, value in values.items():
            silent = self.script.steps[step].silent
            act = Act.ANSWER if value or silent else Act.SKIP
            turn = advance(self.script, moved, Reply(act, step, moved.turn, value or (Value() if silent else None)))
            if turn.problem:
                raise NotTaken({step: turn.problem})
            moved = turn.conversation
        return await self._save(replace(moved, asked_at=self.encounter.now), fresh)

    async def _save(self, moved: Conversation, fresh: str) -> Effect:
        work = self.encounter.work
        await work.conversations.save(moved, set_aside(self.script, moved))
        await self._close()
        if moved.is_over:
            await redraw_question(self.encounter, self.conversation)
            await self.encounter.voice.receipt(moved)
            return Effect.FINISHED
        await start_page(self.encounter, self.script, moved, fresh, follows=self.form.id)
        await redraw_question(self.encounter, self.conversation)
        return Effect.MOVED_ON

    async def compare(self, filled: Filled, values: Mapping[str, Value | None], fresh: str) -> Effect:
        """The questions were answered elsewhere meanwhile: the same is fine, something else is offered beside it."""
        differs = [step for step, value in values.items() if value and value != self._value(step)]
        if not differs:
            await self._close()
            return Effect.STALE
        mine = {step: filled[step] for step in differs}
        return await self.offer_both(mine, fresh, revises=True)

    async def offer_both(self, mine: Filled, fresh: str, *, against: str = "", revises: bool = False) -> Effect:
        """Show another form with both texts; this one is done with."""
        steps = tuple(step for step in self.form.steps if step in mine or not revises)
        now = self.encounter.now
        both = Form(
            id=fresh,
            workspace=self.form.workspace,
            person=self.form.person,
            conversation=self.form.conversation,
            turn=self.conversation.turn,
            steps=steps,
            opened_at=now,
            written={step: mine.get(step, ()) for step in steps},
            typed_at=now,
            order=self.form.order,
            against=against,
            revises=revises,
            follows=self.form.id,
        )
        await self.encounter.work.forms.add(both)
        await self._close()
        return Effect.CONFIRMING

    async def revise(self, values: Mapping[str, Value | None]) -> Effect:
        """Put these answers in the place of those given elsewhere; what is left empty stays as it was."""
        moved = self.conversation
        for step, value in values.items():
            if value is None or value == self._value(step):
                continue
            now_asked = step == moved.at and not moved.is_over
            reply = Reply(Act.ANSWER, step, moved.turn, value) if now_asked else Reply(Act.EDIT, step, value=value)
            turn = advance(self.script, moved, reply)
            if turn.problem:
                raise NotTaken({step: turn.problem})
            moved = turn.conversation
        await self._close()
        return await settle_change(self.encounter, self.script, self.conversation, moved)

    async def _close(self) -> None:
        await self.encounter.work.forms.save(replace(self.form, written={}, closed=True))

    def _has(self, step: str) -> bool:
        return step in self.conversation.entries

    def _value(self, step: str) -> Value | None:
        entry = self.conversation.entries.get(step)
        return None if entry is None or entry.hidden else entry.value
