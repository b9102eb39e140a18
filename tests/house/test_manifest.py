"""The manifest asks for what the code uses, for nothing else, and in a form that Slack takes."""

import ast
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot import ids
from bot.manifest import EVENTS, SCOPES, manifest
from tests.house import tree
from tests.house.listening import app, command, event, hears, listeners

ADDRESS = "https://cairn.example.org/slack/events"

# What Slack asks for, by hand, from each method's reference page. None: any token will do.
METHOD_SCOPES: Mapping[str, str | None] = {
    "apps_connections_open": None,  # with the app-level token, which has scopes of its own
    "auth_test": None,
    "bots_info": "users:read",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_open": "im:write",
    "reactions_add": "reactions:write",
    "users_info": "users:read",
    "views_open": None,
}
EVENT_SCOPES: Mapping[str, str] = {"message.im": "im:history"}

# Slack's own limits, by hand: key, longest value (None: not a text).
_COMMAND_KEYS = {"command": 32, "url": 3000, "description": 2000, "usage_hint": 1000, "should_escape": None}
_LONGEST: Mapping[str, Mapping[str, int | None]] = {
    "display_information": {"name": 35, "description": 140, "long_description": 4000, "background_color": 7},
    "features.app_home": {
        "home_tab_enabled": None,
        "messages_tab_enabled": None,
        "messages_tab_read_only_enabled": None,
    },
    "features.bot_user": {"display_name": 80, "always_online": None},
    "oauth_config": {"scopes": None, "redirect_urls": None},
    "settings.event_subscriptions": {"request_url": 3500, "bot_events": None},
    "settings.interactivity": {"is_enabled": None, "request_url": 3500},
}
_SECTIONS: Mapping[str, set[str]] = {
    "": {"display_information", "features", "oauth_config", "settings"},
    "features": {"app_home", "bot_user", "slash_commands", "shortcuts"},
    "settings": {
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
    },
}


def methods_called(modules: Iterable[tuple[str, ast.Module]]) -> set[str]:
    """The Web API methods that the SDK's client is asked for."""
    known = {name for name in vars(AsyncWebClient) if "_" in name.strip("_") and not name.startswith("_")}
    calls = [node.func for _, module in modules for node in ast.walk(module) if isinstance(node, ast.Call)]
    return {call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in known}


def scopes_needed(methods: Iterable[str], events: Iterable[str]) -> set[str]:
    """The scopes for these methods and events, and for having a command."""
    needed = [METHOD_SCOPES[method] for method in methods] + [EVENT_SCOPES[name] for name in events]
    return {scope for scope in needed if scope} | {"commands"}


def section(of: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """A part of a manifest by its dotted path."""
    for key in path.split(".") if path else ():
        of = of.get(key, {})
    return of


def faults(of: Mapping[str, Any]) -> list[str]:
    """What Slack would say against a manifest."""
    unknown = [f"{path}: unknown {key}" for path, keys in _SECTIONS.items() for key in section(of, path).keys() - keys]
    for path, keys in _LONGEST.items():
        unknown += _ill_fitting(path, section(of, path), keys)
    for each in section(of, "features").get("slash_commands", []):
        unknown += _ill_fitting(each["command"], each, _COMMAND_KEYS)
        unknown += [] if each["command"].startswith("/") and each["command"][1:].islower() else [each["command"]]
    return unknown + [f"not https: {address}" for address in addresses(of) if not address.startswith("https://")]


def _ill_fitting(path: str, table: Mapping[str, Any], keys: Mapping[str, int | None]) -> list[str]:
    unknown = [f"{path}: unknown {key}" for key in table.keys() - keys.keys()]
    limits = [(key, longest) for key, longest in keys.items() if longest is not None and key in table]
    return unknown + [f"{path}: {key} is too long" for key, longest in limits if not 1 <= len(table[key]) <= longest]


def addresses(of: object) -> list[str]:
    """Every value of a key that names an address."""
    if not isinstance(of, dict):
        return [found for each in of for found in addresses(each)] if isinstance(of, list) else []
    own = [str(value) for key, value in of.items() if key in {"url", "request_url"}]
    return own + [found for value in of.values() for found in addresses(value)]


def test_every_method_that_is_called_is_known_here() -> None:
    assert methods_called(tree.code("bot")) == set(METHOD_SCOPES)


def test_the_scopes_are_those_that_are_used() -> None:
    assert set(SCOPES) == scopes_needed(methods_called(tree.code("bot")), EVENTS)
    assert list(SCOPES) == sorted(set(SCOPES))


def test_a_call_that_needs_another_scope_is_noticed() -> None:
    planted = [("bot/planted.py", ast.parse("async def send(self):\n    await self.slack.files_upload_v2(file=f)\n"))]
    assert methods_called(planted) == {"files_upload_v2"}
    assert methods_called(planted) - set(METHOD_SCOPES)


async def test_every_event_is_listened_to() -> None:
    ours = listeners(app())
    for name in EVENTS:
        assert [each for each in ours if await hears(each, event(name))], name
    assert not [each for each in ours if await hears(each, event("reaction_added"))]


async def test_the_command_is_handled() -> None:
    ours = listeners(app())
    commands = [each["command"] for each in manifest(ADDRESS)["features"]["slash_commands"]]
    assert commands == [ids.COMMAND]
    for name in commands:
        assert [each for each in ours if await hears(each, command(name))]
    assert not [each for each in ours if await hears(each, command("/other"))]


def test_slack_takes_the_manifest() -> None:
    assert faults(manifest(ADDRESS)) == []
    assert addresses(manifest(ADDRESS)) == [ADDRESS] * 3


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ("", "feature", {}),
        ("features", "app_hone", {}),
        ("settings", "socket_mode", True),
        ("display_information", "name", "C" * 36),
        ("display_information", "description", ""),
        ("features.bot_user", "online", True),
        ("settings.interactivity", "request_url", "http://cairn.example.org"),
        ("features", "slash_commands", [{"command": "cairn"}]),
        ("features", "slash_commands", [{"command": "/Cairn"}]),
        ("features", "slash_commands", [{"command": "/cairn", "usage_hint": "h" * 1001}]),
    ],
)
def test_a_manifest_that_slack_refuses_is_noticed(path: str, key: str, value: object) -> None:
    bad = manifest(ADDRESS)
    place: Any = section(bad, path)
    place[key] = value
    assert len(faults(bad)) == 1
