"""Opening a connection for Socket Mode, with the token of the app rather than that of its bot."""

from sandbox.bot_app import InstalledApp
from sandbox.json_object import Json
from sandbox.refusal import Refusal
from sandbox.sockets.hub import Sockets

OPEN = "apps.connections.open"
SCOPE = "connections:write"


def open_connection(app: InstalledApp, sockets: Sockets, token: str | None) -> Json:
    """An address to connect to, for an app that shows its app-level token."""
    try:
        _check(app, token)
        return {"ok": True, "url": sockets.issue_url()}
    except Refusal as refusal:
        return refusal.answer()


def _check(app: InstalledApp, token: str | None) -> None:
    if not token:
        raise Refusal("not_authed")
    if token == app.token:
        raise Refusal("not_allowed_token_type")
    if token != app.config.app_token:
        raise Refusal("invalid_auth")
    if app.refused:
        raise Refusal(app.refused)
    if SCOPE not in app.config.app_scopes:
        raise Refusal("missing_scope", needed=SCOPE, provided=",".join(app.config.app_scopes))
