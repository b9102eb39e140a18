"""Signed bytes to plain data, refusing whatever two readers could understand differently."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from bot.ingress.signature import Headers, sole_header

DEEPEST = 64
MOST_FIELDS = 100
COMMAND: Final = "command"

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
# Strings are matched whole, even an unfinished one: brackets inside do not count, and nothing is read twice.
_STRINGS_AND_BRACKETS = re.compile(r'"(?:[^"\\]++|\\(?:.|\Z))*+(?:"|\Z)|[\[\]{}]', re.DOTALL)


class Malformed(ValueError):
    """A body that must not reach the app. Says nothing about what was in it."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """What a request says. `kind` is Slack's type; a form without a payload is a slash command."""

    kind: object
    fields: dict[str, Any]


def read(headers: Headers, body: bytes) -> Inbound:
    """Read a body by its content type. Raises Malformed."""
    try:
        text = body.decode("utf-8")
        media_type = sole_header(headers, b"content-type").split(b";")[0].strip().lower().decode("ascii")
        if media_type == _JSON:
            return _from_json(text)
        if media_type == _FORM and not text.startswith("{"):  # Bolt would take that for JSON
            return _from_form(text)
    except ValueError as error:
        raise Malformed from error
    raise Malformed


def is_too_deep(text: str) -> bool:
    """Whether JSON nests deeper than any request of Slack's. Needs no parser and reads the text once."""
    depth = 0
    for found in _STRINGS_AND_BRACKETS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            return True
    return False


def _from_json(text: str) -> Inbound:
    if not text.startswith("{") or is_too_deep(text):
        raise Malformed
    fields = json.loads(text, object_pairs_hook=_without_twins, parse_float=_finite, parse_constant=_no_constant)
    return Inbound(fields.get("type"), fields)


def _from_form(text: str) -> Inbound:
    pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    fields = _without_twins(pairs)
    if "payload" in fields:
        return _from_json(fields["payload"])
    return Inbound(COMMAND, fields)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Malformed
    return fields


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):  # 1e999
        raise Malformed
    return number


def _no_constant(_name: str) -> float:
    raise Malformed  # NaN and Infinity are not JSON
