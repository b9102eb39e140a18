"""Read the arguments of a call, in whichever way they came, and hold them against Slack's schema."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.json_object import Json
from sandbox.refusal import Refusal, invalid_arguments
from sandbox.schemas.library import call_values
from sandbox.web_api.method import Method

# What these hold has checks and errors of its own, made by the method.
CHECKED_BY_THE_METHOD = frozenset({"attachments", "blocks", "message", "metadata", "view"})
_TRUE = {"1", "true"}
_FALSE = {"0", "false", ""}


def read(method: Method, arguments: Mapping[str, Any]) -> Json:
    """The arguments as the method wants them, or the refusal that says what is wrong."""
    if method.takes_anything:
        return dict(arguments)
    _refuse_names(method, arguments)
    known = method.arguments
    values = {name: _value(name, known[name], value) for name, value in arguments.items()}
    _refuse_values(method, values)
    _refuse_what_is_not_modelled(method, values)
    return values


def _refuse_names(method: Method, arguments: Mapping[str, Any]) -> None:
    known = method.arguments
    unknown = [name for name in arguments if name not in known]
    missing = [name for name in method.required if arguments.get(name) in (None, "")]
    if unknown or missing:
        raise invalid_arguments(
            *(f"unsupported argument: {name}" for name in unknown),
            *(f"missing required field: {name}" for name in missing),
        )


def _refuse_values(method: Method, values: Json) -> None:
    schema = call_values(method.name)
    here = {name: value for name, value in values.items() if name not in CHECKED_BY_THE_METHOD}
    if not schema.accepts(here):
        raise invalid_arguments(*map(str, schema.problems(here, "")))


def _refuse_what_is_not_modelled(method: Method, values: Json) -> None:
    for name, value in values.items():
        if name not in method.takes and value is not False:
            raise invalid_arguments(f"the sandbox does not model this argument: {name}")


def _value(name: str, schema: Json, value: Any) -> Any:
    # In a query or a form everything is text; so far Slack reads numbers and flags in JSON kindly too.
    reader = _READERS.get(schema.get("type", ""))
    return reader(name, value) if reader else value


def _number(name: str, value: Any) -> int:
    if isinstance(value, bool) or not str(value).isdecimal():
        raise invalid_arguments(f"must be an integer [json-pointer:/{name}]")
    return int(value)


def _flag(name: str, value: Any) -> bool:
    written = str(value).lower()
    if written not in _TRUE | _FALSE:
        raise invalid_arguments(f"must be a boolean [json-pointer:/{name}]")
    return written in _TRUE


def _json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        if name == "blocks":
            raise Refusal("invalid_blocks_format") from None
        raise invalid_arguments(f"must be valid JSON [json-pointer:/{name}]") from None


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "array": _json,
    "boolean": _flag,
    "integer": _number,
    "object": _json,
}
