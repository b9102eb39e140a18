"""Filling a modal in, sending it off, closing it."""

from collections.abc import Mapping

from sandbox.acting.answers import SubmissionAnswer
from sandbox.acting.choosing import Choice, chosen
from sandbox.acting.finding import Found, find_element
from sandbox.acting.forms import client_errors
from sandbox.acting.outcomes import NotOnScreenError, SubmitOutcome
from sandbox.acting.pressing import enter, use
from sandbox.acting.scene import Scene
from sandbox.acting.suggesting import offered
from sandbox.json_object import Json
from sandbox.records import Person, View
from sandbox.surface import state_values
from sandbox.traffic import Delivery, DeliveryKind

Values = Mapping[str, Choice]
TYPED = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})


async def fill(scene: Scene, person: Person, view: View, block_id: str, choice: Choice) -> Delivery | None:
    """Type or choose in a field; the app hears of it where the block asks to."""
    found = find_element(view.blocks, block_id=block_id)
    value = await _value(scene, person, view, found, choice)
    if dispatches(*found, "on_character_entered"):
        return await use(scene, person, view, found, value)
    enter(scene, person, view, found, value)
    return None


async def press_enter(scene: Scene, person: Person, view: View, block_id: str) -> Delivery | None:
    """Press Enter in a text field; the app hears of it unless it asked for characters alone."""
    found = find_element(view.blocks, block_id=block_id)
    if found[1]["type"] not in TYPED or not dispatches(*found, "on_enter_pressed"):
        return None
    standing = state_values(view.blocks, scene.workspace.screens.entered(person.id, view.id))
    return await use(scene, person, view, found, standing[block_id][found[1]["action_id"]])


def dispatches(block: Json, element: Json, moment: str) -> bool:
    """Whether the app asked to hear of a field at this moment; of a choice it hears at once."""
    if block["type"] == "input" and not block.get("dispatch_action"):
        return False
    asked: list[str] = element.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_enter_pressed"])
    return element["type"] not in TYPED or moment in asked


async def _value(scene: Scene, person: Person, view: View, found: Found, choice: Choice) -> Json:
    return chosen(await offered(scene, person, view, found, choice), choice, scene.workspace)


async def submit(scene: Scene, person: Person, view: View, values: Values) -> SubmitOutcome:
    """Fill fields in and press the button at the bottom."""
    if "submit" not in view.definition:
        raise NotOnScreenError(f"{view.title!r} has no button to send it off")
    for block_id, choice in values.items():
        found = find_element(view.blocks, block_id=block_id)
        enter(scene, person, view, found, await _value(scene, person, view, found, choice))
    errors = client_errors(view, scene.workspace.screens.entered(person.id, view.id))
    if errors:
        return SubmitOutcome(errors=errors, view=view)
    answer = SubmissionAnswer(scene, view)
    payload = scene.payloads.submission(person, view)
    delivery = await scene.deliver.send(DeliveryKind.INTERACTION, payload, answer.apply)
    standing = scene.workspace.screens.find(view.id)
    stack = scene.workspace.screens.stack(person.id)
    return SubmitOutcome(
        delivery=delivery,
        errors=answer.errors,
        closed=standing is None,
        view=stack[-1] if stack else None,
    )


async def close(scene: Scene, person: Person, view: View) -> list[Delivery]:
    """Close a modal without sending it; all of them where the app asked for that."""
    screens = scene.workspace.screens
    clears = bool(view.definition.get("clear_on_close"))
    stack = screens.stack(person.id)
    position = [each.id for each in stack].index(view.id)
    closing = stack if clears else stack[position:]
    told = [each for each in reversed(closing) if each.definition.get("notify_on_close")]
    payloads = [scene.payloads.closed(person, each, is_cleared=clears) for each in told]
    screens.pop(closing[0])
    return [await scene.deliver.send(DeliveryKind.INTERACTION, each) for each in payloads]
