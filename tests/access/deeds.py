"""How each action of the table is tried through the Slack door, and by what one tells that it took effect."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from bot import ids
from bot.views.pacts import YES
from bot.views.programmes.design import NEW
from flows.managing.enrolling import FIRST_TERMS
from flows.privacy import Action
from flows.programmes.agreement import Shared
from flows.programmes.handing_over import Choice
from storage.tables import (
    AGREEMENT,
    ANSWER,
    AUDIT,
    CONVERSATION,
    DELETION,
    ENROLMENT,
    MANAGER_GRANT,
    PROGRAMME,
    PROGRAMME_MANAGER,
    READING,
    SHARE,
    TIE,
)
from tests.access import door
from tests.access.cast import Actor, Stage
from tests.access.door import chosen, day, presses, sends_off, several, somebody, ticked, types, written
from tests.scenario.ledger import rows
from tests.scenario.world import Person, World

KEPT: Sequence[Table] = (
    AGREEMENT,
    ANSWER,
    CONVERSATION,
    DELETION,
    ENROLMENT,
    MANAGER_GRANT,
    PROGRAMME,
    PROGRAMME_MANAGER,
    READING,
    SHARE,
    TIE,
)
"""Nothing of this may be another when somebody did what they may not."""

Kept = Mapping[str, Sequence[str]]


async def kept(world: World) -> Kept:
    """Everything that is stored of this."""
    return {each.name: sorted(repr(tuple(row)) for row in await rows(world, select(each))) for each in KEPT}


async def refusals(world: World) -> int:
    """How often somebody was refused, or denied what they asked for."""
    refused = AUDIT.c.action.in_(["denied", "refused"])
    return len(await rows(world, select(AUDIT.c.id).where(refused)))


@dataclass(frozen=True)
class Outcome:
    """What came of a try: everything stored before and after, what the one who tried saw, how often it was no.

    `shown` is to how many the entry is shown after it, or will be.
    """

    stage: Stage
    before: Kept
    after: Kept
    seen: str
    refused: int
    shown: int

    def changed(self, *tables: Table) -> bool:
        """Whether something of these is another now; of all, where none is named."""
        return any(self.before[each.name] != self.after[each.name] for each in tables or KEPT)

    def grew(self, table: Table) -> bool:
        """Whether there is more of this now."""
        return len(self.after[table.name]) > len(self.before[table.name])


Try = Callable[[Stage, Actor, Person], Awaitable[None]]


@dataclass(frozen=True)
class Deed:
    """An action as it is done in Slack."""

    does: Try
    took: Callable[[Outcome], bool]


async def tried(stage: Stage, actor: Actor, deed: Deed) -> Outcome:
    """Let somebody try."""
    world, who = stage.cast.world, stage.person(actor)
    before, refused = await kept(world), await refusals(world)
    watch = door.Watch.begins(who)
    await deed.does(stage, actor, who)
    active = select(SHARE.c.id).where(SHARE.c.conversation == stage.conversation, SHARE.c.ended_at.is_(None))
    shown = len(await rows(world, active))
    return Outcome(stage, before, await kept(world), watch.seen(), await refusals(world) - refused, shown)


async def _reads(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, ids.OPEN_SHARED, stage.share(actor))
    await presses(who, ids.SHOW_WORDS, stage.conversation)


async def _lists(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, ids.SHARED_BY, stage.tie(actor))
    await presses(who, ids.OPEN_JOURNAL, "journal")


async def _shares(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, ids.SHARE_NOW, stage.conversation)
    values = {
        **ticked(f"{ids.SHARE_WITH}:0", stage.ties["sponsor"].id, action=f"{ids.SHARE_WITH}:0"),
        **ticked(f"{ids.SHARE_WHAT}:0", stage.step, action=f"{ids.SHARE_WHAT}:0"),
    }
    await sends_off(who, ids.SHARE_MODAL, ids.Pointer(stage.conversation).packed(), values)


async def _keeps_back(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, ids.TAKE_BACK, stage.conversation)


async def _changes(stage: Stage, actor: Actor, who: Person) -> None:
    pointer = ids.Pointer(stage.conversation, stage.version, stage.step).packed()
    await sends_off(who, ids.EDIT_MODAL, pointer, written(stage.step, "We hired nobody."))


async def _deletes(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, ids.DELETE_ANSWER, stage.conversation, stage.version, stage.step)
    await presses(who, f"{ids.DELETION}:delete_now", stage.burst or stage.conversation)


async def _puts_back(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, f"{ids.DELETION}:put_back", stage.burst)


async def _asks_who_reads(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, ids.SHARE, stage.conversation)


async def _looks_at_agreement(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, ids.SEE_AGREEMENT, stage.tie(actor))


def _agrees(*terms: Shared) -> Try:
    """The leader answers the new coach, who has not agreed with them yet; all others by the tie they know of."""

    async def act(stage: Stage, actor: Actor, who: Person) -> None:
        values = {**ticked(ids.PACT, YES), **ticked(ids.BY_ITSELF, *terms)}
        tie = stage.ties["new coach"].id if actor.name == "leader" else stage.tie(actor)
        await sends_off(who, ids.AGREEMENT_MODAL, ids.Pointer(tie, choice="en").packed(), values)

    return act


async def _accepts(stage: Stage, actor: Actor, who: Person) -> None:
    """Whoever coaches by now has more proposed to them; everybody else says yes to the first terms, no more or less."""
    more = {Shared.REFLECTIONS} if actor.name in {"coach", "coach from outside"} else set[Shared]()
    await _agrees(*FIRST_TERMS, *more)(stage, actor, who)


async def _sets_up(stage: Stage, actor: Actor, who: Person) -> None:
    values = {
        **ticked(ids.DAYS, "1", "4", action=ids.DAYS),
        ids.HOUR: {ids.HOUR: {"type": "timepicker", "selected_time": "16:30"}},
        **chosen(ids.MINUTES, "10", action=ids.MINUTES),
        **chosen(ids.ANSWER_IN, "chat", action=ids.ANSWER_IN),
        **chosen(ids.LANGUAGE, "en", action=ids.LANGUAGE),
    }
    await presses(who, ids.NOT_NOW, stage.enrolment.id)
    await sends_off(who, ids.SET_UP_MODAL, ids.Pointer(stage.enrolment.id, choice="en").packed(), values)


async def _leaves(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, f"{ids.LEAVE}:1", stage.enrolment.id)


async def _hands_over(stage: Stage, actor: Actor, who: Person) -> None:
    since = {ids.HAND_OVER_SINCE: {"type": "datepicker", "selected_date": "2026-01-01"}}
    values = {
        **chosen(ids.HAND_OVER_WHAT, Choice.NOTHING, action=ids.HAND_OVER_WHAT),
        ids.HAND_OVER_SINCE: since,
    }
    await sends_off(who, ids.HAND_OVER_MODAL, stage.ties["new coach"].id, values)


async def _enrols(stage: Stage, actor: Actor, who: Person) -> None:
    colleague = stage.cast["colleague"]
    pointer = ids.Pointer(stage.programme.id).packed()
    await sends_off(who, ids.TABLE_MODAL, pointer, written("table", f"leader\n{colleague.slack_id}"))


async def _names_a_coach(stage: Stage, actor: Actor, who: Person) -> None:
    pointer = ids.Pointer(stage.programme.id, 0, stage.enrolment.id).packed()
    values = {**several("coaches", stage.cast["colleague"]), **several("sponsors", stage.cast["sponsor"])}
    await sends_off(who, ids.LEADER_MODAL, pointer, values)


async def _takes_out(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, f"{ids.PROGRAMME}:take_out", stage.enrolment.id)


def _design(name: str) -> Mapping[str, Any]:
    return {
        **written("name", name),
        **day("starts", "2026-11-19"),
        **day("ends", "2027-05-19"),
        **written("priorities", "Safety\nCustomers\nPeople"),
        **chosen(f"{ids.FIELD}:practice:weekly-reflection", "weekly"),
    }


async def _creates(stage: Stage, actor: Actor, who: Person) -> None:
    new = stage.cast.world.running.reception.desk.ids.new()
    values = {**_design("A new one"), **somebody("leader", stage.cast["colleague"])}
    await sends_off(who, ids.DESIGN_MODAL, ids.Pointer(new, 0, NEW).packed(), values)


async def _looks_inside(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, f"{ids.PROGRAMME}:open", stage.programme.id)


async def _changes_programme(stage: Stage, actor: Actor, who: Person) -> None:
    pointer = ids.Pointer(stage.programme.id, stage.programme.revision).packed()
    await sends_off(who, ids.DESIGN_MODAL, pointer, _design("Another name"))


async def _lets_begin(stage: Stage, actor: Actor, who: Person) -> None:
    await sends_off(who, ids.PREVIEW_MODAL, ids.Pointer(stage.programme.id, 0, stage.preview).packed(), {})


async def _ends(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, f"{ids.PROGRAMME}:end", stage.programme.id)


async def _names_a_manager(stage: Stage, actor: Actor, who: Person) -> None:
    values = several("named", stage.cast.newcomer())
    await sends_off(who, ids.NAMING_MODAL, ids.Pointer("named").packed(), values)


async def _reflects(stage: Stage, actor: Actor, who: Person) -> None:
    await types(who, "reflect")


async def _looks_for_leaders(stage: Stage, actor: Actor, who: Person) -> None:
    await presses(who, ids.LEADERS, "leaders")


def _window(name: str) -> Callable[[Outcome], bool]:
    return lambda outcome: f'"callback_id": "{name}"' in outcome.seen


def _kept_back(outcome: Outcome) -> bool:
    """Also where nothing was shown: then it is said as it is, and nobody is refused."""
    return not outcome.refused and not outcome.shown


def _counts(outcome: Outcome) -> bool:
    return any(each in outcome.seen for each in ("1 leader prepared", "1 leader invited", "1 ended"))


DEEDS: Mapping[Action, Deed] = {
    Action.READ: Deed(_reads, lambda outcome: outcome.stage.words in outcome.seen),
    Action.SEE_IN_LIST: Deed(
        _lists,
        lambda outcome: any(
            f'"value": "{each}.' in outcome.seen
            for each in (outcome.stage.conversation, *outcome.stage.shares.values())
        ),
    ),
    Action.SHARE: Deed(_shares, lambda outcome: outcome.changed(SHARE)),
    Action.KEEP_BACK: Deed(_keeps_back, _kept_back),
    Action.CHANGE: Deed(_changes, lambda outcome: outcome.changed(ANSWER)),
    Action.DELETE: Deed(_deletes, lambda outcome: outcome.changed(ANSWER, DELETION)),
    Action.PUT_BACK: Deed(_puts_back, lambda outcome: outcome.changed(ANSWER, DELETION)),
    Action.SEE_READERS: Deed(_asks_who_reads, _window(ids.SHARE_MODAL)),
    Action.SEE_AGREEMENT: Deed(_looks_at_agreement, _window(ids.AGREEMENT_MODAL)),
    Action.ACCEPT: Deed(_accepts, lambda outcome: outcome.changed(AGREEMENT)),
    Action.WIDEN: Deed(_agrees(*FIRST_TERMS, Shared.REFLECTIONS), lambda outcome: outcome.grew(AGREEMENT)),
    Action.NARROW: Deed(_agrees(Shared.GOALS), lambda outcome: outcome.changed(AGREEMENT)),
    Action.SET_UP: Deed(_sets_up, lambda outcome: outcome.changed(ENROLMENT)),
    Action.LEAVE: Deed(_leaves, lambda outcome: outcome.changed(ENROLMENT)),
    Action.HAND_OVER: Deed(_hands_over, lambda outcome: outcome.changed(TIE)),
    Action.ENROL: Deed(_enrols, lambda outcome: outcome.grew(ENROLMENT)),
    Action.NAME_COACH: Deed(_names_a_coach, lambda outcome: outcome.grew(TIE)),
    Action.END_ENROLMENT: Deed(_takes_out, lambda outcome: outcome.changed(ENROLMENT)),
    Action.CREATE_PROGRAMME: Deed(_creates, lambda outcome: outcome.grew(PROGRAMME)),
    Action.SEE_PROGRAMME: Deed(_looks_inside, _window(ids.PROGRAMME_MODAL)),
    Action.CHANGE_PROGRAMME: Deed(_changes_programme, lambda outcome: outcome.changed(PROGRAMME)),
    Action.CONFIRM_PROGRAMME: Deed(_lets_begin, lambda outcome: outcome.changed(ENROLMENT)),
    Action.END_PROGRAMME: Deed(_ends, lambda outcome: outcome.changed(PROGRAMME)),
    Action.SEE_COUNTS: Deed(_looks_inside, _counts),
    Action.NAME_MANAGER: Deed(_names_a_manager, lambda outcome: outcome.changed(MANAGER_GRANT)),
    Action.KEEP_A_JOURNAL: Deed(_reflects, lambda outcome: f"{ids.QUESTION}:" in outcome.seen),
    Action.READ_WHAT_WAS_SHARED: Deed(_looks_for_leaders, _window(ids.LEADERS_MODAL)),
}
