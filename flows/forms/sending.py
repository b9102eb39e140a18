"""What a form does that is sent off: answer its questions, or show what was written elsewhere meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flows.conversation.changing import settle_change
from flows.conversation.checks import Problem
from flows.conversation.closing import close
from flows.conversation.encounter import Effect, Encounter
from flows.conversation.engine import Act, Reply, advance, set_aside
from flows.conversation.form import Form, page
from flows.conversation.moving import redraw_question
from flows.conversation.script import Kind, Script, Step, Value
from flows.conversation.state import Conversation, Source
from flows.conversation.typed import Reading
from flows.conversation.written import Written, read_written, with_remark
from flows.errors import CairnError
from flows.forms.drafts import holding, unlike, without
from flows.forms.opening import start_page
from flows.forms.sights import Missing

Filled = Mapping[str, Written]
"""What the fields hold, by step; a step that has no field is not in it."""

Values = Mapping[str, Value | None]
"""What they answer; None for a field left empty."""


class NotTaken(CairnError):
    """A form is not right yet: nothing of it is saved but the draft. `problems` says why, by step."""

    def __init__(self, problems: Mapping[str, Problem | Missing]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The steps of a form that were answered elsewhere, or only typed there, and not as they are in the form."""

    answered: Sequence[str]
    typed: Mapping[str, Form]

    def __bool__(self) -> bool:
        return bool(self.answered or self.typed)


@dataclass(frozen=True, slots=True)
class Sending:
    """A form that was sent off, beside the conversation it belongs to as it stands now, and its other open forms."""

    encounter: Encounter
    form: Form
    conversation: Conversation
    script: Script
    others: Sequence[Form]

    def read(self, filled: Filled) -> dict[str, Value | None]:
        """What the fields answer, None for an empty one. Raises NotTaken when one is wrong, or all are empty."""
        asked = [self.script.steps[step] for step in self.form.steps]
        read = {step.id: self._read(step, filled.get(step.id, ())) for step in asked}
        problems: dict[str, Problem | Missing] = {
            step: value for step, value in read.items() if isinstance(value, Problem)
        }
        still_asked = page(self.script, self.conversation)
        needed = [step.id for step in asked if step.required and step.id in still_asked and not self._has(step.id)]
        problems |= {step: Problem.REQUIRED for step in needed if read[step] is None}
        problems |= dict.fromkeys(self._not_asked_any_more(read), Problem.STALE)
        problems |= {} if problems else self._missing(filled, read)
        if problems:
            raise NotTaken(problems)
        return {step: value for step, value in read.items() if not isinstance(value, Problem)}

    def written_elsewhere(self, filled: Filled, values: Values) -> Elsewhere:
        """What of this form says something else somewhere else, so that sending it off would put that aside unseen."""
        answered = []
        if self._overtaken and not self.form.revises:
            given = {step: self._value(step) for step, value in values.items() if value}
            answered = [step for step, theirs in given.items() if theirs not in {None, values[step]}]
        since = [each for each in self.others if each.typed_at and each.typed_at > self.form.opened_at]
        typed = {
            step: each
            for step in self.form.steps
            for each in reversed(holding(since, step))
            if unlike(self.script.steps[step], [each.written[step]], filled.get(step, ()))
        }
        return Elsewhere(answered, typed)

    async def offer_both(self, elsewhere: Elsewhere, mine: Filled, values: Values, fresh: str) -> Effect:
        """Show another form with both texts; this one is done with."""
        steps = self._to_offer(elsewhere, values)
        now = self.encounter.now
        both = Form(
            id=fresh,
            workspace=self.form.workspace,
            person=self.form.person,
            conversation=self.form.conversation,
            turn=self.conversation.turn,
            steps=steps,
            opened_at=now,
            written={step: mine[step] for step in steps if step in mine},
            typed_at=now,
            order=self.form.order,
            against=next((each.id for each in elsewhere.typed.values()), ""),
            revises=self.form.revises or bool(elsewhere.answered),
            follows=self.form.id,
        )
        await self.encounter.work.forms.add(both)
        await self._close()
        return Effect.CONFIRMING

    async def take(self, values: Values, fresh: str) -> Effect:
        """Answer the steps one after the other. What is left empty is skipped, or stays as it was answered."""
        moved, edits = self.conversation, False
        for step, value in values.items():
            if reply := self._reply(moved, step, value):
                turn = advance(self.script, moved, reply)
                if turn.problem:
                    raise NotTaken({step: turn.problem})
                moved, edits = turn.conversation, edits or reply.act is Act.EDIT
        await self._close()
        await self._forget_elsewhere()
        if moved == self.conversation:
            return Effect.STALE
        if edits:
            return await settle_change(self.encounter, self.script, self.conversation, moved)
        return await self._save(replace(moved, asked_at=self.encounter.now), fresh)

    async def _save(self, moved: Conversation, fresh: str) -> Effect:
        await self.encounter.work.conversations.save(moved, set_aside(self.script, moved))
        if moved.is_over:
            await redraw_question(self.encounter, self.conversation)
            await close(self.encounter, self.script, moved)
            return Effect.FINISHED
        await start_page(self.encounter, self.script, moved, fresh, follows=self.form.id)
        await redraw_question(self.encounter, self.conversation)
        return Effect.MOVED_ON

    async def _close(self) -> None:
        await self.encounter.work.forms.save(replace(self.form, written={}, closed=True))

    async def _forget_elsewhere(self) -> None:
        """What was typed for these steps in other windows was seen, or is the same; it is not kept once more."""
        for each in self.others:
            if (bared := without(each, steps=self.form.steps)).written != each.written:
                await self.encounter.work.forms.save(bared)

    def _reply(self, moved: Conversation, step: str, value: Value | None) -> Reply | None:
        """What this field does to the conversation as it stands after the ones before it; None for nothing."""
        same = value is None or value == self._value(step)
        if step == moved.at and not moved.is_over:
            if self.script.steps[step].silent:
                return Reply(Act.ANSWER, step, moved.turn, Value())
            if same:  # the answer of a question that one came back to stays, with the message it was typed in
                return Reply(Act.SKIP, step, moved.turn)
            return Reply(Act.ANSWER, step, moved.turn, value, self._source(step, value))
        return None if same else Reply(Act.EDIT, step, value=value)

    def _read(self, step: Step, written: Written) -> Value | Problem | None:
        """What a field answers; a remark that was typed beside a number or a choice stays with it."""
        value = read_written(step, written)
        if not isinstance(value, Value):
            return value
        reading = Reading(self.encounter.desk.vocabulary(self.encounter.person), self.encounter.today)
        return with_remark(step, value, self._value(step.id), reading)

    def _source(self, step: str, value: Value | None) -> Source | None:
        """The message that the remark of an answer stands in, if it has one."""
        remarked = self.script.steps[step].kind is not Kind.TEXT and value is not None and value.text
        return self.conversation.entries[step].source if remarked else None

    def _missing(self, filled: Filled, read: Mapping[str, Value | Problem | None]) -> dict[str, Problem | Missing]:
        """Where nothing is written that should be. What was answered is taken away in the journal, never unawares."""
        at = self.conversation.at or ""
        empty = at in filled and read.get(at) is None and not (self._overtaken or self.form.revises)
        if empty and self._value(at) is not None:
            return {at: Missing.EMPTIED}
        answerable = [step for step in self.form.steps if not self.script.steps[step].silent]
        untouched = any(step not in filled and self._value(step) for step in answerable)
        if not answerable or untouched or any(read[step] for step in answerable):
            return {}
        return {answerable[0]: Missing.NOTHING_WRITTEN}

    def _not_asked_any_more(self, read: Mapping[str, Value | Problem | None]) -> list[str]:
        """The filled fields whose questions were never answered, and are not to come either."""
        known = {*self.conversation.entries, *page(self.script, self.conversation)}
        return [step for step, value in read.items() if value and step not in known]

    def _to_offer(self, elsewhere: Elsewhere, values: Values) -> tuple[str, ...]:
        """The steps that are not the same elsewhere; with all that are still to come, if any of them is filled."""
        ahead = page(self.script, self.conversation)
        to_come = [step for step in self.form.steps if step in ahead]
        if not any(values[step] or step in elsewhere.typed for step in to_come):
            to_come = []
        changed = [step for step, value in values.items() if value and value != self._value(step)]
        offered = {*changed, *elsewhere.typed, *to_come}
        return tuple(step for step in self.form.steps if step in offered)

    @property
    def _overtaken(self) -> bool:
        """Whether the conversation went on elsewhere since this form was opened."""
        return self.conversation.is_over or self.conversation.turn != self.form.turn

    def _has(self, step: str) -> bool:
        return step in self.conversation.entries

    def _value(self, step: str) -> Value | None:
        """What was answered; None for nothing, and for what was deleted."""
        entry = self.conversation.entries.get(step)
        return None if entry is None or entry.hidden or entry.value == Value() else entry.value
