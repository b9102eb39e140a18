"""Read an app manifest, as Slack's own page takes it, so that the sandbox treats the app as Slack would."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.bot_app import MODELLED_EVENTS, Shortcut, ShortcutKind


class ManifestError(ValueError):
    """The manifest cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the sandbox takes from a manifest; `unsent` are the events that it does not model."""

    name: str
    scopes: Sequence[str]
    events: Sequence[str]
    unsent: Sequence[str]
    commands: Sequence[str]
    shortcuts: Sequence[Shortcut]
    socket_mode: bool
    request_url: str | None


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file: JSON, or else YAML."""
    try:
        return _understood(_loaded(path, path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as problem:
        raise ManifestError(f"{path} cannot be read: {problem}") from problem
    except ManifestError:
        raise
    except json.JSONDecodeError as problem:
        raise ManifestError(f"{path} is no JSON: {problem}") from problem
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        raise ManifestError(f"{path} is not a manifest that the sandbox understands: {problem!r}") from problem


def _loaded(path: Path, text: str) -> Any:
    if path.suffix == ".json":
        return json.loads(text)
    import yaml  # noqa: PLC0415 - it takes long to load, and few need it

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise ManifestError(f"{path} is no YAML: {' '.join(str(problem).split())}") from problem


def _understood(written: Mapping[str, Any]) -> Manifest:
    features, settings = written.get("features", {}), written.get("settings", {})
    events = settings.get("event_subscriptions", {}).get("bot_events", [])
    commands = features.get("slash_commands", [])
    return Manifest(
        name=features.get("bot_user", {}).get("display_name") or written["display_information"]["name"],
        scopes=written.get("oauth_config", {}).get("scopes", {}).get("bot", []),
        events=[event for event in events if event in MODELLED_EVENTS],
        unsent=[event for event in events if event not in MODELLED_EVENTS],
        commands=[command["command"] for command in commands],
        shortcuts=[_shortcut(each) for each in features.get("shortcuts", [])],
        socket_mode=bool(settings.get("socket_mode_enabled")),
        request_url=_request_url(settings, commands),
    )


def _shortcut(written: Mapping[str, str]) -> Shortcut:
    kind = ShortcutKind(written["type"])
    return Shortcut(written["name"], written["callback_id"], kind, written.get("description", ""))


def _request_url(settings: Mapping[str, Any], commands: Sequence[Mapping[str, str]]) -> str | None:
    named = [
        settings.get("event_subscriptions", {}).get("request_url"),
        settings.get("interactivity", {}).get("request_url"),
        *(command.get("url") for command in commands),
    ]
    urls = sorted({url for url in named if url})
    # Slack can send events, presses and each command elsewhere; the sandbox sends everything to one address.
    return urls[0] if len(urls) == 1 else None
