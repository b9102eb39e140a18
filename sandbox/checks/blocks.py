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


def text_length(blocks: Any) -> int:
    """How many characters the texts within blocks have together."""
    if isinstance(blocks, list):
        return sum(map(text_length, blocks))
    if not isinstance(blocks, dict):
        return 0
    return sum(len(each) if key == "text" and isinstance(each, str) else _within(each) for key, each in blocks.items())


def _within(held: object) -> int:
    return text_length(held) if isinstance(held, dict | list) else 0


def block_types(definition: str = "KnownBlock") -> set[str]:
    """The types that a part of Block Kit chooses from."""
    allowed: Json = block_kit(definition).document["definitions"][definition]
    return set(allowed["properties"]["type"]["enum"])
