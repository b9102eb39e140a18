"""What Slack refuses in a list of blocks: its schema first, then the rules no schema can say."""

from typing import Any

from sandbox.checks.rules import broken
from sandbox.json_object import Json
from sandbox.schemas.library import block_kit
from sandbox.schemas.problem import Problem


def message_block_problems(blocks: Any, at: str) -> list[Problem]:
    """What Slack would refuse in the blocks of a message."""
    schema = block_kit("MessageBlocks")
    if not schema.accepts(blocks):
        return schema.problems(blocks, at)
    return broken(blocks, at)


def text_length(blocks: list[Json]) -> int:
    """How many characters the texts within blocks have together."""
    length, standing = 0, list[Any](blocks)
    while standing:
        held = standing.pop()
        if isinstance(held, list):
            standing.extend(held)
        elif isinstance(held, dict):
            text = held.get("text")
            length += len(text) if isinstance(text, str) else 0
            standing.extend(each for each in held.values() if isinstance(each, dict | list))
    return length


def block_types(definition: str = "KnownBlock") -> set[str]:
    """The types that a part of Block Kit chooses from."""
    allowed: Json = block_kit(definition).document["definitions"][definition]
    return set(allowed["properties"]["type"]["enum"])
