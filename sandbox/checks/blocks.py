"""Every block that the sandbox models, and the rules that concern several blocks at once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from sandbox.checks.elements import (
    ELEMENTS,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from sandbox.checks.objects import ID, SLACK_FILE, URL, formatted, plain
from sandbox.checks.rich_text import RICH_TEXT
from sandbox.checks.shape import (
    Check,
    Fields,
    Problem,
    array,
    by_type,
    exactly_one,
    flag,
    one_of,
    string,
    typed,
)
from sandbox.json_object import Json
from sandbox.surface import elements


def _text_or_fields(value: Any, at: str) -> Iterator[Problem]:
    if "text" not in value and "fields" not in value:
        yield Problem("must define either `text` or `fields`", at)


_RAW_CELL: Mapping[str, Check] = {
    "raw_text": typed("raw_text", {"text": string(3000)}),
    "rich_text": RICH_TEXT,
}
_COLUMN = Fields({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
_CONTEXT_ITEM = by_type(
    {
        "image": IMAGE,
        "plain_text": formatted(2000),
        "mrkdwn": formatted(2000),
    }
)
BLOCKS: Mapping[str, Check] = {
    "section": typed(
        "section",
        {},
        {
            "block_id": ID,
            "text": formatted(3000),
            "fields": array(formatted(2000), 1, 10),
            "accessory": by_type(ELEMENTS, IN_SECTION),
            "expand": flag,
        },
        _text_or_fields,
    ),
    "divider": typed("divider", {}, {"block_id": ID}),
    "header": typed("header", {"text": plain(150)}, {"block_id": ID}),
    "image": typed(
        "image",
        {"alt_text": string(2000)},
        {"block_id": ID, "image_url": URL, "slack_file": SLACK_FILE, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "actions": typed("actions", {"elements": array(by_type(ELEMENTS, IN_ACTIONS), 1, 25)}, {"block_id": ID}),
    "context": typed("context", {"elements": array(_CONTEXT_ITEM, 1, 10)}, {"block_id": ID}),
    "context_actions": typed(
        "context_actions",
        {"elements": array(by_type(ELEMENTS, IN_CONTEXT_ACTIONS), 1, 5)},
        {"block_id": ID},
    ),
    "input": typed(
        "input",
        {"label": plain(2000), "element": by_type(ELEMENTS, IN_INPUT)},
        {"block_id": ID, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
    "markdown": typed("markdown", {"text": string(12_000, 1)}, {"block_id": ID}),
    "table": typed(
        "table",
        {"rows": array(array(by_type(_RAW_CELL), 1, 20), 1, 100)},
        {"block_id": ID, "column_settings": array(_COLUMN, 0, 20)},
    ),
}


def block_problems(blocks: Any, at: str, most: int) -> list[Problem]:
    """What Slack would refuse in a list of blocks."""
    problems = list(array(by_type(BLOCKS), 0, most)(blocks, at))
    if problems:
        return problems
    return [*_repeated_ids(blocks, at), *_one_table(blocks, at)] or _sdk_problems(blocks, at)


def _repeated_ids(blocks: list[Json], at: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            yield Problem(f"block_id already exists: {block_id}", f"{at}/{position}/block_id")
        seen |= {block_id} if block_id else set()
        # Slack wants action ids to differ within a block; two blocks may use the same one.
        actions = Counter(element["action_id"] for _, element in elements([block]))
        for action_id, count in actions.items():
            if count > 1:
                yield Problem(f"`action_id` already exists: {action_id}", f"{at}/{position}")


def _one_table(blocks: list[Json], at: str) -> Iterator[Problem]:
    tables = [position for position, block in enumerate(blocks) if block["type"] == "table"]
    if len(tables) > 1:
        yield Problem("only one table allowed", f"{at}/{tables[1]}")


def _sdk_problems(blocks: list[Json], at: str) -> list[Problem]:
    # A second opinion: the models of Slack's own SDK know limits of theirs.
    try:
        for block in Block.parse_all(blocks):
            block.to_dict()
    except SlackObjectFormationError as wrong:
        return [Problem(str(wrong), at)]
    return []
