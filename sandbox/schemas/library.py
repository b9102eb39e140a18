"""The schemas on the shelf: each is read and compiled when it is first asked for, and once."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sandbox.json_object import Json
from sandbox.schemas.chaining import chained
from sandbox.schemas.problem import Problem
from sandbox.schemas.wording import problems

if TYPE_CHECKING:
    from jsonschema_rs import Draft7Validator

SHELF = Path(__file__).parent


class Schema:
    """One schema, ready to be held against values."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self._validator: Draft7Validator | None = None

    def accepts(self, value: Any) -> bool:
        """Whether nothing is wrong, which is quick to say."""
        try:
            return self._compiled().is_valid(value)
        except ValueError:
            return False

    def problems(self, value: Any, at: str) -> list[Problem]:
        """Everything that is wrong with a value that stands at a pointer."""
        try:
            found = list(self._compiled().iter_errors(value))
        except ValueError:
            # Half a surrogate pair, or a number beyond all bounds: no JSON that others could read.
            return [Problem("must be valid JSON", at)]
        return [problem for error in found for problem in problems(error, self.document, at)]

    def _compiled(self) -> "Draft7Validator":
        if self._validator is None:
            # Not at import: whoever only looks at the page should not wait for it.
            from jsonschema_rs import Draft7Validator  # noqa: PLC0415  (see above)

            self._validator = Draft7Validator(self.document)
        return self._validator


@cache
def document(name: str) -> Json:
    """A schema file as it is written."""
    read: Json = json.loads((SHELF / name).read_bytes())
    return read


@cache
def block_kit(definition: str) -> Schema:
    """A part of Block Kit: `MessageBlocks`, `ModalView`, `HomeView`."""
    return _part("block_kit.json", definition)


@cache
def inbound(definition: str) -> Schema:
    """A part of what Slack sends."""
    return _part("inbound.json", definition)


def _part(name: str, definition: str) -> Schema:
    return Schema({"$ref": f"#/definitions/{definition}", "definitions": _definitions(name)})


@cache
def _definitions(name: str) -> Json:
    definitions: Json = chained(document(name)["definitions"])
    return definitions


@cache
def call_arguments(method: str) -> Schema:
    """The arguments of a Web API method."""
    return Schema(document(f"web_api/{method}.json"))


@cache
def call_values(method: str) -> Schema:
    """The same, held against those arguments alone that are there."""
    return Schema({**document(f"web_api/{method}.json"), "required": []})
