"""Programme managers and owners, as stories need them, and what they do in their windows."""

import re
from typing import Any

from flows.managing.naming import name_manager
from sandbox.acting.choosing import Choice
from sandbox.acting.outcomes import SubmitOutcome
from sandbox.records import View
from tests.scenario.programmes import profile
from tests.scenario.world import Person, World, texts

NOT_A_MANAGER = "Programmes are set up by programme managers. An owner of this workspace names them."
PRIORITIES = "Safety\nCustomers\nPeople"
NAME = "Leading change"


async def made_manager(world: World, person: Person) -> None:
    """Let somebody set up programmes, as the operator does."""
    desk = world.running.reception.desk
    assert await name_manager(desk.work, desk.clock, desk.ids, world.sandbox.workspace.team_id, profile(person))


def owns(person: Person, *, owns: bool = True) -> None:
    """Slack says from now on whether this person owns the workspace."""
    person.world.sandbox.workspace.change_person(person.slack_id, is_owner=owns)


def fields(**written: Choice) -> dict[str, Choice]:
    """What somebody fills in, by the ids of the blocks."""
    return {f"field:{name}": value for name, value in written.items()}


def top(person: Person) -> View:
    """The window on top."""
    return person.actor.open_views()[-1]


async def presses(person: Person, action: str, *, on: View | None = None, block: str | None = None) -> None:
    """Press a button in the window on top, or in another one."""
    await person.actor.press_in_view(on or top(person), action_id=action, block_id=block)
    await person.world.settled()


async def sends(person: Person, view: View | None = None, /, **written: Choice) -> SubmitOutcome:
    """Fill the window on top in, and send it off."""
    outcome = await person.actor.submit(view or top(person), fields(**written))
    await person.world.settled()
    return outcome


async def drafts(person: Person, /, **written: Choice) -> SubmitOutcome:
    """Open the window for a first programme, and send it off."""
    await person.runs("programme")
    first: dict[str, Choice] = {"name": NAME, "priorities": PRIORITIES, "leader": "Ana", "coaches": ["Dana"]}
    return await sends(person, **{**first, **written})


async def opens(person: Person) -> View:
    """From /cairn programme to the newest programme."""
    for view in reversed(person.actor.open_views()):
        await person.actor.close(view)
    await person.runs("programme")
    block = next(each for each in top(person).blocks if each.get("block_id", "").startswith("programme:"))
    await presses(person, "programme:open", block=block["block_id"])
    return top(person)


def said(view: View) -> str:
    """Everything a window says, people by their ids."""
    people = [*_people(list(view.blocks))]
    return "\n".join([texts(view.blocks), *people])


def _people(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [f"<@{node['user_id']}>"] if isinstance(node.get("user_id"), str) else []
        return own + [each for value in node.values() for each in _people(value)]
    return [each for item in node for each in _people(item)] if isinstance(node, list) else []


def plainly(blocks: Any) -> str:
    """Blocks as one reads them: every text in order with people in their places, without what can be pressed."""
    return re.sub(r"\s+", " ", " ".join(_read([each for each in blocks if each["type"] != "actions"])))


def _read(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [f"<@{node['user_id']}>"] if isinstance(node.get("user_id"), str) else []
        own += [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [each for key, value in node.items() if key != "block_id" for each in _read(value)]
    return [each for item in node for each in _read(item)] if isinstance(node, list) else []
