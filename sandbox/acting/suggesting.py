"""Menus whose options the app looks up while somebody types."""

from sandbox.acting.answers import read_object
from sandbox.acting.choosing import Choice
from sandbox.acting.finding import Found
from sandbox.acting.pressing import Surface
from sandbox.acting.scene import Scene
from sandbox.json_object import Json
from sandbox.records import Person
from sandbox.refusal import Refusal
from sandbox.traffic import Delivery, DeliveryKind

EXTERNAL = frozenset({"external_select", "multi_external_select"})
MOST_OPTIONS = 100


class Suggestions:
    """What the app answers to what was typed."""

    def __init__(self) -> None:
        self.answer: Json = {"options": []}

    def apply(self, delivery: Delivery) -> None:
        """Take the options, or mark the delivery as answered wrongly."""
        try:
            self.answer = _checked(read_object(delivery.body))
        except Refusal as refusal:
            delivery.rejected = str(refusal)

    @property
    def options(self) -> list[Json]:
        """All of them, whichever group they stand in."""
        groups = self.answer.get("option_groups") or [self.answer]
        return [option for group in groups for option in group["options"]]


async def ask(scene: Scene, person: Person, surface: Surface, found: Found, typed: str) -> list[Json]:
    """Type in such a menu; give the options the app offers."""
    block, element = found
    which = {"block_id": block["block_id"], "action_id": element["action_id"]}
    suggestions = Suggestions()
    payload = scene.payloads.suggestion(person, surface, which, typed)
    await scene.deliver.send(DeliveryKind.INTERACTION, payload, suggestions.apply)
    return suggestions.options


async def offered(scene: Scene, person: Person, surface: Surface, found: Found, choice: Choice) -> Json:
    """The element with what it offers: its own options, or those the app looks up for the choice."""
    element = found[1]
    if element["type"] not in EXTERNAL or not choice:
        return element
    wanted = choice if isinstance(choice, list) else [choice]
    options = [option for each in wanted for option in await ask(scene, person, surface, found, str(each))]
    return element | {"options": options}


def _checked(answer: Json) -> Json:
    groups = answer.get("option_groups", [answer])
    for group in groups if isinstance(groups, list) else [None]:
        options = group.get("options") if isinstance(group, dict) else None
        if not isinstance(options, list) or len(options) > MOST_OPTIONS or not all(map(_is_option, options)):
            raise Refusal("invalid_options")
    return answer


def _is_option(option: object) -> bool:
    if not isinstance(option, dict) or not isinstance(option.get("value"), str):
        return False
    text = option.get("text")
    return isinstance(text, dict) and 0 < len(str(text.get("text", ""))) <= 75
