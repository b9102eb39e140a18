"""What anybody could send to Cairn, whether or not their screen has a button for it, and what they get to see of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import ids
from sandbox.traffic import Delivery, DeliveryKind
from tests.scenario.forging import payloads, send
from tests.scenario.forging import writes as writes_in_dm
from tests.scenario.world import Person

Values = Mapping[str, Mapping[str, Any]]

_THEIR_WINDOWS = frozenset({"views.open", "views.push", "views.update"})


_SOME_WINDOW: dict[str, Any] = {"type": "modal", "title": {"type": "plain_text", "text": "Some window"}, "blocks": []}


async def presses(who: Person, action_id: str, about: str, turn: int = 0, choice: str = "") -> None:
    """A press on a button in a window, of any id and value."""
    screens = who.world.sandbox.workspace.screens
    screens.clear(who.slack_id)
    view = screens.push(who.slack_id, _SOME_WINDOW, own_root=True)
    button = {"type": "button", "action_id": action_id, "block_id": "b"}
    button["value"] = ids.Pointer(about, turn, choice).packed()
    pressed = payloads(who.world).press_in_view(who.actor.person, view, button)
    await send(who.world, DeliveryKind.INTERACTION, pressed)


async def sends_off(who: Person, window: str, metadata: str, values: Values) -> Delivery:
    """A window of this kind, on top of another, with this in its fields, sent off."""
    workspace = who.world.sandbox.workspace
    payload = payloads(who.world)._interaction("view_submission", who.actor.person)
    workspace.screens.clear(who.slack_id)
    below = workspace.screens.push(who.slack_id, _SOME_WINDOW, own_root=True)
    payload |= {
        "trigger_id": workspace.screens.issue_trigger(who.slack_id),
        "view": {
            "id": workspace.ids.new("V"),
            "type": "modal",
            "callback_id": window,
            "private_metadata": metadata,
            "state": {"values": values},
            "hash": workspace.ids.new("h"),
            "root_view_id": below.id,
            "previous_view_id": below.id,
        },
        "response_urls": [],
    }
    return await send(who.world, DeliveryKind.INTERACTION, payload)


async def types(who: Person, text: str) -> None:
    """A message in the DM."""
    await writes_in_dm(who.world, who, text)


def ticked(block: str, *options: str, action: str = ids.FIELD) -> Values:
    """Boxes that are ticked."""
    return {block: {action: {"type": "checkboxes", "selected_options": [{"value": each} for each in options]}}}


def chosen(block: str, option: str, action: str = ids.FIELD) -> Values:
    """One of several."""
    return {block: {action: {"type": "radio_buttons", "selected_option": {"value": option}}}}


def written(block: str, text: str) -> Values:
    """Words in a field."""
    return {f"{ids.FIELD}:{block}": {ids.FIELD: {"type": "plain_text_input", "value": text}}}


def day(block: str, picked: str) -> Values:
    """A day of the calendar."""
    return {f"{ids.FIELD}:{block}": {ids.FIELD: {"type": "datepicker", "selected_date": picked}}}


def somebody(block: str, who: Person) -> Values:
    """A person."""
    return {f"{ids.FIELD}:{block}": {ids.FIELD: {"type": "users_select", "selected_user": who.slack_id}}}


def several(block: str, *who: Person) -> Values:
    """People."""
    held = {"type": "multi_users_select", "selected_users": [each.slack_id for each in who]}
    return {f"{ids.FIELD}:{block}": {ids.FIELD: held}}


@dataclass(frozen=True)
class Watch:
    """What somebody gets to see from now on: windows, messages, and what Slack is answered."""

    who: Person
    calls: int
    deliveries: int
    heard: int

    @classmethod
    def begins(cls, who: Person) -> "Watch":
        sandbox = who.world.sandbox
        return cls(who, len(sandbox.calls), len(sandbox.deliveries), len(who.heard()))

    def seen(self) -> str:
        """All of it, as text."""
        sandbox = self.who.world.sandbox
        calls = [each.arguments for each in list(sandbox.calls)[self.calls :] if self._theirs(each.method)]
        homes = [
            each.arguments
            for each in list(sandbox.calls)[self.calls :]
            if each.method == "views.publish" and each.arguments.get("user_id") == self.who.slack_id
        ]
        answers = [str(each.body) for each in list(sandbox.deliveries)[self.deliveries :]]
        said = [[each.text, each.blocks] for each in self.who.heard()[self.heard :]]
        return json.dumps([*calls, *homes, *answers, *said], default=str, ensure_ascii=False)

    @staticmethod
    def _theirs(method: str) -> bool:
        """Nobody else does anything meanwhile, so a window that is opened now is opened to this person."""
        return method in _THEIR_WINDOWS
