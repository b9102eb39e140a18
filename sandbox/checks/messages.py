"""What Slack refuses in the text, blocks and metadata of a message."""

import json
import re
from typing import Any

from sandbox.checks.blocks import block_problems
from sandbox.checks.shape import Fields, Problem, anything, string
from sandbox.json_object import Json
from sandbox.refusal import Refusal

TEXT_LIMIT = 40_000
MARKDOWN_LIMIT = 12_000
BLOCKS_IN_MESSAGE = 50
METADATA_BYTES = 16_000
_METADATA = Fields({"event_type": string(255, 1), "event_payload": anything})


def check_text(text: str) -> str:
    """Give a text back, or refuse it when it is too long."""
    if len(text) > TEXT_LIMIT:
        raise Refusal("msg_too_long")
    return text


def check_blocks(blocks: Any) -> tuple[Json, ...]:
    """Give blocks back, or refuse them with a pointer to each thing that is wrong."""
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if problems := block_problems(blocks, "/blocks", BLOCKS_IN_MESSAGE):
        raise Refusal("invalid_blocks", _messages(problems))
    markdown = [block["text"] for block in blocks if block["type"] == "markdown"]
    if sum(map(len, markdown)) > MARKDOWN_LIMIT:
        raise Refusal("msg_blocks_too_long")
    return tuple(blocks)


def check_metadata(metadata: Any) -> Json:
    """Give metadata back, or refuse it."""
    problems = list(_METADATA(metadata, "/metadata"))
    if problems or not isinstance(metadata["event_payload"], dict):
        raise Refusal("invalid_metadata_format", _messages(problems))
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return dict(metadata)


def check_emoji_name(name: str) -> str:
    """Give the name of a reaction back, or refuse it."""
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise Refusal("invalid_name")
    return name


def _messages(problems: list[Problem]) -> list[str]:
    return [f"[ERROR] {problem}" for problem in problems]
