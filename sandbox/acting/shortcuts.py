"""Choosing a shortcut of the app: beside the composer, or in the menu of a message."""

from sandbox.acting.outcomes import NotOnScreenError
from sandbox.acting.scene import Scene
from sandbox.bot_app import ShortcutKind
from sandbox.records import Message, Person
from sandbox.traffic import Delivery, DeliveryKind


async def choose(scene: Scene, person: Person, callback_id: str) -> Delivery:
    """Choose a global shortcut."""
    _require(scene, ShortcutKind.GLOBAL, callback_id)
    return await scene.deliver.send(DeliveryKind.INTERACTION, scene.payloads.shortcut(person, callback_id))


async def choose_on(scene: Scene, person: Person, message: Message, callback_id: str) -> Delivery:
    """Choose a shortcut on a message; the app need not be in the conversation."""
    _require(scene, ShortcutKind.MESSAGE, callback_id)
    payload = scene.payloads.message_shortcut(person, message, callback_id)
    return await scene.deliver.send(DeliveryKind.INTERACTION, payload)


def _require(scene: Scene, kind: ShortcutKind, callback_id: str) -> None:
    offered = [each.callback_id for each in scene.app.shortcuts(kind)]
    if callback_id not in offered:
        raise NotOnScreenError(f"no {kind} shortcut {callback_id!r}; there is {', '.join(offered) or 'none'}")
