"""What Slack refuses in the text, blocks and metadata of a message."""

import json
import re
from typing import Any

from sandbox.checks.blocks import message_block_problems, text_length
from sandbox.checks.sizes import quick_size
from sandbox.json_object import Json
from sandbox.refusal import Refusal, errors

TEXT_LIMIT = 40_000
# Not documented, but enforced: observed to be about 13,200 characters over all blocks (slackapi/bolt-js, issue 2509).
BLOCKS_TEXT_LIMIT = 13_200
METADATA_BYTES = 16_000
EVENT_TYPE_LIMIT = 255


def check_text(text: str) -> str:
    """Give a text back, or refuse it when it is too long."""
    if len(text) > TEXT_LIMIT:
        raise Refusal("msg_too_long")
    return text


def check_blocks(blocks: Any) -> tuple[Json, ...]:
    """Give blocks back, or refuse them with a pointer to each thing that is wrong."""
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if problems := message_block_problems(blocks, "/blocks"):
        raise Refusal("invalid_blocks", errors(*map(str, problems)))
    if _too_long(blocks):
        raise Refusal("msg_blocks_too_long")
    return tuple(blocks)


def _too_long(blocks: list[Json]) -> bool:
    # Most messages are smaller than their texts may be, keys and all; that is quickly known.
    return quick_size(blocks) > BLOCKS_TEXT_LIMIT and text_length(blocks) > BLOCKS_TEXT_LIMIT


def check_metadata(metadata: Any) -> Json:
    """Give metadata back, or refuse it."""
    if problem := _metadata_problem(metadata):
        raise Refusal("invalid_metadata_format", errors(f"{problem} [json-pointer:/metadata]"))
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return dict(metadata)


def _metadata_problem(metadata: Any) -> str | None:
    if not isinstance(metadata, dict):
        return "must be an object"
    if missing := sorted({"event_type", "event_payload"} - set(metadata)):
        return f"missing required field: {missing[0]}"
    if unknown := sorted(set(metadata) - {"event_type", "event_payload"}):
        return f"invalid additional property: {unknown[0]}"
    name, payload = metadata["event_type"], metadata["event_payload"]
    if not isinstance(name, str) or not 0 < len(name) <= EVENT_TYPE_LIMIT:
        return f"event_type must be a string of at most {EVENT_TYPE_LIMIT} characters"
    return None if isinstance(payload, dict) else "event_payload must be an object"


def check_emoji_name(name: str) -> str:
    """Give the name of a reaction back, or refuse it."""
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise Refusal("invalid_name")
    return name
