"""Say in Slack's words what a schema has found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sandbox.json_object import Json
from sandbox.schemas.problem import Problem

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_NAMES = {
    "array": "an array",
    "boolean": "a boolean",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}


def problems(error: "ValidationError", schema: Json, at: str) -> Iterator[Problem]:
    """The problems that one finding stands for; `at` is where the value stood that was looked at."""
    pointer = "/".join([at, *map(str, error.instance_path)])
    around = _around(schema, error.schema_path)
    rule = error.kind.name
    if rule == "additionalProperties":
        yield from (Problem(f"invalid additional property: {name}", pointer) for name in around_names(error))
    elif rule in _WORDS:
        yield Problem(_WORDS[rule](around, error), pointer)
    else:
        yield Problem("failed to match all allowed schemas", pointer)


def around_names(error: "ValidationError") -> Sequence[str]:
    """The keys that a finding about unknown keys names."""
    names: Sequence[str] = error.kind.as_dict()["unexpected"]
    return names


def _around(schema: Json, path: Sequence[str | int]) -> Any:
    """The schema in which the broken rule stands."""
    node: Any = schema
    for step in path[:-1]:
        node = node[step]
    return node


def _characters(around: Json, _error: "ValidationError") -> str:
    return f"must be less than {around['maxLength'] + 1} characters"


def _more_characters(around: Json, _error: "ValidationError") -> str:
    return f"must be more than {around['minLength'] - 1} characters"


def _between(around: Json, _error: "ValidationError") -> str:
    if "maximum" not in around:
        return f"must be at least {around['minimum']}"
    return f"must be between {around['minimum']} and {around['maximum']}"


def _kind(around: Json, _error: "ValidationError") -> str:
    return f"must be {_NAMES[around['type']]}"


def _word(around: Json, error: "ValidationError") -> str:
    # Where a type decides which schema holds, the enum stands alone and the schemas stand beside it.
    if error.instance_path and error.instance_path[-1] == "type" and set(around) == {"enum"}:
        return f"unsupported type: {error.instance}"
    return f"must be one of: {', '.join(map(str, around.get('enum', [around.get('const')])))}"


def _choice(around: Json, error: "ValidationError") -> str:
    fields = [each["required"][0] for each in around[error.kind.name] if "required" in each]
    if error.kind.name == "oneOf":
        return f"must define exactly one of: {', '.join(fields)}"
    if not fields:
        return "failed to match all allowed schemas"
    return f"must define either {' or '.join(f'`{field}`' for field in fields)}"


_WORDS: Mapping[str, Callable[[Json, "ValidationError"], str]] = {
    "required": lambda _around, error: f"missing required field: {error.kind.as_dict()['property']}",
    "type": _kind,
    "maxLength": _characters,
    "minLength": _more_characters,
    "maxItems": lambda around, _error: f"no more than {around['maxItems']} items allowed",
    "minItems": lambda around, _error: f"no fewer than {around['minItems']} items allowed",
    "minimum": _between,
    "maximum": _between,
    "pattern": lambda _around, _error: "has an invalid format",
    "enum": _word,
    "const": _word,
    "oneOf": _choice,
    "anyOf": _choice,
}
