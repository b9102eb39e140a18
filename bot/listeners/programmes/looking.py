"""Somebody looks for programmes, opens one, and tries out what is practised in it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.views import View

from bot import ids, payloads
from bot.listeners.programmes.designing import new_window
from bot.listeners.programmes.members import members
from bot.listeners.programmes.windows import (
    deny,
    pressed,
    programme_window,
    show,
    to_show,
)
from bot.listeners.windows import put_up, redraw
from bot.reception import Reception, SlackOutOfReach
from bot.views.programmes.listed import programmes_modal
from bot.views.programmes.naming import naming_modal
from bot.window_payloads import InWindow
from flows.conversation.encounter import Inbound, first_time
from flows.conversation.presses import say, start_pressed
from flows.errors import NotAvailable
from flows.managing.looking import arrive, overview
from flows.managing.window_sights import Overview


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners that only show something."""

    @app.action(ids.PROGRAMMES)
    async def wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        known = await reception.acquaint(at.inbound)
        if not known.may_take_part:
            await say(reception.desk, known, "programme")  # says who may take part
        elif await open_programmes(reception, known, at.trigger_id):
            await say(reception.desk, known, "no_manager")
        await ack()

    @app.action(ids.pattern(ids.TRY_SCRIPT))
    async def tried(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _try(reception, await pressed(reception, body))
        await ack()

    _register_turning(app, reception)


def _register_turning(app: AsyncApp, reception: Reception) -> None:
    @app.action(f"{ids.PROGRAMME}:list")
    async def listed(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        found = await to_show(reception, at, overview(reception.desk, at.inbound))
        if found is not None:
            await redraw(reception, at.inbound, at.view_id, _list_or_new(reception, found, anew=False))
        await ack()

    @app.action(f"{ids.PROGRAMME}:open")
    @app.action(f"{ids.PROGRAMME}:earlier")
    @app.action(f"{ids.PROGRAMME}:further")
    async def opened(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        pointer = ids.Pointer.unpacked(at.value) or ids.Pointer("")
        view = await to_show(reception, at, programme_window(reception, at, pointer.about, pointer.turn))
        if view is not None:
            await redraw(reception, at.inbound, at.view_id, view)
        await ack()

    _register_new(app, reception)


def _register_new(app: AsyncApp, reception: Reception) -> None:
    @app.action(f"{ids.PROGRAMME}:new")
    async def new(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = await pressed(reception, body)
        found = await to_show(reception, at, overview(reception.desk, at.inbound))
        if found is not None and found.may_manage:
            await show(reception, at, new_window(reception, found))
        elif found is not None:
            await deny(reception, at, "")
        await ack()


async def open_programmes(reception: Reception, who: Inbound, trigger_id: str) -> bool:
    """Show somebody their programmes, or the window for the first one; True when they are no programme manager.

    What Slack says of them is looked up afresh: who owns a workspace may change. Raises SlackOutOfReach.
    """
    seen = await members(reception, who.workspace, [who.slack_id])
    if who.slack_id not in seen:
        raise SlackOutOfReach
    found = await arrive(reception.desk, who, seen[who.slack_id])
    if not (found.may_manage or found.is_owner):
        return True
    if await first_time(reception.desk, who):
        await put_up(reception, who, trigger_id, _list_or_new(reception, found, anew=True))
    return False


def _list_or_new(reception: Reception, found: Overview, *, anew: bool) -> View:
    """Whoever has nothing to choose from yet is led straight to the only thing they can do."""
    words = reception.words(found.language)
    if anew and not found.may_manage:
        return naming_modal(found.managers, words)
    if anew and not found.programmes and not found.is_owner:
        return new_window(reception, found)
    return programmes_modal(found, words)


async def _try(reception: Reception, at: InWindow) -> None:
    """Begin a conversation of the manager's own, with what the leaders will be asked."""
    pointer = ids.Pointer.unpacked(at.value) or ids.Pointer("")
    script = at.action_id.partition(":")[2]
    try:
        view = await programme_window(reception, at, pointer.about, pointer.turn, "tried")
    except NotAvailable:
        await deny(reception, at, pointer.about)
        return
    await start_pressed(reception.desk, at.inbound, script)
    await redraw(reception, at.inbound, at.view_id, view)
