"""Let a choice by type end at the type that fits: the files list every type beside the others, which reads well."""

from typing import Any

from sandbox.json_object import Json

# Looked for first, since most of what is drawn is made of them.
_COMMON = ("button", "section", "mrkdwn", "plain_text", "actions", "context", "text", "rich_text_section")


def chained(schema: Any) -> Any:
    """The same schema with each choice written as if, else if, else if: a validator stops at the first that fits."""
    if isinstance(schema, list):
        return [chained(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    below = {key: chained(each) for key, each in schema.items()}
    branches = below.get("allOf")
    if not branches or not all({"if", "then"} <= set(branch) for branch in branches):
        return below
    return {key: each for key, each in below.items() if key != "allOf"} | _chain(sorted(branches, key=_rank))


def _rank(branch: Json) -> int:
    name = branch["if"]["properties"]["type"]["const"]
    return _COMMON.index(name) if name in _COMMON else len(_COMMON)


def _chain(branches: list[Json]) -> Json:
    first, *others = branches
    return first | ({"else": _chain(others)} if others else {})
