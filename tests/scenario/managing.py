"""Programme managers and owners, as stories need them."""

from flows.managing.naming import name_manager
from tests.scenario.programmes import profile
from tests.scenario.world import Person, World


async def made_manager(world: World, person: Person) -> None:
    """Let somebody set up programmes, as the operator does."""
    desk = world.running.reception.desk
    assert await name_manager(desk.work, desk.clock, desk.ids, world.sandbox.workspace.team_id, profile(person))


def owns(person: Person, *, owns: bool = True) -> None:
    """Slack says from now on whether this person owns the workspace."""
    person.world.sandbox.workspace.change_person(person.slack_id, is_owner=owns)
