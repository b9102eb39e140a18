"""The sandbox on its own: what its command line and an app's manifest make of the app."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.__main__ import main
from sandbox.bot_app import MODELLED_EVENTS, Shortcut, ShortcutKind
from sandbox.manifest import ManifestError, read_manifest
from sandbox.options import APP_TOKEN, app_from, read_options

URL = "https://example.com/slack/events"
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Lunch"},
    "features": {
        "bot_user": {"display_name": "lunchbot"},
        "slash_commands": [{"command": "/lunch", "url": URL, "description": "Where to?"}],
        "shortcuts": [
            {"name": "Hungry", "type": "global", "callback_id": "hungry", "description": "Say so"},
            {"name": "Add to menu", "type": "message", "callback_id": "add", "description": "Remember it"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history"]}},
    "settings": {
        "event_subscriptions": {"request_url": URL, "bot_events": ["message.im", "link_shared"]},
        "interactivity": {"is_enabled": True, "request_url": URL},
    },
}


def _written(folder: Path, manifest: object, suffix: str = ".yaml") -> Path:
    path = folder / f"app{suffix}"
    path.write_text(json.dumps(manifest) if suffix == ".json" else yaml.safe_dump(manifest))
    return path


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_a_manifest_says_what_the_app_is(tmp_path: Path, suffix: str) -> None:
    app, manifest = app_from(read_options(["--manifest", str(_written(tmp_path, MANIFEST, suffix))]))

    assert (app.name, app.request_url, app.socket_mode) == ("lunchbot", URL, False)
    assert (app.scopes, app.events, app.commands) == (
        ["chat:write", "commands", "im:history"],
        ["message.im"],
        ["/lunch"],
    )
    assert app.shortcuts == [
        Shortcut("Hungry", "hungry", ShortcutKind.GLOBAL, "Say so"),
        Shortcut("Add to menu", "add", ShortcutKind.MESSAGE, "Remember it"),
    ]
    assert manifest.unsent == ["link_shared"]


def test_a_manifest_may_ask_for_socket_mode(tmp_path: Path) -> None:
    path = _written(tmp_path, MANIFEST | {"settings": {"socket_mode_enabled": True}})
    app, _ = app_from(read_options(["--manifest", str(path)]))
    with_own_token, _ = app_from(read_options(["--manifest", str(path), "--app-token", "xapp-mine"]))

    assert (app.socket_mode, app.app_token, app.request_url) == (True, APP_TOKEN, None)
    assert with_own_token.app_token == "xapp-mine"


def test_several_request_urls_are_one_to_choose(tmp_path: Path) -> None:
    other = {"event_subscriptions": {"request_url": "https://example.com/other", "bot_events": []}}
    path = _written(tmp_path, MANIFEST | {"settings": other})
    app, _ = app_from(read_options(["--manifest", str(path)]))
    chosen, _ = app_from(read_options(["--manifest", str(path), "--request-url", URL]))

    assert (app.request_url, chosen.request_url) == (None, URL)


def test_without_a_manifest_everything_is_allowed_and_may_be_narrowed() -> None:
    wide, _ = app_from(read_options([]))
    said = ["--scope", "chat:write", "--event", "message.im", "--command", "/a", "--shortcut", "message:add:Add: this"]
    narrow, _ = app_from(read_options([*said, "--app-token"]))

    assert set(wide.events) == MODELLED_EVENTS
    assert (list(wide.commands), wide.socket_mode) == (["/cairn"], False)
    assert (narrow.scopes, narrow.events, narrow.commands) == (["chat:write"], ["message.im"], ["/a"])
    assert narrow.shortcuts == [Shortcut("Add: this", "add", ShortcutKind.MESSAGE)]
    assert (narrow.socket_mode, narrow.app_token) == (True, APP_TOKEN)


BAD: dict[str, tuple[str, str, str]] = {
    "no JSON": (".json", "{", "is no JSON"),
    "no YAML": (".yaml", "a: [", "is no YAML"),
    "a list": (".json", "[]", "not a manifest"),
    "no name": (".json", "{}", "display_information"),
    "a strange shortcut": (".json", json.dumps(MANIFEST | {"features": {"shortcuts": [{"type": "odd"}]}}), "odd"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    suffix, text, reason = BAD[name]
    path = tmp_path / f"app{suffix}"
    path.write_text(text)

    with pytest.raises(ManifestError, match=reason):
        read_manifest(path)
    with pytest.raises(ManifestError, match="cannot be read"):
        read_manifest(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (["--manifest", "nowhere.yaml"], "cannot be read"),
        (["--command", "lunch"], "begins with a slash"),
        (["--event", "link_shared"], "does not send these events: link_shared"),
        (["--app-token", "xoxb-wrong"], "xapp-"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(
    said: list[str], reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["sandbox", *said])

    assert main() == 2
    complaint = capsys.readouterr().err
    assert reason in complaint
    assert complaint.count("\n") == 1
