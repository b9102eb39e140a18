"""Put the whole page together for one person in one place."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from sandbox.bot_app import ShortcutKind
from sandbox.json_object import Json
from sandbox.page import conversation, scene, surroundings, wire_log
from sandbox.page.desk import Desk
from sandbox.page.drawing import Canvas, dom_id, draw_blocks
from sandbox.page.entered import with_entered, with_offers
from sandbox.page.sight import HOME, LOG, WORLD, Sight
from sandbox.page.trouble import trouble
from sandbox.page.world import world
from sandbox.records import View
from sandbox.sandbox import Sandbox
from sandbox.traffic import Delivery, DeliveryKind

Hints = Sequence[tuple[str, str]]


def stage(sandbox: Sandbox, desk: Desk, sight: Sight, *, hints: Hints, theme: str) -> scene.Scene:
    """Everything that the templates draw."""
    at_home = sight.here == HOME
    thread = None if at_home else conversation.thread(sight, _composer(sight, sight.thread_ts, ()))
    return scene.Scene(
        workspace=sight.workspace.name,
        me=surroundings.who(sight, sight.me),
        people=surroundings.people(sight),
        sidebar=surroundings.sidebar(sight),
        here=sight.here,
        talk=None if at_home else conversation.talk(sight, _composer(sight, "", hints)),
        thread=thread,
        home=_home(sight) if at_home else None,
        app=sight.app.name,
        tabs=surroundings.tabs(sight),
        modals=[_modal(sight, desk, view) for view in sight.workspace.screens.stack(sight.me.id)],
        notes=desk.notes(sight.me.id),
        panel=sight.panel,
        panels=surroundings.panels(sight),
        log=wire_log.entries(sight.reader, sandbox.deliveries, sandbox.calls) if sight.panel == LOG else (),
        world=world(sight) if sight.panel == WORLD else None,
        trouble=trouble(sandbox) if sight.panel == WORLD else None,
        theme=theme,
        act=sight.link(thread=sight.thread_ts),
    )


def _composer(sight: Sight, thread_ts: str, hints: Hints) -> scene.Composer:
    title = conversation.title(sight)
    return scene.Composer(
        key=dom_id("composer", sight.me.id, sight.here, thread_ts),
        label="Reply in the thread" if thread_ts else f"Message {title}",
        action=sight.link(thread=sight.thread_ts),
        thread_ts=thread_ts,
        hints=hints,
        shortcuts=[(each.callback_id, each.name) for each in sight.app.shortcuts(ShortcutKind.GLOBAL)],
    )


def _home(sight: Sight) -> scene.Home:
    view = sight.workspace.screens.home(sight.me.id)
    return scene.Home(sight.app.name, body=_body(sight, view, {}) if view else None)


def _modal(sight: Sight, desk: Desk, view: View) -> scene.Modal:
    shown = view.definition
    return scene.Modal(
        key=dom_id("modal", view.id),
        view=view.id,
        title=view.title,
        submit=(shown.get("submit") or {}).get("text", ""),
        close=(shown.get("close") or {}).get("text", "Cancel"),
        body=_body(sight, view, desk.errors(view)),
        problem=sight.problems.get(view.id, ""),
    )


def _body(sight: Sight, view: View, errors: scene.Errors) -> Markup:
    entered = sight.workspace.screens.entered(sight.me.id, view.id)
    canvas = Canvas(sight.reader, key=view.id, in_view=True, errors=errors)
    offers = sight.desk.offers(sight.me.id, view.id)
    return draw_blocks(with_offers(with_entered(view.blocks, entered), offers), canvas)


def undelivered(deliveries: Iterable[Delivery], person_id: str, app: str) -> dict[str, str]:
    """The person's own messages that the app did not take, with the reason."""
    failed: dict[str, str] = {}
    for delivery in deliveries:
        told: Json = delivery.payload.get("event", {}) if delivery.kind is DeliveryKind.EVENT else {}
        event: Json = told.get("message", told)  # a changed message stands inside what tells of the change
        if delivery.failed and event.get("user") == person_id and "ts" in event:
            failed[event["ts"]] = f"{app} did not respond ({delivery.failed})."
    return failed
