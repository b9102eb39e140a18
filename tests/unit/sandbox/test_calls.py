"""What every call must bring: a method that exists, a token, a scope, arguments that are known."""

from dataclasses import replace

import pytest

from sandbox.clock import ManualClock
from sandbox.sandbox import Sandbox
from sandbox.web_api.method import Token
from sandbox.web_api.registry import METHODS
from tests.unit.sandbox.conftest import CAIRN


def _with_scopes(*scopes: str) -> Sandbox:
    sandbox = Sandbox(ManualClock())
    sandbox.install(replace(CAIRN, scopes=scopes))
    return sandbox


def test_an_unknown_method_is_named(sandbox: Sandbox) -> None:
    answer = sandbox.call("files.upload", {}, sandbox.app.token)

    assert answer == {"ok": False, "error": "unknown_method", "req_method": "files.upload"}


NEED_TOKEN = sorted(name for name, method in METHODS.items() if method.token is Token.BOT)


@pytest.mark.parametrize("method", NEED_TOKEN)
@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-no", "invalid_auth")])
def test_a_token_is_needed(sandbox: Sandbox, method: str, token: str | None, error: str) -> None:
    assert sandbox.call(method, {}, token) == {"ok": False, "error": error}


def test_only_api_test_needs_no_token() -> None:
    assert [name for name, method in METHODS.items() if method.token is Token.NONE] == ["api.test"]


def test_a_token_of_the_app_itself_opens_connections_only() -> None:
    sandbox = Sandbox(ManualClock())
    sandbox.install(replace(CAIRN, app_token="xapp-1-A-1"))

    assert sandbox.call("auth.test", {}, "xapp-1-A-1")["error"] == "not_allowed_token_type"
    assert sandbox.call("apps.connections.open", {}, sandbox.app.token)["error"] == "not_allowed_token_type"
    assert sandbox.call("apps.connections.open", {"colour": 1}, "xapp-1-A-1")["error"] == "invalid_arguments"


def test_an_app_whose_user_was_deactivated_is_refused(sandbox: Sandbox) -> None:
    sandbox.workspace.change_person(sandbox.app.bot_user_id, deleted=True)

    assert sandbox.call("auth.test", {}, sandbox.app.token)["error"] == "account_inactive"


def test_no_token_is_right_before_an_app_is_installed() -> None:
    assert Sandbox(ManualClock()).call("auth.test", {}, "xoxb")["error"] == "invalid_auth"


NEED_SCOPE = sorted(name for name, method in METHODS.items() if method.any_scope)


@pytest.mark.parametrize("method", NEED_SCOPE)
def test_a_scope_is_needed(method: str) -> None:
    sandbox = _with_scopes("commands")

    answer = sandbox.call(method, {}, sandbox.app.token)

    needed = ",".join(METHODS[method].any_scope)
    assert answer == {
        "ok": False,
        "error": "missing_scope",
        "needed": needed,
        "provided": "commands",
    }


@pytest.mark.parametrize("method", ["conversations.history", "conversations.info"])
def test_the_scope_must_fit_the_kind_of_conversation(method: str) -> None:
    suffix = "history" if method.endswith("history") else "read"
    sandbox = _with_scopes(f"channels:{suffix}")
    ana = sandbox.workspace.person("Ana").id
    dm = sandbox.workspace.direct_message(sandbox.app.bot_user_id, ana)

    answer = sandbox.call(method, {"channel": dm.id}, sandbox.app.token)

    assert (answer["error"], answer["needed"]) == ("missing_scope", f"im:{suffix}")


@pytest.mark.parametrize("method", NEED_TOKEN)
def test_an_unknown_argument_is_named(sandbox: Sandbox, method: str) -> None:
    answer = sandbox.call(method, {"colour": "blue"}, sandbox.app.token)

    assert answer["error"] == "invalid_arguments"
    assert "[ERROR] unsupported argument: colour" in answer["response_metadata"]["messages"]


@pytest.mark.parametrize(
    ("method", "name"),
    [(method.name, name) for method in METHODS.values() for name in method.required],
)
def test_a_missing_argument_is_named(sandbox: Sandbox, method: str, name: str) -> None:
    answer = sandbox.call(method, {}, sandbox.app.token)

    assert f"[ERROR] missing required field: {name}" in answer["response_metadata"]["messages"]


def test_what_is_not_modelled_may_be_switched_off_but_not_on(sandbox: Sandbox) -> None:
    ana = sandbox.workspace.person("Ana").id
    message = {"channel": ana, "text": "x"}

    assert sandbox.call("chat.postMessage", message | {"unfurl_links": False}, sandbox.app.token)["ok"]
    refused = sandbox.call("chat.postMessage", message | {"unfurl_links": "true"}, sandbox.app.token)
    assert refused["response_metadata"]["messages"] == [
        "[ERROR] the sandbox does not model this argument: unfurl_links"
    ]


def test_every_call_may_name_the_team_and_no_other(sandbox: Sandbox) -> None:
    team, token = sandbox.workspace.team_id, sandbox.app.token

    assert sandbox.call("auth.test", {"team_id": team}, token)["ok"]
    assert sandbox.call("auth.test", {"team_id": "T0"}, token)["error"] == "team_access_not_granted"


def test_api_test_gives_back_what_it_was_given(sandbox: Sandbox) -> None:
    assert sandbox.call("api.test", {"colour": "blue"}, None) == {
        "ok": True,
        "args": {"colour": "blue"},
    }
