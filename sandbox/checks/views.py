"""What Slack refuses in a modal or a Home tab."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.checks.rules import broken
from sandbox.checks.sizes import LONGEST_ESCAPE, quick_size
from sandbox.json_object import Json
from sandbox.refusal import Refusal, invalid_arguments
from sandbox.schemas.library import block_kit
from sandbox.schemas.problem import Problem

VIEW_BYTES = 250_000
_DEFINITIONS: Mapping[str, str] = {"modal": "ModalView", "home": "HomeView"}


def check_view(view: Any, *types: str) -> Json:
    """Give the view back, or refuse it as views.open and its siblings do."""
    if not isinstance(view, dict):
        raise invalid_arguments("must be an object [json-pointer:/view]")
    if _too_large(view):
        raise Refusal("view_too_large")
    if problems := view_problems(view, types):
        raise invalid_arguments("failed to match all allowed schemas [json-pointer:/view]", *map(str, problems))
    return view


def _too_large(view: Json) -> bool:
    # Writing JSON costs more than all other checks together.
    if quick_size(view) * LONGEST_ESCAPE < VIEW_BYTES:
        return False
    written = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    return len(written.encode(errors="replace")) > VIEW_BYTES


def view_problems(view: Json, types: tuple[str, ...]) -> list[Problem]:
    """What is wrong with a view that must be of one of these types."""
    if view.get("type") not in types:
        return [Problem(f"must be one of: {', '.join(types)}", "/view/type")]
    schema = block_kit(_DEFINITIONS[view["type"]])
    if not schema.accepts(view):
        return schema.problems(view, "/view")
    return [*broken(view["blocks"], "/view/blocks"), *_input_without_submit(view)]


def _input_without_submit(view: Json) -> Iterator[Problem]:
    if view["type"] != "modal" or "submit" in view:
        return
    for position, block in enumerate(view["blocks"]):
        if block["type"] == "input":
            yield Problem(
                "must define `submit` to use an `input` block in modals",
                f"/view/blocks/{position}/type",
            )
