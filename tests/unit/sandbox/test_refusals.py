"""Every Web API method refuses something, with the error that Slack gives."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sandbox.records import Message
from sandbox.sandbox import Sandbox
from sandbox.web_api.registry import METHODS
from tests.unit.sandbox.drawn import home, modal, section

Arguments = dict[str, Any]


def _dm(sandbox: Sandbox) -> str:
    ana = sandbox.workspace.person("Ana").id
    return sandbox.workspace.direct_message(sandbox.app.bot_user_id, ana).id


def _general(sandbox: Sandbox) -> str:
    return sandbox.workspace.channel("#general").id


def _own_message(sandbox: Sandbox) -> Arguments:
    answer = sandbox.call("chat.postMessage", {"channel": _dm(sandbox), "text": "x"}, _token(sandbox))
    return {"channel": answer["channel"], "ts": answer["ts"]}


def _trigger(sandbox: Sandbox) -> str:
    return sandbox.workspace.screens.issue_trigger(sandbox.workspace.person("Ana").id)


def _token(sandbox: Sandbox) -> str:
    return sandbox.app.token


def _with_external_id(sandbox: Sandbox) -> Arguments:
    opened = {"trigger_id": _trigger(sandbox), "view": modal(external_id="mine")}
    assert sandbox.call("views.open", opened, _token(sandbox))["ok"]
    return {"trigger_id": _trigger(sandbox), "view": modal(external_id="mine")}


def _on_full_stack(sandbox: Sandbox) -> Arguments:
    for _ in range(3):
        opened = {"trigger_id": _trigger(sandbox), "view": modal()}
        assert sandbox.call("views.open", opened, _token(sandbox))["ok"]
    return {"trigger_id": _trigger(sandbox), "view": modal()}


def _stale_view(sandbox: Sandbox) -> Arguments:
    opened = {"trigger_id": _trigger(sandbox), "view": modal()}
    view = sandbox.call("views.open", opened, _token(sandbox))["view"]
    again = {"view_id": view["id"], "view": modal(), "hash": view["hash"]}
    assert sandbox.call("views.update", again, _token(sandbox))["ok"]
    return again


def _stale_home(sandbox: Sandbox) -> Arguments:
    arguments = {"user_id": sandbox.workspace.person("Ana").id, "view": home()}
    first = sandbox.call("views.publish", arguments, _token(sandbox))["view"]
    assert sandbox.call("views.publish", arguments, _token(sandbox))["ok"]
    return arguments | {"hash": first["hash"]}


def _archived(sandbox: Sandbox) -> Arguments:
    sandbox.workspace.channel("#general").is_archived = True
    return {"channel": "#general", "text": "x"}


def _archived_after_posting(sandbox: Sandbox) -> Arguments:
    sandbox.workspace.invite(_general(sandbox), sandbox.app.bot_user_id)
    posted = sandbox.call("chat.postMessage", {"channel": "#general", "text": "x"}, _token(sandbox))
    sandbox.workspace.channel("#general").is_archived = True
    return {"channel": posted["channel"], "ts": posted["ts"], "text": "y"}


def _reacted(sandbox: Sandbox) -> Arguments:
    message = _own_message(sandbox)
    arguments = {"channel": message["channel"], "timestamp": message["ts"], "name": "eyes"}
    assert sandbox.call("reactions.add", arguments, _token(sandbox))["ok"]
    return arguments


def _private(sandbox: Sandbox) -> str:
    return sandbox.workspace.add_channel("secret", private=True).id


def _others_message(sandbox: Sandbox) -> Arguments:
    channel = _dm(sandbox)
    ana = sandbox.workspace.person("Ana").id
    message = Message(channel, sandbox.workspace.ids.ts(), ana, "mine")
    sandbox.workspace.put(message)
    return {"channel": channel, "ts": message.ts}


def _reaction(sandbox: Sandbox, name: str) -> Arguments:
    message = _own_message(sandbox)
    return {"channel": message["channel"], "timestamp": message["ts"], "name": name}


def _reserved(sandbox: Sandbox, length: int = 3) -> str:
    asked = {"filename": "chart.png", "length": length}
    answer = sandbox.call("files.getUploadURLExternal", asked, _token(sandbox))
    assert answer["ok"], answer
    return str(answer["file_id"])


def _uploaded(sandbox: Sandbox, content: bytes = b"png") -> str:
    file_id = _reserved(sandbox, len(content))
    assert sandbox.workspace.files.receive(file_id, content)
    return file_id


def _deleted_file(sandbox: Sandbox) -> Arguments:
    file_id = _uploaded(sandbox)
    assert sandbox.call("files.delete", {"file": file_id}, _token(sandbox))["ok"]
    return {"file": file_id}


def _others_file(sandbox: Sandbox) -> Arguments:
    ana = sandbox.workspace.person("Ana").id
    return {"file": sandbox.workspace.files.reserve("mine.png", 3, ana).id}


def _shared(sandbox: Sandbox, **where: str) -> Arguments:
    return {"files": [{"id": _uploaded(sandbox)}], **where}


def _archived_for_files(sandbox: Sandbox) -> Arguments:
    sandbox.workspace.invite(_general(sandbox), sandbox.app.bot_user_id)
    sandbox.workspace.channel("#general").is_archived = True
    return _shared(sandbox, channel_id=_general(sandbox))


def _heavy() -> dict[str, Any]:
    return modal(*(section("x" * 2900) for _ in range(90)))


REFUSALS: Mapping[str, list[tuple[str, Callable[[Sandbox], Arguments]]]] = {
    "api.test": [("my_error", lambda _: {"error": "my_error"})],
    "apps.connections.open": [("not_allowed_token_type", lambda _: {})],
    "auth.test": [("invalid_arguments", lambda _: {"verbose": "1"})],
    "bots.info": [("bot_not_found", lambda _: {"bot": "B0NOBODY"})],
    "users.info": [
        ("user_not_found", lambda _: {"user": "U0NOBODY"}),
        ("invalid_arguments", lambda _: {}),
        ("invalid_arguments", lambda s: {"user": s.app.bot_user_id, "include_locale": "perhaps"}),
    ],
    "users.list": [
        ("invalid_cursor", lambda _: {"cursor": "next:much"}),
        ("invalid_limit", lambda _: {"limit": "0"}),
        ("invalid_arguments", lambda _: {"presence": "1"}),
    ],
    "users.profile.get": [
        ("user_not_found", lambda _: {"user": "U0NOBODY"}),
        ("invalid_arguments", lambda _: {"include_labels": True}),
    ],
    "dnd.info": [
        ("user_not_found", lambda _: {"user": "U0NOBODY"}),
        ("invalid_arguments", lambda _: {"user": 5}),
    ],
    "blocks.validate": [
        ("invalid_blocks", lambda _: {"blocks": [section("x" * 3001)]}),
        ("invalid_blocks", lambda _: {"blocks": {}}),
        ("invalid_message", lambda _: {"message": {"blocks": [{"type": "section"}]}}),
        ("invalid_message", lambda _: {"message": []}),
        ("invalid_view", lambda _: {"view": {"type": "modal"}}),
        ("invalid_view", lambda _: {"view": "3"}),
        ("invalid_arguments", lambda _: {}),
        ("invalid_arguments", lambda _: {"blocks": [section()], "view": modal()}),
    ],
    "files.getUploadURLExternal": [
        ("invalid_arguments", lambda _: {"filename": "chart.png"}),
        ("invalid_arguments", lambda _: {"filename": "chart.png", "length": 0}),
        ("invalid_arguments", lambda _: {"filename": "chart.png", "length": "long"}),
        ("invalid_arguments", lambda _: {"filename": "a.py", "length": 3, "snippet_type": "python"}),
    ],
    "files.completeUploadExternal": [
        ("invalid_arguments", lambda _: {"files": []}),
        ("invalid_arguments", lambda _: {"files": [{"title": "no id"}]}),
        ("file_not_found", lambda _: {"files": [{"id": "F0NOTHING"}]}),
        ("file_not_found", lambda s: {"files": [{"id": _others_file(s)["file"]}]}),
        ("file_update_failed", lambda s: {"files": [{"id": _reserved(s)}]}),
        ("channel_not_found", lambda s: _shared(s, channel_id="C0NOWHERE")),
        ("not_in_channel", lambda s: _shared(s, channel_id=_general(s))),
        ("is_archived", _archived_for_files),
        ("thread_not_found", lambda s: _shared(s, channel_id=_dm(s), thread_ts="1.000001")),
        ("msg_too_long", lambda s: _shared(s, channel_id=_dm(s), initial_comment="x" * 40_001)),
    ],
    "files.info": [
        ("file_not_found", lambda _: {"file": "F0NOTHING"}),
        ("file_not_found", lambda s: {"file": _reserved(s)}),
        ("file_deleted", _deleted_file),
        ("invalid_arguments", lambda _: {"file": "F1", "page": 2}),
    ],
    "files.delete": [
        ("file_not_found", lambda _: {"file": "F0NOTHING"}),
        ("file_deleted", _deleted_file),
        ("cant_delete_file", _others_file),
    ],
    "conversations.members": [
        ("channel_not_found", lambda _: {"channel": "C0NOWHERE"}),
        ("channel_not_found", lambda s: {"channel": _private(s)}),
        ("invalid_cursor", lambda s: {"channel": _general(s), "cursor": "next:" + "9" * 5000}),
        ("invalid_limit", lambda s: {"channel": _general(s), "limit": 0}),
    ],
    "chat.getPermalink": [
        ("channel_not_found", lambda _: {"channel": "C0NOWHERE", "message_ts": "1.000001"}),
        ("message_not_found", lambda s: {"channel": _dm(s), "message_ts": "1.000001"}),
        ("invalid_arguments", lambda s: {"channel": _dm(s)}),
    ],
    "conversations.open": [
        ("users_list_not_supplied", lambda _: {}),
        ("user_not_found", lambda _: {"users": "U0NOBODY"}),
        ("user_disabled", lambda s: {"users": s.workspace.person("Ivo").id}),
        ("cannot_dm_bot", lambda s: {"users": s.app.bot_user_id}),
        ("invalid_arguments", lambda _: {"users": "U1,U2"}),
        ("channel_not_found", lambda _: {"channel": "D0NOWHERE"}),
        ("method_not_supported_for_channel_type", lambda s: {"channel": _general(s)}),
    ],
    "conversations.info": [
        ("channel_not_found", lambda _: {"channel": "C0NOWHERE"}),
        ("channel_not_found", lambda s: {"channel": _private(s)}),
        ("invalid_arguments", lambda s: {"channel": _general(s), "include_locale": "1"}),
    ],
    "conversations.history": [
        ("channel_not_found", lambda _: {"channel": "C0NOWHERE"}),
        ("not_in_channel", lambda s: {"channel": _general(s)}),
        ("invalid_cursor", lambda s: {"channel": _dm(s), "cursor": "next:much"}),
        ("invalid_ts_oldest", lambda s: {"channel": _dm(s), "oldest": "long ago"}),
        ("invalid_ts_latest", lambda s: {"channel": _dm(s), "latest": "soon"}),
        ("invalid_arguments", lambda s: {"channel": _dm(s), "limit": "many"}),
    ],
    "conversations.replies": [
        ("thread_not_found", lambda s: {"channel": _dm(s), "ts": "1.000001"}),
        ("not_in_channel", lambda s: {"channel": _general(s), "ts": "1.000001"}),
        ("invalid_arguments", lambda s: {"channel": _dm(s)}),
    ],
    "chat.postMessage": [
        ("channel_not_found", lambda _: {"channel": "C0NOWHERE", "text": "x"}),
        ("channel_not_found", lambda s: {"channel": _private(s), "text": "x"}),
        ("not_in_channel", lambda _: {"channel": "#general", "text": "x"}),
        ("is_archived", _archived),
        ("no_text", lambda s: {"channel": _dm(s)}),
        ("no_text", lambda s: {"channel": _dm(s), "text": "  ", "blocks": []}),
        ("msg_too_long", lambda s: {"channel": _dm(s), "text": "x" * 40_001}),
        ("invalid_blocks", lambda s: {"channel": _dm(s), "blocks": [section("x" * 3001)]}),
        ("invalid_blocks_format", lambda s: {"channel": _dm(s), "blocks": "[{"}),
        ("invalid_blocks_format", lambda s: {"channel": _dm(s), "blocks": {"type": "divider"}}),
        ("thread_not_found", lambda s: {"channel": _dm(s), "text": "x", "thread_ts": "1.000001"}),
        ("invalid_arguments", lambda s: {"channel": _dm(s), "text": "x", "unfurl_links": True}),
        ("invalid_arguments", lambda s: {"channel": _dm(s), "text": "x", "attachments": []}),
        ("invalid_arguments", lambda s: {"channel": _dm(s), "text": 5}),
        ("invalid_arguments", lambda s: {"channel": _dm(s), "text": "x", "parse": "some"}),
        ("msg_blocks_too_long", lambda s: {"channel": _dm(s), "blocks": [section("x" * 2700)] * 5}),
        ("invalid_metadata_format", lambda s: {"channel": _dm(s), "text": "x", "metadata": {"a": 1}}),
        (
            "metadata_too_large",
            lambda s: {
                "channel": _dm(s),
                "text": "x",
                "metadata": {"event_type": "e", "event_payload": {"a": "x" * 16_001}},
            },
        ),
    ],
    "chat.update": [
        ("message_not_found", lambda s: {"channel": _dm(s), "ts": "1.000001", "text": "x"}),
        ("cant_update_message", lambda s: _others_message(s) | {"text": "x"}),
        ("no_text", _own_message),
        ("is_inactive", _archived_after_posting),
        ("invalid_blocks", lambda s: _own_message(s) | {"blocks": [{"type": "sonnet"}]}),
    ],
    "chat.delete": [
        ("message_not_found", lambda s: {"channel": _dm(s), "ts": "1.000001"}),
        ("cant_delete_message", _others_message),
        ("channel_not_found", lambda _: {"channel": "C0NOWHERE", "ts": "1.000001"}),
    ],
    "chat.postEphemeral": [
        ("user_not_found", lambda s: {"channel": _dm(s), "user": "U0NOBODY", "text": "x"}),
        (
            "user_not_in_channel",
            lambda s: {"channel": _dm(s), "user": s.workspace.person("Ben").id, "text": "x"},
        ),
        ("no_text", lambda s: {"channel": _dm(s), "user": s.workspace.person("Ana").id}),
        ("invalid_arguments", lambda s: {"channel": _dm(s), "text": "x"}),
    ],
    "reactions.add": [
        ("no_item_specified", lambda _: {"name": "eyes"}),
        ("invalid_name", lambda s: _reaction(s, "Not A Name")),
        ("already_reacted", _reacted),
        ("message_not_found", lambda s: {"channel": _dm(s), "timestamp": "1.0", "name": "eyes"}),
        ("not_in_channel", lambda s: {"channel": _general(s), "timestamp": "1.0", "name": "eyes"}),
    ],
    "reactions.remove": [("no_reaction", lambda s: _reaction(s, "eyes"))],
    "views.open": [
        ("invalid_trigger_id", lambda _: {"trigger_id": "1.2.3", "view": modal()}),
        ("push_limit_reached", _on_full_stack),
        ("duplicate_external_id", _with_external_id),
        ("invalid_arguments", lambda s: {"trigger_id": _trigger(s), "view": home()}),
        ("invalid_arguments", lambda s: {"trigger_id": _trigger(s), "view": "{"}),
        ("invalid_arguments", lambda s: {"trigger_id": _trigger(s), "view": []}),
        ("view_too_large", lambda s: {"trigger_id": _trigger(s), "view": _heavy()}),
    ],
    "views.push": [
        ("not_found", lambda s: {"trigger_id": _trigger(s), "view": modal()}),
        ("push_limit_reached", _on_full_stack),
        ("invalid_trigger_id", lambda _: {"trigger_id": "1.2.3", "view": modal()}),
    ],
    "views.update": [
        ("not_found", lambda _: {"view_id": "V0CLOSED", "view": modal()}),
        ("not_found", lambda _: {"external_id": "nobody", "view": modal()}),
        ("invalid_arguments", lambda _: {"view": modal()}),
        ("hash_conflict", _stale_view),
    ],
    "views.publish": [
        ("invalid_arguments", lambda _: {"user_id": "U0NOBODY", "view": home()}),
        ("invalid_arguments", lambda s: {"user_id": s.app.bot_user_id, "view": modal()}),
        ("hash_conflict", _stale_home),
        ("hash_conflict", lambda s: {"user_id": s.app.bot_user_id, "view": home(), "hash": "x"}),
    ],
}


CASES = [
    pytest.param(method, error, arguments, id=f"{method}-{error}-{number}")
    for method, cases in REFUSALS.items()
    for number, (error, arguments) in enumerate(cases)
]


def test_every_method_has_a_refusal() -> None:
    assert set(REFUSALS) == set(METHODS)
    assert all(REFUSALS.values())


@pytest.mark.parametrize(("method", "error", "arguments"), CASES)
def test_refuses(sandbox: Sandbox, method: str, error: str, arguments: Callable[[Sandbox], Arguments]) -> None:
    answer = sandbox.call(method, arguments(sandbox), sandbox.app.token)

    assert (answer["ok"], answer["error"]) == (False, error)
