"""Using an element: pressing a button, choosing an option, typing where the app listens."""

from sandbox.acting.scene import Scene
from sandbox.json_object import Json
from sandbox.records import EphemeralMessage, Message, Person, View
from sandbox.surface import WITHOUT_STATE
from sandbox.traffic import Delivery, DeliveryKind

Surface = Message | EphemeralMessage | View

_FROM_ELEMENT = ("text", "value", "style", "placeholder", "confirm")


def surface_id(surface: Surface) -> str:
    """What the values entered on a surface are kept under."""
    return surface.id if isinstance(surface, View) else surface.ts


async def use(scene: Scene, person: Person, surface: Surface, found: tuple[Json, Json], value: Json | None) -> Delivery:
    """Use one element and tell the app; `value` is what was chosen or typed."""
    block, element = found
    if value is not None and element["type"] not in WITHOUT_STATE:
        enter(scene, person, surface, found, value)
    action = _action(block, element, value)
    payload = _payload(scene, person, surface, action)
    return await scene.deliver.send(DeliveryKind.INTERACTION, payload)


def enter(scene: Scene, person: Person, surface: Surface, found: tuple[Json, Json], value: Json) -> None:
    """Fill a field in without telling anybody."""
    block, element = found
    scene.workspace.screens.enter(person.id, surface_id(surface), block["block_id"], {element["action_id"]: value})


def _action(block: Json, element: Json, value: Json | None) -> Json:
    carried = {key: element[key] for key in _FROM_ELEMENT if key in element}
    common = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
    }
    return carried | (value or {}) | common


def _payload(scene: Scene, person: Person, surface: Surface, action: Json) -> Json:
    if isinstance(surface, View):
        return scene.payloads.press_in_view(person, surface, action)
    if isinstance(surface, EphemeralMessage):
        return scene.payloads.press_on_ephemeral(person, surface, action)
    return scene.payloads.press_on_message(person, surface, action)
