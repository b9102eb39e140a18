"""The conversation that most stories are about."""

import pytest

from flows.conversation.script import Script
from tests.unit.conversation.scripts import Talk, script_of, step


@pytest.fixture
def script() -> Script:
    """Asks how the week went, asks on where it went badly, and ends with what comes next."""
    return script_of(
        step("went", ask=["How did it go?", "What moved?"]),
        step("energy", "scale", branches=[{"at_most": 2, "next": "drain"}], next="next"),
        step("drain"),
        step("support", "yes_no"),
        step("next"),
    )


@pytest.fixture
def talk(script: Script) -> Talk:
    """The conversation about it, just opened."""
    return Talk(script)
