"""What Slack refuses in a modal or a Home tab."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.checks.blocks import block_problems
from sandbox.checks.objects import plain
from sandbox.checks.shape import Check, Problem, anything, array, flag, one_of, string, typed
from sandbox.json_object import Json
from sandbox.refusal import Refusal, invalid_arguments

BLOCKS_IN_VIEW = 100
VIEW_BYTES = 250_000
_COMMON: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_BLOCKS = {"blocks": array(anything, 0, BLOCKS_IN_VIEW)}
_SHAPES: dict[str, Check] = {
    "modal": typed(
        "modal",
        {"title": plain(24), **_BLOCKS},
        {
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            **_COMMON,
        },
    ),
    "home": typed("home", _BLOCKS, _COMMON),
}


def check_view(view: Any, *types: str) -> Json:
    """Give the view back, or refuse it as views.open and its siblings do."""
    if not isinstance(view, dict):
        raise invalid_arguments("must be an object [json-pointer:/view]")
    if _bytes(view) > VIEW_BYTES:
        raise Refusal("view_too_large")
    if problems := list(_problems(view, types)):
        raise invalid_arguments("failed to match all allowed schemas [json-pointer:/view]", *map(str, problems))
    return view


def _bytes(view: Json) -> int:
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())


def _problems(view: Json, types: tuple[str, ...]) -> Iterator[Problem]:
    wrong_type = list(one_of(*types)(view.get("type"), "/view/type"))
    if wrong_type:
        yield from wrong_type
        return
    shape = list(_SHAPES[view["type"]](view, "/view"))
    yield from shape
    if "blocks" not in view:
        return
    blocks = block_problems(view["blocks"], "/view/blocks", BLOCKS_IN_VIEW)
    yield from (each for each in blocks if each not in shape)
    if not shape and not blocks:
        yield from _input_without_submit(view)


def _input_without_submit(view: Json) -> Iterator[Problem]:
    if view["type"] != "modal" or "submit" in view:
        return
    for position, block in enumerate(view["blocks"]):
        if block["type"] == "input":
            yield Problem(
                "must define `submit` to use an `input` block in modals",
                f"/view/blocks/{position}/type",
            )
