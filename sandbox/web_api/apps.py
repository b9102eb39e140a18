"""Opening a connection for Socket Mode, with the token of the app rather than that of its bot."""

from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.refusal import Refusal
from sandbox.web_api.method import Call, Method, Token

SCOPE = "connections:write"


def open_connection(call: Call) -> Json:
    """An address to connect to, for an app that has Socket Mode."""
    granted = call.app.config.app_scopes
    if SCOPE not in granted:
        raise Refusal("missing_scope", needed=SCOPE, provided=",".join(granted))
    return {"url": call.app.socket_url()}


METHODS = (Method("apps.connections.open", open_connection, token=Token.APP, tier=Tier.ONE),)
