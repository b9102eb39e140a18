"""A programme manager fills in what a programme is, and sends it off."""

from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.views import View

from bot import ids
from bot.listeners.programmes.members import members
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
    scripts_in,
    sent_off,
    show,
    to_show,
    under,
)
from bot.reception import Reception
from bot.views.cohort_lines import Remarked
from bot.views.fields import written_in
from bot.views.programmes.design import COACHES, LEADER, NEW, SPONSORS, DesignWindow, design_errors, design_modal
from bot.views.programmes.inputs import Held
from bot.window_payloads import InWindow
from flows.conversation.encounter import Effect, once
from flows.errors import NotAvailable
from flows.managing.authority import unless_denied
from flows.managing.designing import FirstDraft, Hindered, change_design, set_up
from flows.managing.looking import inside, overview
from flows.managing.window_sights import Inside, Overview
from flows.privacy import Action
from flows.programmes.cohort import named
from flows.programmes.cohort_file import CohortRow
from flows.programmes.programme import Cadence, Design
from flows.programmes.written_design import In, as_written, practice_field, read_design

_AT_FIRST = "weekly-reflection"
_HALF_A_YEAR = timedelta(days=182)


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for the window in which a programme is set up or changed."""

    @app.action(f"{ids.PROGRAMME}:change")
    async def change(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        found = await to_show(reception, at, open_for(reception, at, Action.CHANGE_PROGRAMME))
        if found is not None:
            await show(reception, at, _change_window(reception, found, as_written(found.programme.design)))
        await ack()

    @app.view(ids.DESIGN_MODAL)
    async def sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await _take(reception, await sent_off(reception, body)))


def new_window(reception: Reception, found: Overview) -> View:
    """The fields of a new programme, with what is sensible in them. Its id is chosen now, so that it is made once."""
    scripts = scripts_in(reception, found.language)
    written: dict[str, Held] = {
        In.STARTS: (found.today.isoformat(),),
        In.ENDS: ((found.today + _HALF_A_YEAR).isoformat(),),
        practice_field(_AT_FIRST): (Cadence.WEEKLY.value,),
    }
    window = DesignWindow(reception.desk.ids.new(), scripts, written, is_new=True)
    return design_modal(window, reception.words(found.language))


def _change_window(reception: Reception, found: Inside, written: dict[str, Held], *, now: Design | None = None) -> View:
    scripts = scripts_in(reception, found.language)
    window = DesignWindow(found.programme.id, scripts, written, found.programme.revision, now=now)
    return design_modal(window, reception.words(found.language))


async def _take(reception: Reception, at: InWindow) -> Answer:
    """Take what was filled in; what to acknowledge the window with."""
    pointer, written = ids.Pointer.unpacked(at.about) or ids.Pointer(""), written_in(at.values)
    try:
        found = await overview(reception.desk, at.inbound)
    except NotAvailable:
        return await not_theirs(reception, at, pointer.about)
    scripts = [each.id for each in scripts_in(reception, found.language)]
    read = read_design(written, scripts, found.today)
    words = reception.words(found.language)
    if not isinstance(read, Design):
        return under(design_errors(read, words))
    if pointer.choice == NEW:
        return await _set_up(reception, at, pointer.about, read)
    return await _change(reception, at, pointer, read)


async def _set_up(reception: Reception, at: InWindow, programme: str, design: Design) -> Answer:
    row = first_row(written_in(at.values))
    known = await members(reception, at.inbound.workspace, named([row]))
    draft = FirstDraft(programme, design, [row], known)
    try:
        effect = await once(
            reception.desk,
            at.inbound,
            lambda encounter: unless_denied(encounter, programme, lambda each: set_up(each, draft)),
        )
    except Hindered as error:
        return await _hindered(reception, at, programme, list(error.hindrances))
    if is_refused(effect):
        return gone(reception, at)
    return instead(await preview_window(reception, at, programme, notes=draft.notes))


async def _hindered(reception: Reception, at: InWindow, programme: str, found: list[Remarked]) -> Answer:
    who = await overview(reception.desk, at.inbound)
    scripts = scripts_in(reception, who.language)
    window = DesignWindow(programme, scripts, written_in(at.values), is_new=True, complaints=found)
    return instead(design_modal(window, reception.words(who.language)))


async def _change(reception: Reception, at: InWindow, pointer: ids.Pointer, design: Design) -> Answer:
    effect = await once(
        reception.desk,
        at.inbound,
        lambda encounter: unless_denied(
            encounter, pointer.about, lambda each: change_design(each, pointer.about, pointer.turn, design)
        ),
    )
    if is_refused(effect):
        return gone(reception, at)
    if effect is Effect.STALE:
        found = await inside(reception.desk, at.inbound, pointer.about)
        written = dict(written_in(at.values))
        return instead(_change_window(reception, found, written, now=found.programme.design))
    await below(reception, at, await programme_window(reception, at, pointer.about, 0, "changed"))
    return {}


def first_row(written: dict[str, Held]) -> CohortRow:
    """The first leader of a programme, with those who accompany them."""
    [leader] = written.get(LEADER, ())[:1] or ("",)
    return CohortRow(0, leader, coaches=written.get(COACHES, ()), sponsors=written.get(SPONSORS, ()))
