"""What Slack must be told about the app: its address, its command, its events, and the few scopes it needs."""

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import yaml

from bot import ids
from flows.people import AnswerIn

SCOPES = ("chat:write", "commands", "files:write", "im:history", "im:write", "reactions:write", "users:read")
EVENTS = ("app_home_opened", "message.im", "user_change")
_ONLY_IN_CHAT = frozenset({"im:history", "message.im"})
"""What lets Cairn read what people type. Where everything is answered in the form, it asks for neither."""
NAME = "Cairn"

Manifest = dict[str, Any]


class ManifestFormat(StrEnum):
    """The two ways in which Slack's page takes a manifest."""

    YAML = "yaml"
    JSON = "json"


def asked(names: Sequence[str], answer_in: AnswerIn) -> list[str]:
    """Those of our scopes or events that a workspace is asked for which answers in this way."""
    return [name for name in names if answer_in is AnswerIn.CHAT or name not in _ONLY_IN_CHAT]


def manifest(request_url: str | None = None, answer_in: AnswerIn = AnswerIn.CHAT) -> Manifest:
    """The app manifest: Slack sends to `request_url`, or, without one, through the sockets that Cairn opens.

    Where everything is answered in the form, nobody can type to Cairn: it would not hear it.
    """
    in_form = answer_in is AnswerIn.FORM
    return {
        "display_information": {
            "name": NAME,
            "description": "Short, well-timed conversations for leaders who want to keep learning.",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": in_form,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [
                {
                    "command": ids.COMMAND,
                    **_address("url", request_url),
                    "description": "Reflect on your week, or see what we can do together",
                    "usage_hint": "reflect | journal | settings | help | privacy",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": asked(SCOPES, answer_in)}},
        "settings": {
            "event_subscriptions": {
                **_address("request_url", request_url),
                "bot_events": asked(EVENTS, answer_in),
            },
            "interactivity": {"is_enabled": True, **_address("request_url", request_url)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def written(of: Manifest, form: ManifestFormat) -> str:
    """A manifest as it is pasted into Slack's page, in the order in which that page shows it."""
    if form is ManifestFormat.JSON:
        return json.dumps(of, indent=2)
    text: str = yaml.safe_dump(of, sort_keys=False, allow_unicode=True, width=120)
    return text.rstrip("\n")


def _address(key: str, request_url: str | None) -> dict[str, str]:
    """Where Slack sends to. In Socket Mode Slack refuses a manifest that names an address it cannot verify."""
    return {} if request_url is None else {key: request_url}
