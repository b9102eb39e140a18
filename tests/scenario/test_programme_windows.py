"""A programme manager sets up a programme in Slack, sees who will get what, and lets it begin."""

from sandbox.acting.choosing import Choice
from tests.scenario.managing import made_manager
from tests.scenario.world import Person, World

NOT_A_MANAGER = "Programmes are set up by programme managers. An owner of this workspace names them."
PRIORITIES = "Safety\nCustomers\nPeople"


def fields(**written: Choice) -> dict[str, Choice]:
    """What somebody fills in, by the ids of the blocks."""
    return {f"field:{name}": value for name, value in ({"priorities": PRIORITIES} | written).items()}


async def test_the_first_programme_takes_three_windows(world: World, ana: Person) -> None:
    emil, dana = world.person("Emil"), world.person("Dana")
    await made_manager(world, emil)
    assert await emil.runs("programme") == ""  # one
    [wizard] = emil.actor.open_views()
    filled: dict[str, Choice] = {
        "name": "Leading change",
        "priorities": PRIORITIES,
        "leader": "Ana",
        "coaches": ["Dana"],
    }
    outcome = await emil.actor.submit(wizard, {f"field:{name}": value for name, value in filled.items()})  # two
    assert outcome.errors == {}
    await world.settled()
    assert (ana.heard(), dana.heard()) == ([], [])
    window = await emil.window()
    assert "Nothing is sent before you press" in window
    [preview] = emil.actor.open_views()
    outcome = await emil.actor.submit(preview)  # three
    await world.settled()
    assert "has enrolled you in the programme “Leading change”" in ana.last.text
    assert "You accompany" in dana.last.text
    assert "It has begun. 1 leader is being written to." in await emil.window()
