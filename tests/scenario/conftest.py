"""Stories run on both databases."""

from collections.abc import AsyncIterator

import pytest

from tests.databases import Settings
from tests.scenario.world import Person, World, new_world


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    """The bot in its workspace, on a Thursday afternoon."""
    async with new_world(settings) as found:
        yield found


@pytest.fixture
def ana(world: World) -> Person:
    """A leader."""
    return world.person("Ana")
