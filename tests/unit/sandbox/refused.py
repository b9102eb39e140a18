"""Ask the checks about something wrong and read what they say."""

import pytest

from sandbox.checks.messages import check_blocks
from sandbox.checks.views import check_view
from sandbox.json_object import Json
from sandbox.refusal import Refusal


def block_problems(*blocks: Json) -> str:
    """What is said of a message with these blocks."""
    with pytest.raises(Refusal) as refusal:
        check_blocks(list(blocks))
    assert refusal.value.error == "invalid_blocks"
    return "\n".join(refusal.value.messages)


def view_problems(view: object, kind: str = "modal") -> str:
    """What is said of a view."""
    with pytest.raises(Refusal) as refusal:
        check_view(view, kind)
    assert refusal.value.error == "invalid_arguments"
    return "\n".join(refusal.value.messages)
