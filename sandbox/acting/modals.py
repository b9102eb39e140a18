"""Filling a modal in, sending it off, closing it."""

from collections.abc import Mapping

from sandbox.acting.answers import SubmissionAnswer
from sandbox.acting.choosing import Choice, chosen
from sandbox.acting.finding import find_element
from sandbox.acting.forms import client_errors
from sandbox.acting.outcomes import NotOnScreenError, SubmitOutcome
from sandbox.acting.pressing import enter, use
from sandbox.acting.scene import Scene
from sandbox.records import Person, View
from sandbox.traffic import Delivery, DeliveryKind

Values = Mapping[str, Choice]


async def fill(scene: Scene, person: Person, view: View, block_id: str, choice: Choice) -> Delivery | None:
    """Type or choose in a field; the app hears of it where the block asks to."""
    found = find_element(view.blocks, block_id=block_id)
    value = chosen(found[1], choice, scene.workspace)
    if found[0]["type"] == "input" and not found[0].get("dispatch_action"):
        enter(scene, person, view, found, value)
        return None
    return await use(scene, person, view, found, value)


async def submit(scene: Scene, person: Person, view: View, values: Values) -> SubmitOutcome:
    """Fill fields in and press the button at the bottom."""
    if "submit" not in view.definition:
        raise NotOnScreenError(f"{view.title!r} has no button to send it off")
    for block_id, choice in values.items():
        found = find_element(view.blocks, block_id=block_id)
        enter(scene, person, view, found, chosen(found[1], choice, scene.workspace))
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
