"""Slack takes the manifest, both ways in and in both forms: Slack's own schema says so, and what it leaves out."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from bot.manifest import Manifest, ManifestFormat, manifest, written
from flows.people import AnswerIn

SCHEMA = Path(__file__).with_name("manifest.schema.json")
"""Slack's published schema of manifests, version 2.0.0, without its prose."""

ADDRESS = "https://cairn.example.org/slack/events"
READ: Mapping[ManifestFormat, Callable[[str], Any]] = {
    ManifestFormat.YAML: yaml.safe_load,
    ManifestFormat.JSON: json.loads,
}
_FEATURES = {"app_home", "bot_user", "slash_commands", "shortcuts"}  # here the schema lets anything pass


@cache
def schema() -> jsonschema_rs.Draft7Validator:
    return jsonschema_rs.Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))


def faults(of: Manifest) -> list[str]:
    """What Slack would say against a manifest."""
    found = [f"{'/'.join(map(str, each.instance_path))}: {each.message}" for each in schema().iter_errors(of)]
    found += [f"features: unknown {key}" for key in of.get("features", {}).keys() - _FEATURES]
    commands = [each["command"] for each in of.get("features", {}).get("slash_commands", [])]
    found += [f"{each}: not lower case" for each in commands if each.startswith("/") and each != each.lower()]
    return found + [f"not https: {each}" for each in addresses(of) if not each.startswith("https://")] + _unsent(of)


def _unsent(of: Manifest) -> list[str]:
    """Without an address Slack needs the sockets, and with the sockets it takes no address."""
    if of["settings"].get("socket_mode_enabled"):
        return ["an address beside the sockets"] if addresses(of) else []
    subscribed, interactive = of["settings"]["event_subscriptions"], of["settings"]["interactivity"]
    places = [subscribed.get("request_url"), interactive.get("request_url")]
    places += [each.get("url") for each in of["features"].get("slash_commands", [])]
    return [] if all(places) else ["no address to send to"]


def addresses(of: object) -> list[str]:
    """Every value of a key that names an address."""
    if not isinstance(of, dict):
        return [found for each in of for found in addresses(each)] if isinstance(of, list) else []
    own = [str(value) for key, value in of.items() if key in {"url", "request_url"}]
    return own + [found for value in of.values() for found in addresses(value)]


def prose(of: object) -> Iterator[str]:
    """Sentences in the schema that are for people: the committed copy has none."""
    for key, value in of.items() if isinstance(of, dict) else ():
        if key == "description" and isinstance(value, str):
            yield value
    for each in of.values() if isinstance(of, dict) else of if isinstance(of, list) else ():
        yield from prose(each)


@pytest.mark.parametrize("answer_in", AnswerIn)
@pytest.mark.parametrize("form", ManifestFormat)
@pytest.mark.parametrize("address", [ADDRESS, None], ids=["http", "socket"])
def test_slack_takes_the_manifest(form: ManifestFormat, address: str | None, answer_in: AnswerIn) -> None:
    ours = manifest(address, answer_in)
    read = READ[form](written(ours, form))
    assert read == ours
    assert faults(read) == []
    assert addresses(read) == ([address] * 3 if address else [])
    assert read["settings"]["socket_mode_enabled"] is (address is None)


def test_the_schema_stands_here_without_its_prose() -> None:
    assert list(prose(json.loads(SCHEMA.read_text("utf-8")))) == []
    assert list(prose({"a": [{"description": "For people."}]})) == ["For people."]


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), "feature", {}),
        (("features",), "app_hone", {}),
        (("features", "app_home"), "messages_tab", True),
        (("settings",), "socket_mode", True),
        (("settings",), "socket_mode_enabled", "yes"),
        (("display_information",), "name", "C" * 36),
        (("display_information",), "name", None),
        (("display_information",), "description", ""),
        (("features", "bot_user"), "online", True),
        (("features", "bot_user"), "display_name", "C" * 81),
        (("settings", "interactivity"), "request_url", "http://cairn.example.org"),
        (("settings", "event_subscriptions"), "bot_events", ["message.im", "message.im"]),
        (("settings", "event_subscriptions"), "bot_events", ["m" * 51]),
        (("oauth_config", "scopes"), "bot", ["s" * 51]),
        (("features", "slash_commands", 0), "command", "cairn"),
        (("features", "slash_commands", 0), "command", "/Cairn"),
        (("features", "slash_commands", 0), "usage_hint", "h" * 1001),
        (("features", "slash_commands", 0), "url", ""),
        (("features",), "shortcuts", [{"type": "everywhere", "name": "a", "callback_id": "a", "description": "a"}]),
        (("features",), "shortcuts", [{"type": "global", "name": "n" * 25, "callback_id": "a", "description": "a"}]),
        (("settings",), "socket_mode_enabled", True),
    ],
)
def test_a_manifest_that_slack_refuses_is_noticed(path: tuple[str | int, ...], key: str, value: object) -> None:
    bad = manifest(ADDRESS)
    place: Any = bad
    for step in path:
        place = place[step]
    place[key] = value
    assert faults(bad)


def test_a_manifest_without_an_address_and_without_sockets_is_noticed() -> None:
    bad = manifest()
    bad["settings"]["socket_mode_enabled"] = False
    assert faults(bad) == ["no address to send to"]
