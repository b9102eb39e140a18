"""What one can say to `python -m sandbox`, and the app that comes of it."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sandbox.bot_app import MODELLED_EVENTS, BotApp, Shortcut, ShortcutKind
from sandbox.manifest import Manifest, read_manifest

APP_TOKEN = "xapp-sandbox-token"  # noqa: S105  (a made-up token for a made-up workspace)
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "dnd:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "reactions:read",
    "reactions:write",
    "users.profile:read",
    "users:read",
)
EVERYTHING = Manifest(
    name="Cairn",
    scopes=SCOPES,
    events=sorted(MODELLED_EVENTS),
    unsent=(),
    commands=(),
    shortcuts=(),
    socket_mode=False,
    request_url=None,
)


def read_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What was said on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A Slack workspace on this machine, for trying out a Slack app. See sandbox/README.md.",
    )
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--manifest", type=Path, metavar="FILE", help="the manifest of your app, as JSON or YAML")
    parser.add_argument("--request-url", metavar="URL", help="where your app takes events and interactions")
    parser.add_argument(
        "--app-token",
        metavar="XAPP",
        nargs="?",
        const=APP_TOKEN,
        help="use Socket Mode, with this app-level token (xapp-…)",
    )
    parser.add_argument("--token", default="xoxb-sandbox-token", help="the bot's token (xoxb-…)")
    parser.add_argument("--signing-secret", default="sandbox-signing-secret")
    parser.add_argument("--name", help="what people see as the app's name")
    parser.add_argument("--command", action="append", metavar="/NAME", help="a slash command (repeatable)")
    parser.add_argument(
        "--shortcut", action="append", type=_shortcut, metavar="KIND:ID:NAME", help="global or message (repeatable)"
    )
    parser.add_argument("--scope", action="append", help="a scope; without any, all that are modelled (repeatable)")
    parser.add_argument("--event", action="append", help="an event; without any, all that are modelled (repeatable)")
    return parser.parse_args(arguments)


def _shortcut(words: str) -> Shortcut:
    kind, callback_id, name = words.split(":", 2)
    return Shortcut(name, callback_id, ShortcutKind(kind))


def app_from(options: argparse.Namespace) -> tuple[BotApp, Manifest]:
    """The app to install: the manifest, and whatever was said beside it. Raises ValueError."""
    manifest = read_manifest(options.manifest) if options.manifest else EVERYTHING
    app_token = options.app_token or (APP_TOKEN if manifest.socket_mode else None)
    app = BotApp(
        name=options.name or manifest.name,
        signing_secret=options.signing_secret,
        request_url=options.request_url or manifest.request_url,
        scopes=options.scope or manifest.scopes,
        events=options.event or manifest.events,
        commands=options.command or manifest.commands or (() if options.manifest else ("/cairn",)),
        token=options.token,
        shortcuts=options.shortcut or manifest.shortcuts,
        socket_mode=app_token is not None,
        app_token=app_token,
    )
    return (replace(app, request_url=None) if app.socket_mode else app), manifest
