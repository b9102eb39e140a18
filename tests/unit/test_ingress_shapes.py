"""Signed requests that make no sense get a defined answer and no effect."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.ingress import Reason
from tests.unit.ingress_world import (
    CLOSING,
    COMMAND,
    EVENTS,
    FORM,
    INTERACTIONS,
    JSON,
    MESSAGE_EVENT,
    MESSAGE_SHORTCUT,
    OPTIONS,
    PRESS,
    SHORTCUT,
    SUBMISSION,
    TEAM,
    VIEW,
    altered,
    as_json,
    ask,
    sent,
)

Fields = Mapping[str, Any]


@pytest.mark.parametrize("payload", [*EVENTS, *INTERACTIONS], ids=lambda payload: str(payload["type"]))
async def test_what_slack_sends_passes(payload: Fields) -> None:
    assert await ask(*sent(payload)) == (200, Reason.PASSED)


REQUIRED = [
    (MESSAGE_EVENT, "team_id", "event", "event.type", "event.user"),
    (PRESS, "user", "user.id", "team", "team.id", "actions", "actions.0", "actions.0.action_id"),
    (SUBMISSION, "user", "user.id", "team", "team.id", "view", "view.id", "view.callback_id"),
    (CLOSING, "user", "user.id", "team", "team.id", "view", "view.id", "view.callback_id"),
    (SHORTCUT, "user", "user.id", "team", "team.id", "callback_id", "trigger_id"),
    (MESSAGE_SHORTCUT, "user", "team", "callback_id", "trigger_id", "message", "message.ts", "channel", "channel.id"),
    (OPTIONS, "user", "team", "action_id"),
]


@pytest.mark.parametrize("wrong", [None, "", 7, [], {}, True, [[]]], ids=repr)
@pytest.mark.parametrize(("payload", "path"), [(row[0], path) for row in REQUIRED for path in row[1:]])
async def test_a_part_that_is_null_empty_or_of_another_type_has_no_effect(
    payload: Fields, path: str, wrong: object
) -> None:
    assert await ask(*sent(altered(payload, path, wrong))) == (200, Reason.SHAPE)


@pytest.mark.parametrize(
    ("payload", "path"), [(row[0], path) for row in REQUIRED for path in row[1:] if path != "event.user"]
)
async def test_a_part_that_is_missing_has_no_effect(payload: Fields, path: str) -> None:
    assert await ask(*sent(altered(payload, path, ...))) == (200, Reason.SHAPE)


@pytest.mark.parametrize("path", ["team_id", "user_id", "command", "trigger_id"])
async def test_a_command_without_its_parts_has_no_effect(path: str) -> None:
    for fields in ({**COMMAND, path: ""}, {name: value for name, value in COMMAND.items() if name != path}):
        assert await ask(urlencode(fields).encode(), FORM) == (200, Reason.SHAPE)


@pytest.mark.parametrize("body", [b"", b"hello", b"a=b"])
async def test_a_form_that_is_nothing_has_no_effect(body: bytes) -> None:
    assert await ask(body, FORM) == (200, Reason.SHAPE)


@pytest.mark.parametrize(
    "payload",
    [
        {**MESSAGE_EVENT, "authorizations": [None]},
        {**MESSAGE_EVENT, "authorizations": "all"},
        {**MESSAGE_EVENT, "enterprise": 5},
        {**MESSAGE_EVENT, "event": {"type": "message", "channel": 5}},
        {**MESSAGE_EVENT, "event": {"type": "message", "text": ["words"]}},
        {**MESSAGE_EVENT, "event": {"type": "message", "subtype": "message_changed", "message": []}},
        {**MESSAGE_EVENT, "event": {"type": "reaction_added", "item": {"channel": 5}}},
        {**PRESS, "channel": 5},
        {**PRESS, "message": "text"},
        {**PRESS, "view": {**VIEW, "state": {"values": []}}},
        {**SUBMISSION, "view": {**VIEW, "state": {"values": None}}},
        {**SUBMISSION, "view": {**VIEW, "private_metadata": 5}},
        {**SUBMISSION, "response_urls": [None]},
        {**OPTIONS, "value": None},
        {"type": "url_verification", "challenge": 5},
        {"type": 5},
        {"type": None},
        {"type": ["event_callback"]},
        {},
    ],
)
async def test_optional_parts_of_another_type_have_no_effect(payload: Fields) -> None:
    assert await ask(as_json(payload), JSON) == (200, Reason.SHAPE)


@pytest.mark.parametrize(
    "payload",
    [
        {**MESSAGE_EVENT, "event": {"type": "message", "subtype": "bot_message", "bot_id": "B1"}},
        {**MESSAGE_EVENT, "enterprise": None, "event": {"type": "app_uninstalled"}},
        {**PRESS, "channel": None, "message": None, "view": {"id": "V1", "callback_id": ""}, "enterprise": None},
        {**PRESS, "enterprise": {"id": "E1", "name": "Org"}, "is_enterprise_install": False},
        {**SUBMISSION, "response_urls": [], "is_stack": True},
        {"type": "url_verification", "challenge": "abc"},
    ],
)
async def test_parts_that_slack_leaves_out_or_adds_are_fine(payload: Fields) -> None:
    assert await ask(*sent(payload)) == (200, Reason.PASSED)


@pytest.mark.parametrize("kind", ["app_rate_limited", "dialog_submission", "something_new"])
async def test_a_kind_of_request_we_do_not_know_is_counted(kind: str) -> None:
    assert await ask(*sent({"type": kind, "team_id": TEAM})) == (200, Reason.UNKNOWN)


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        (MESSAGE_EVENT, "team_id"),
        (MESSAGE_EVENT, "api_app_id"),
        (PRESS, "team.id"),
        (PRESS, "api_app_id"),
        (SUBMISSION, "team.id"),
        (CLOSING, "team_id"),
    ],
)
async def test_what_is_for_somebody_else_is_dropped(payload: Fields, path: str) -> None:
    assert await ask(*sent(altered(payload, path, "X0ELSE"))) == (200, Reason.FOREIGN)


@pytest.mark.parametrize("name", ["team_id", "api_app_id"])
async def test_a_command_for_somebody_else_is_dropped(name: str) -> None:
    assert await ask(urlencode({**COMMAND, name: "X0ELSE"}).encode(), FORM) == (200, Reason.FOREIGN)


@pytest.mark.parametrize("team", [None, [], {}, 5])
async def test_a_second_team_of_another_type_is_somebody_elses(team: object) -> None:
    assert await ask(*sent({**PRESS, "team_id": team})) == (200, Reason.FOREIGN)


async def test_while_our_app_id_is_unknown_it_is_not_compared() -> None:
    assert await ask(*sent({**PRESS, "api_app_id": "A0OTHER"}), app_id=None) == (200, Reason.PASSED)
