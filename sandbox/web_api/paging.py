"""Long answers come a page at a time."""

from collections.abc import Sequence
from typing import TypeVar

from sandbox.refusal import Refusal
from sandbox.web_api.method import Call

LARGEST_PAGE = 999
USUAL_PAGE = 100
Item = TypeVar("Item")


def paged(call: Call, items: Sequence[Item]) -> tuple[list[Item], str]:
    """The page that was asked for and the cursor of the next; no cursor after the last."""
    start = _cursor(call.text("cursor"))
    end = start + _size(call)
    return list(items[start:end]), f"next:{end}" if end < len(items) else ""


def _size(call: Call) -> int:
    asked = call.given("limit")
    if asked is None:
        return USUAL_PAGE
    if asked == 0:
        raise Refusal("invalid_limit")
    return min(int(asked), LARGEST_PAGE)


def _cursor(cursor: str) -> int:
    number = cursor.removeprefix("next:") if cursor else "0"
    # Beyond a few digits it is nobody's page, and int() would refuse thousands of them.
    if not number.isdecimal() or len(number) > len("1000000000"):
        raise Refusal("invalid_cursor")
    return int(number)
