"""What Slack must be told about the app: its address, its command, its events, and the few scopes it needs."""

from typing import Any

from bot import ids

SCOPES = ("chat:write", "commands", "im:history", "im:write", "reactions:write", "users:read")
EVENTS = ("message.im",)
NAME = "Cairn"


def manifest(request_url: str) -> dict[str, Any]:
    """The app manifest for HTTP, with every URL set to `request_url`."""
    return {
        "display_information": {
            "name": NAME,
            "description": "Short, well-timed conversations for leaders who want to keep learning.",
        },
        "features": {
            "app_home": {"messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [
                {
                    "command": ids.COMMAND,
                    "url": request_url,
                    "description": "Reflect on your week, or see what we can do together",
                    "usage_hint": "reflect | help | privacy",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"request_url": request_url, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, "request_url": request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }
