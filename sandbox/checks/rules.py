"""What Slack refuses in blocks that a schema cannot say: what concerns several things at once."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from sandbox.json_object import Json
from sandbox.schemas.problem import Problem

# Where a block holds its elements: one of them, or a row.
_HOLDING: Mapping[str, str] = {
    "actions": "elements",
    "context_actions": "elements",
    "input": "element",
    "section": "accessory",
}


def broken(blocks: list[Json], at: str) -> list[Problem]:
    """The rules that well-formed blocks break."""
    return [*_repeated_blocks(blocks, at), *_one_table(blocks, at), *_elements(blocks, at)]


def _repeated_blocks(blocks: list[Json], at: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            yield Problem(f"block_id already exists: {block_id}", f"{at}/{position}/block_id")
        elif block_id is not None:
            seen.add(block_id)


def _one_table(blocks: list[Json], at: str) -> Iterator[Problem]:
    tables = [position for position, block in enumerate(blocks) if block["type"] == "table"]
    if len(tables) > 1:
        yield Problem("only one table allowed", f"{at}/{tables[1]}")


def _elements(blocks: list[Json], at: str) -> Iterator[Problem]:
    for position, block in enumerate(blocks):
        key = _HOLDING.get(block["type"], "")
        held = block.get(key)
        if isinstance(held, list):
            yield from _row(held, f"{at}/{position}")
        elif held is not None and held["type"] in _RULES:
            yield from _RULES[held["type"]](held, f"{at}/{position}/{key}")


def _row(elements: list[Json], at: str) -> Iterator[Problem]:
    # Slack wants action ids to differ within a block; two blocks may use the same one.
    seen: set[str] = set()
    for position, element in enumerate(elements):
        action_id = element.get("action_id")
        if action_id in seen:
            yield Problem(f"`action_id` already exists: {action_id}", at)
        elif action_id is not None:
            seen.add(action_id)
        if element["type"] in _RULES:
            yield from _RULES[element["type"]](element, f"{at}/elements/{position}")


def _offered(element: Json, at: str) -> Iterator[Problem]:
    """What is chosen at first must be among the choices, to the letter."""
    chosen = element.get("initial_options") or [element[key] for key in ("initial_option",) if key in element]
    if not chosen:
        return
    groups = element.get("option_groups") or [element]
    options = [each for group in groups for each in group.get("options", ())]
    if any(each not in options for each in chosen):
        yield Problem("initial options must be among the options", at)


def _lengths(element: Json, at: str) -> Iterator[Problem]:
    if element.get("min_length", 0) > element.get("max_length", element.get("min_length", 0)):
        yield Problem("min_length must not be greater than max_length", at)


def _day(element: Json, at: str) -> Iterator[Problem]:
    try:
        date.fromisoformat(element.get("initial_date", "2000-01-01"))
    except ValueError:
        yield Problem("must be a day of the calendar", f"{at}/initial_date")


def _range(element: Json, at: str) -> Iterator[Problem]:
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and most is not None and float(least) > float(most):
        yield Problem("min_value must not be greater than max_value", at)


_RULES: Mapping[str, Callable[[Json, str], Iterator[Problem]]] = {
    "static_select": _offered,
    "multi_static_select": _offered,
    "radio_buttons": _offered,
    "checkboxes": _offered,
    "plain_text_input": _lengths,
    "number_input": _range,
    "datepicker": _day,
}
