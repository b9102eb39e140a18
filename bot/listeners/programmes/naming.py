"""An owner names programme managers, and one of those says who else manages a programme."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.programmes.members import members
from bot.listeners.programmes.windows import (
    Answer,
    below,
    deny,
    gone,
    instead,
    instead_or_below,
    not_theirs,
    open_for,
    pressed,
    programme_window,
    sent_off,
    show,
    to_show,
    under,
)
from bot.reception import Reception
from bot.views.fields import block_of, written_in
from bot.views.programmes.listed import programmes_modal
from bot.views.programmes.naming import DISMISSED, MANAGERS, NAMED, managers_modal, naming_modal
from bot.window_payloads import InWindow
from flows.conversation.encounter import Effect, once
from flows.errors import NotAvailable
from flows.managing.appointing import Appointment, appoint
from flows.managing.authority import unless_denied
from flows.managing.designing import change_managers
from flows.managing.looking import inside, overview
from flows.privacy import Action


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for the windows that name managers."""
    _register_windows(app, reception)

    @app.view(ids.NAMING_MODAL)
    async def named(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await _name(reception, await sent_off(reception, body)))

    @app.view(ids.MANAGERS_MODAL)
    async def managed(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await _manage(reception, await sent_off(reception, body)))


def _register_windows(app: AsyncApp, reception: Reception) -> None:
    @app.action(f"{ids.PROGRAMME}:name")
    async def name(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        found = await to_show(reception, at, overview(reception.desk, at.inbound))
        if found is not None and found.is_owner:
            await show(reception, at, naming_modal(found.managers, reception.words(found.language)))
        elif found is not None:
            await deny(reception, at, "")
        await ack()

    @app.action(f"{ids.PROGRAMME}:managers")
    async def managers(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        found = await to_show(reception, at, open_for(reception, at, Action.CHANGE_PROGRAMME))
        if found is not None:
            await show(reception, at, managers_modal(found, reception.words(found.language)))
        await ack()


async def _name(reception: Reception, at: InWindow) -> Answer:
    written = written_in(at.values)
    named, dismissed = written.get(NAMED, ()), frozenset(written.get(DISMISSED, ()))
    try:
        words = reception.words((await overview(reception.desk, at.inbound)).language)
    except NotAvailable:
        return await not_theirs(reception, at, NAMED)
    if dismissed & set(named):
        return under({block_of(DISMISSED): words("managers.twice")})
    known = await members(reception, at.inbound.workspace, named)
    effect = Effect.REFUSED
    if len(known) == len(set(named)):
        effect = await _appoint(reception, at, Appointment(known, dismissed))
    if effect is Effect.NOT_AVAILABLE:
        return gone(reception, at)
    if effect is Effect.REFUSED:
        return under({block_of(NAMED): words("managers.not_members")})
    return await instead_or_below(reception, at, programmes_modal(await overview(reception.desk, at.inbound), words))


async def _appoint(reception: Reception, at: InWindow, wanted: Appointment) -> Effect:
    return await once(
        reception.desk,
        replace(at.inbound, others=(*wanted.named, *wanted.dismissed)),
        lambda encounter: unless_denied(encounter, NAMED, lambda each: appoint(each, wanted)),
    )


async def _manage(reception: Reception, at: InWindow) -> Answer:
    pointer, written = ids.Pointer.unpacked(at.about) or ids.Pointer(""), written_in(at.values)
    wanted = written.get(MANAGERS, ())
    effect = await once(
        reception.desk,
        replace(at.inbound, others=tuple(wanted)),
        lambda encounter: unless_denied(
            encounter, pointer.about, lambda each: change_managers(each, pointer.about, pointer.turn, wanted)
        ),
    )
    if effect is Effect.NOT_AVAILABLE:
        return gone(reception, at)
    try:
        found = await inside(reception.desk, at.inbound, pointer.about)
    except NotAvailable:
        return await _handed_on(reception, at) if effect is Effect.CHANGED else gone(reception, at)
    words = reception.words(found.language)
    if effect is Effect.REFUSED:
        return under({block_of(MANAGERS): words("managers.not_managers")})
    if effect is Effect.STALE:
        return instead(managers_modal(found, words, wanted))
    await below(reception, at, await programme_window(reception, at, pointer.about, 0, "changed"))
    return {}


async def _handed_on(reception: Reception, at: InWindow) -> Answer:
    """They have just named others to manage a programme, and not themselves: what is left to them is shown."""
    found = await overview(reception.desk, at.inbound)
    await below(reception, at, programmes_modal(found, reception.words(found.language)))
    return {}
