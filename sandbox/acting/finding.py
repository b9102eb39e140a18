"""Find what a person wants to press or fill in among what stands before them."""

from collections.abc import Iterable

from sandbox.acting.outcomes import NotOnScreenError
from sandbox.json_object import Json
from sandbox.surface import elements

Found = tuple[Json, Json]


def find_element(
    blocks: Iterable[Json],
    *,
    action_id: str | None = None,
    label: str | None = None,
    block_id: str | None = None,
) -> Found:
    """The element with this action id or visible label, in this block if one is named."""
    standing = list(elements(blocks))
    for block, element in standing:
        if block_id is not None and block["block_id"] != block_id:
            continue
        if action_id is not None and element["action_id"] == action_id:
            return block, element
        if label is not None and label_of(element) == label:
            return block, element
        if action_id is None and label is None and block_id is not None:
            return block, element
    there = ", ".join(f"{e['action_id']} ({label_of(e) or e['type']})" for _, e in standing)
    wanted = action_id or label or block_id
    raise NotOnScreenError(f"nothing here is {wanted!r}; there is {there or 'nothing to use'}")


def label_of(element: Json) -> str | None:
    """What stands on a button; None for elements without words of their own."""
    text = element.get("text")
    return str(text["text"]) if isinstance(text, dict) else None
