"""A programme manager puts leaders into a programme, and says who accompanies them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.views import View

from bot import ids
from bot.listeners.programmes.members import Roll, members
from bot.listeners.programmes.windows import (
    Answer,
    below,
    gone,
    instead,
    is_refused,
    not_theirs,
    open_for,
    pressed,
    preview_window,
    programme_window,
    sent_off,
    show,
    to_show,
    words_of,
)
from bot.listeners.windows import redraw
from bot.reception import Reception, SlackOutOfReach
from bot.views.cohort_lines import Remarked
from bot.views.fields import written_in
from bot.views.programmes.inputs import Held
from bot.views.programmes.leader import ROLES, LeaderWindow, Of, leader_modal, looking_up_modal, table_modal
from bot.views.programmes.listed import gone_modal
from bot.window_payloads import InWindow
from flows.conversation.encounter import Effect, Encounter, once
from flows.errors import CairnError, NotAvailable, NotSaved
from flows.managing.authority import unless_denied
from flows.managing.changing import accompany
from flows.managing.designing import Hindered
from flows.managing.enrolling import Members, enrol
from flows.managing.looking import inside, one_enrolled
from flows.managing.window_sights import Enrolled
from flows.privacy import Action
from flows.programmes.cohort import Note, Plan, named
from flows.programmes.cohort_file import CohortRow, read_cohort, read_members
from flows.roles import Role

_IN_ALL = 120.0
"""Seconds to wait for Slack to say who everybody in a table is, when the window says that it is being looked up."""


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for leaders, one by one and by the table."""
    _register_windows(app, reception)

    @app.view(ids.LEADER_MODAL)
    async def leader_sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await _take_leader(reception, await sent_off(reception, body)))

    @app.view(ids.TABLE_MODAL)
    async def table_sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await _take_table(reception, await sent_off(reception, body)))


def _register_windows(app: AsyncApp, reception: Reception) -> None:
    @app.action(f"{ids.PROGRAMME}:leader")
    async def leader(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        found = await to_show(reception, at, open_for(reception, at, Action.ENROL))
        if found is not None:
            await show(reception, at, leader_modal(LeaderWindow(found.programme.id), reception.words(found.language)))
        await ack()

    @app.action(f"{ids.PROGRAMME}:table")
    async def table(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        found = await to_show(reception, at, open_for(reception, at, Action.ENROL))
        if found is not None:
            await show(reception, at, table_modal(found.programme.id, reception.words(found.language)))
        await ack()

    @app.action(f"{ids.PROGRAMME}:accompany")
    async def accompanied(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        asked = one_enrolled(reception.desk, at.inbound, ids.Pointer.about_of(at.value))
        if (found := await to_show(reception, at, asked)) is not None:
            programme, enrolled = found
            window = LeaderWindow(programme.programme.id, enrolled.enrolment, enrolled.leader, _written(enrolled))
            await show(reception, at, leader_modal(window, reception.words(programme.language)))
        await ack()


def _written(enrolled: Enrolled) -> dict[str, Held]:
    """Who accompanies somebody now, as it stands in the fields."""
    held: dict[str, Held] = {of: tuple(enrolled.accompanied.get(role, ())) for of, role in ROLES.items()}
    held[Of.MANAGER] = tuple(enrolled.accompanied.get(Role.LINE_MANAGER, ()))[:1]
    return {**held, **({Of.UNTIL: (enrolled.until.isoformat(),)} if enrolled.until else {})}


async def _take_leader(reception: Reception, at: InWindow) -> Answer:
    pointer, written = ids.Pointer.unpacked(at.about) or ids.Pointer(""), written_in(at.values)
    try:
        leader = await _whose(reception, at, pointer) or next(iter(written.get(Of.LEADER, ())), "")
    except NotAvailable:
        return await not_theirs(reception, at, pointer.about)
    row = _row(leader, written)
    known = await members(reception, at.inbound.workspace, named([row]))
    plan = await _planned(reception, at, pointer, [row], known)
    if plan is None:
        return gone(reception, at)
    if plan.hindrances:
        words = words_of(reception, at)
        window = LeaderWindow(pointer.about, pointer.choice, leader, written, list(plan.hindrances))
        return instead(leader_modal(window, words))
    return await _done(reception, at, pointer, plan.notes)


async def _whose(reception: Reception, at: InWindow, pointer: ids.Pointer) -> str:
    """The leader of an enrolment that is to be changed; nobody when a new one is to be made. Raises NotAvailable."""
    if not pointer.choice:
        return ""
    _, enrolled = await one_enrolled(reception.desk, at.inbound, pointer.choice)
    return enrolled.leader


async def _planned(
    reception: Reception, at: InWindow, pointer: ids.Pointer, rows: Sequence[CohortRow], known: Members
) -> Plan | None:
    """What was stored, or what stands in the way of it; None where they may not. A repeat has nothing more to say."""
    stored: list[Plan] = []

    async def act(encounter: Encounter) -> Effect:
        if pointer.choice:
            plan = await accompany(encounter, pointer.choice, rows[0], known)
        else:
            plan = await enrol(encounter, pointer.about, rows, known)
        if plan.hindrances:
            raise Hindered(plan.hindrances)  # so that a repeat finds them, too
        stored.append(plan)
        return Effect.CHANGED

    try:
        effect = await once(reception.desk, at.inbound, lambda encounter: unless_denied(encounter, pointer.about, act))
    except Hindered as error:
        return Plan(hindrances=error.hindrances)
    return None if is_refused(effect) else Plan(notes=stored[-1].notes if stored else ())


async def _done(reception: Reception, at: InWindow, pointer: ids.Pointer, notes: Sequence[Note]) -> Answer:
    """After somebody was added: who would get what. After a change: the programme as it is now."""
    await below(reception, at, await programme_window(reception, at, pointer.about, 0, "changed"))
    return {} if pointer.choice else instead(await preview_window(reception, at, pointer.about, notes=notes))


def _row(leader: str, written: dict[str, Held]) -> CohortRow:
    until = next(iter(written.get(Of.UNTIL, ())), "")
    return CohortRow(
        0,
        leader,
        written.get(Of.COACHES, ()),
        written.get(Of.MENTORS, ()),
        written.get(Of.SPONSORS, ()),
        next(iter(written.get(Of.MANAGER, ())), ""),
        date.fromisoformat(until) if until else None,
    )


async def _take_table(reception: Reception, at: InWindow) -> Answer:
    """Take a pasted table. Where Slack needs long to say who everybody is, the window says so, and shows it later."""
    pointer, written = ids.Pointer.unpacked(at.about) or ids.Pointer(""), written_in(at.values)
    try:
        found = await inside(reception.desk, at.inbound, pointer.about, action=Action.ENROL)
    except NotAvailable:
        return await not_theirs(reception, at, pointer.about)
    words = reception.words(found.language)
    listed = next(iter(written.get(Of.MEMBERS, ())), "")
    cohort = read_cohort(next(iter(written.get(Of.TABLE, ())), ""), read_members(listed.encode()) if listed else None)
    if cohort.findings:
        return instead(table_modal(pointer.about, words, written, list(cohort.findings)))
    roll = Roll(reception, at.inbound.workspace, named(cohort.rows))
    try:
        if not await roll.call(reception.patience):
            reception.afterwards(_later(reception, at, roll, cohort.rows))
            return instead(looking_up_modal(words))
    except SlackOutOfReach:
        return instead(table_modal(pointer.about, words, written, note=words("enrolling.unreachable")))
    return await _enrol(reception, at, cohort.rows, roll.known)


async def _enrol(reception: Reception, at: InWindow, rows: Sequence[CohortRow], known: Members) -> Answer:
    pointer, words = ids.Pointer.unpacked(at.about) or ids.Pointer(""), words_of(reception, at)
    plan = await _planned(reception, at, pointer, rows, known)
    if plan is None:
        return gone(reception, at)
    if plan.hindrances:
        hindrances: list[Remarked] = list(plan.hindrances)
        return instead(table_modal(pointer.about, words, written_in(at.values), hindrances))
    return await _done(reception, at, pointer, plan.notes)


async def _later(reception: Reception, at: InWindow, roll: Roll, rows: Sequence[CohortRow]) -> None:
    """Go on asking Slack, and show what came out in the window that waits for it."""
    await reception.pause(reception.settles)
    view = await _came_out(reception, at, roll, rows)
    await redraw(reception, at.inbound, at.view_id, view)


async def _came_out(reception: Reception, at: InWindow, roll: Roll, rows: Sequence[CohortRow]) -> View:
    pointer, words = ids.Pointer.unpacked(at.about) or ids.Pointer(""), words_of(reception, at)
    why, answer = "unreachable", Answer()
    try:
        if await roll.call(_IN_ALL):
            answer = await _enrol(reception, at, rows, roll.known)
            return answer.get("view") or gone_modal(words)
    except NotSaved:
        why = "unsaved"
    except CairnError:
        pass
    return table_modal(pointer.about, words, written_in(at.values), note=words(f"enrolling.{why}"))
