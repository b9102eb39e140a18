"""Keep what is typed in a form, and take the form when it is sent off."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from flows.conversation.addressing import order_of
from flows.conversation.belonging import who_asks
from flows.conversation.checks import Problem
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.moving import deny
from flows.errors import NotAvailable
from flows.forms.opening import next_page
from flows.forms.sending import Filled, NotTaken, Sending
from flows.forms.sights import FormSight, Missing

KEPT = timedelta(days=30)
"""How long a form that was never sent off is kept with what was typed in it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form that was sent off: wrong fields, or the form that comes next, or neither: it closes."""

    effect: Effect
    problems: Mapping[str, Problem | Missing] = field(default_factory=dict)
    then: FormSight | None = None


async def keep_draft(desk: Desk, workspace: str, slack_id: str, form_id: str, filled: Filled, order: str) -> None:
    """Keep what the fields hold now, unless something typed later was kept already. Raises NotSaved."""
    async with desk.work() as work:
        try:
            person = await who_asks(work, workspace, slack_id, desk.clock.now())
            form = await work.forms.get(person, form_id)
        except NotAvailable:
            return
        if form.closed or (form.typed_at and order_of(order) <= order_of(form.order)):
            return
        held = {step: filled[step] for step in form.steps if step in filled}
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
    script = await encounter.desk.script_of(encounter.work, conversation)
    others = [each for each in await encounter.work.forms.of(encounter.person, form.conversation) if each.id != form_id]
    sent = Sending(encounter, form, conversation, script, others)
    values = sent.read(filled)
    if elsewhere := sent.written_elsewhere(filled, values):
        return await sent.offer_both(elsewhere, filled, values, fresh)
    return await sent.take(values, fresh)
