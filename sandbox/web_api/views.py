"""Modals and the Home tab."""

from sandbox.checks.views import check_view
from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.records import View
from sandbox.refusal import Refusal, invalid_arguments
from sandbox.rendering import view_json
from sandbox.surface import state_values, with_ids
from sandbox.web_api.method import Call, Method


def open_view(call: Call) -> Json:
    """Put a modal before the person who just pressed or typed something."""
    definition = _definition(call, "modal")
    _refuse_taken_external_id(call, definition)
    user_id = call.workspace.screens.exchange(call.text("trigger_id"))
    view = call.workspace.screens.push(user_id, definition, own_root=True)
    return {"view": _shown(call, view)}


def push(call: Call) -> Json:
    """Put a modal on top of the one the person has open."""
    definition = _definition(call, "modal")
    _refuse_taken_external_id(call, definition)
    user_id = call.workspace.screens.exchange(call.text("trigger_id"))
    if not call.workspace.screens.stack(user_id):
        raise Refusal("not_found")
    view = call.workspace.screens.push(user_id, definition, own_root=False)
    return {"view": _shown(call, view)}


def update(call: Call) -> Json:
    """Redraw an open modal, unless somebody else did so since."""
    screens = call.workspace.screens
    if not call.text("view_id") and not call.text("external_id"):
        raise invalid_arguments("missing required field: view_id")
    standing = (
        screens.find(call.text("view_id")) if call.text("view_id") else screens.find_external(call.text("external_id"))
    )
    if standing is None:
        raise Refusal("not_found")
    definition = _definition(call, standing.type)
    _refuse_conflict(call, standing)
    _refuse_taken_external_id(call, definition, standing)
    return {"view": _shown(call, screens.redraw(standing, definition))}


def publish(call: Call) -> Json:
    """Put up the Home tab of one person, unless it changed since."""
    if call.text("user_id") not in call.workspace.people:
        raise Refusal("invalid_arguments", ["invalid `user_id`"])
    definition = _definition(call, "home")
    standing = call.workspace.screens.home(call.text("user_id"))
    if standing is not None:
        _refuse_conflict(call, standing)
    elif call.text("hash"):
        raise Refusal("hash_conflict")
    _refuse_taken_external_id(call, definition, standing)
    return {"view": _shown(call, call.workspace.screens.publish(call.text("user_id"), definition))}


def _definition(call: Call, view_type: str) -> Json:
    checked = check_view(call.given("view"), view_type)
    return checked | {"blocks": with_ids(checked["blocks"], call.workspace.ids.short)}


def _refuse_conflict(call: Call, standing: View) -> None:
    if call.text("hash") and call.text("hash") != standing.hash:
        raise Refusal("hash_conflict")


def _refuse_taken_external_id(call: Call, definition: Json, own: View | None = None) -> None:
    wanted = definition.get("external_id")
    taken = call.workspace.screens.find_external(wanted) if wanted else None
    if taken is not None and (own is None or taken.id != own.id):
        raise Refusal("duplicate_external_id")


def _shown(call: Call, view: View) -> Json:
    entered = call.workspace.screens.entered(view.user_id, view.id)
    values = state_values(view.blocks, entered)
    return view_json(view, values, call.app, call.workspace.team_id)


_OPENING = {"trigger_id", "view"}
METHODS = (
    Method("views.open", open_view, takes=_OPENING, needs={"trigger_id"}, tier=Tier.FOUR),
    Method("views.push", push, takes=_OPENING, needs={"trigger_id"}, tier=Tier.FOUR),
    Method("views.update", update, takes={"view", "view_id", "external_id", "hash"}, tier=Tier.FOUR),
    Method("views.publish", publish, takes={"user_id", "view", "hash"}, tier=Tier.FOUR),
)
