"""The schemas are made as they say: from the versions named, without prose, for every method there is."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from sandbox.schemas.library import SHELF, block_kit, call_arguments, inbound
from sandbox.web_api.registry import METHODS

FILES = sorted(str(path.relative_to(SHELF)) for path in (*SHELF.glob("*.json"), *SHELF.glob("web_api/*.json")))
SCHEMAS = [name for name in FILES if name != "versions.json"]
PROSE = {"$comment", "default", "deprecated", "description", "examples", "markdownDescription", "title"}
# Where schemas stand one below the other; everything else in a schema is a rule.
_NAMED = ("properties", "definitions", "patternProperties")
_ONE = ("items", "additionalProperties", "not", "if", "then", "else")
_MANY = ("anyOf", "allOf", "oneOf")


def _read(name: str) -> Any:
    return json.loads((SHELF / name).read_text())


def _schemas(schema: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(schema, dict):
        return
    yield schema
    below = [each for key in _NAMED for each in schema.get(key, {}).values()]
    below += [schema[key] for key in _ONE if key in schema]
    below += [each for key in _MANY for each in schema.get(key, [])]
    for each in below:
        yield from _schemas(each)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_holds_no_prose_and_is_one(name: str) -> None:
    schema = _read(name)

    assert jsonschema_rs.meta.is_valid(schema)
    assert [set(each) & PROSE for each in _schemas(schema) if set(each) & PROSE] == []


def test_prose_would_be_found() -> None:
    spoilt = {"properties": {"title": {"type": "string"}, "x": {"anyOf": [{"items": {"description": "A few words."}}]}}}

    assert [set(each) & PROSE for each in _schemas(spoilt) if set(each) & PROSE] == [{"description"}]


@pytest.mark.parametrize("name", SCHEMAS)
def test_nothing_in_a_schema_lacks_its_definition_or_its_use(name: str) -> None:
    text = (SHELF / name).read_text()
    defined = set(_read(name).get("definitions", {}))
    used = set(re.findall(r'"#/definitions/([^"]+)"', text))
    roots = {"MessageBlocks", "ModalView", "HomeView", "Event", *_read(name).get("roots", {}).values()}

    assert used <= defined
    assert defined <= used | roots


def test_the_versions_named_are_the_versions_used() -> None:
    package = json.loads((SHELF / "regenerate" / "package.json").read_text())
    used = {name: version for name, version in package["dependencies"].items() if name.startswith("@slack/")}

    assert _read("versions.json") == used
    assert set(used) == {"@slack/bolt", "@slack/types", "@slack/web-api"}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["dependencies"].values())


def test_every_method_has_its_schema_and_every_schema_its_method() -> None:
    written = {path.stem for path in SHELF.glob("web_api/*.json")}

    assert written == set(METHODS)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_takes_only_what_slack_knows(name: str) -> None:
    method = METHODS[name]

    assert {*method.takes, *method.needs, *method.asks_itself} <= set(method.arguments)


def test_every_schema_compiles() -> None:
    schemas = [block_kit(part) for part in ("MessageBlocks", "ModalView", "HomeView")]
    schemas += [inbound(part) for part in ("Event", *_read("inbound.json")["roots"].values())]
    schemas += [call_arguments(method) for method in METHODS]

    # None of them takes a number for an object or a list.
    assert [schema for schema in schemas if schema.accepts(5)] == []
