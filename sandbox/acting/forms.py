"""What Slack's own client says about a form before it troubles the app."""

from sandbox.json_object import Json
from sandbox.records import View
from sandbox.screens import Entered
from sandbox.surface import is_empty, state_values

REQUIRED = "Please complete this required field."


def client_errors(view: View, entered: Entered) -> dict[str, str]:
    """What is missing or does not fit, by block; the app hears nothing while any is left."""
    values = state_values(view.blocks, entered)
    fields = [block for block in view.blocks if block["type"] == "input"]
    found = {block["block_id"]: _error(block, values) for block in fields}
    return {block_id: error for block_id, error in found.items() if error}


def _error(block: Json, values: Entered) -> str | None:
    value = values[block["block_id"]][block["element"]["action_id"]]
    if is_empty(value):
        return None if block.get("optional") else REQUIRED
    if block["element"]["type"] == "plain_text_input":
        return _length_error(block["element"], len(value["value"]))
    if block["element"]["type"] == "number_input":
        return _number_error(block["element"], value["value"])
    return None


def _length_error(element: Json, length: int) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if length < least:
        return f"This entry must be at least {least} characters."
    if length > most:
        return f"This entry must be no more than {most} characters."
    return None


def _number_error(element: Json, written: str) -> str | None:
    try:
        number = float(written)
    except ValueError:
        return "This entry must be a number."
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "This entry must be a whole number."
    least = float(element.get("min_value", "-inf"))
    most = float(element.get("max_value", "inf"))
    if not least <= number <= most:
        return "This entry is out of range."
    return None
