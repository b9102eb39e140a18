"""The road every call takes: method, token, scope, arguments, then the method itself."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.bot_app import InstalledApp
from sandbox.json_object import Json
from sandbox.refusal import Refusal, invalid_arguments
from sandbox.web_api.method import Call, Kind, Method, missing_scope
from sandbox.web_api.registry import METHODS
from sandbox.workspace import Workspace

_TRUE = {"1", "true"}
_FALSE = {"0", "false", ""}


def perform(
    workspace: Workspace,
    app: InstalledApp,
    name: str,
    arguments: Mapping[str, Any],
    token: str | None,
) -> Json:
    """Do what was asked and answer, or answer with the refusal."""
    try:
        return {"ok": True, **_performed(workspace, app, name, arguments, token)}
    except Refusal as refusal:
        return refusal.answer()


def _performed(
    workspace: Workspace,
    app: InstalledApp,
    name: str,
    arguments: Mapping[str, Any],
    token: str | None,
) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise Refusal("unknown_method", req_method=name)
    _check_token(method, app, token)
    if method.any_scope and not any(app.has_scope(scope) for scope in method.any_scope):
        raise missing_scope(app, ",".join(method.any_scope))
    ours = _for_this_team(workspace, arguments)
    return method.run(Call(workspace, app, _checked(method, ours)))


def _for_this_team(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    # The SDK adds the team to every call once it knows it, whatever the method.
    if arguments.get("team_id", workspace.team_id) != workspace.team_id:
        raise Refusal("team_access_not_granted")
    return {name: value for name, value in arguments.items() if name != "team_id"}


def _check_token(method: Method, app: InstalledApp, token: str | None) -> None:
    if not method.needs_token:
        return
    if not token:
        raise Refusal("not_authed")
    if token != app.token:
        raise Refusal("invalid_auth")


def _checked(method: Method, arguments: Mapping[str, Any]) -> dict[str, Any]:
    known = method.known
    unknown = [n for n in arguments if n not in known and not method.takes_anything]
    missing = [name for name in method.required if arguments.get(name) in (None, "")]
    if unknown or missing:
        raise invalid_arguments(
            *(f"unsupported argument: {name}" for name in unknown),
            *(f"missing required field: {name}" for name in missing),
        )
    return {name: _read(name, known[name], value) if name in known else value for name, value in arguments.items()}


def _read(name: str, kind: Kind, value: Any) -> Any:
    if kind is Kind.TEXT:
        return _text(name, value)
    if kind is Kind.NUMBER:
        return _number(name, value)
    if kind is Kind.JSON:
        return _json(name, value)
    asked = _flag(name, value)
    if asked and kind is Kind.OFF:
        raise invalid_arguments(f"the sandbox does not model this argument: {name}")
    return asked


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise invalid_arguments(f"must be a string [json-pointer:/{name}]")
    return value


def _number(name: str, value: Any) -> int:
    if isinstance(value, bool) or not str(value).isdecimal():
        raise invalid_arguments(f"must be a number [json-pointer:/{name}]")
    return int(value)


def _flag(name: str, value: Any) -> bool:
    written = str(value).lower()
    if written not in _TRUE | _FALSE:
        raise invalid_arguments(f"must be a boolean [json-pointer:/{name}]")
    return written in _TRUE


def _json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        if name == "blocks":
            raise Refusal("invalid_blocks_format") from None
        raise invalid_arguments(f"must be valid JSON [json-pointer:/{name}]") from None
