"""What Bolt does with odd requests: the reasons for the guard before it. One that changes is noticed here."""

import json
import logging
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier

SECRET = "not-a-real-secret"
PERSON: dict[str, Any] = {"user": {"id": "U1"}, "team": {"id": "T1"}}
EVENT: dict[str, Any] = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "text": "canary"}}


def bolt() -> AsyncApp:
    """A Bolt app that verifies, with no network behind it."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_token="xoxb-x")

    return AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)


def request(body: str, *, timestamp: str | None = None, **headers: str) -> AsyncBoltRequest:
    """A request that is signed as Slack signs, whatever its timestamp; headers can be replaced."""
    now = str(int(time.time())) if timestamp is None else timestamp
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body) or ""
    signed = {"content-type": "application/json", "x-slack-request-timestamp": now, "x-slack-signature": signature}
    return AsyncBoltRequest(body=body, headers=dict(signed | headers))


async def ask(app: AsyncApp, payload: object) -> BoltResponse:
    """The answer to a signed JSON payload."""
    return await app.async_dispatch(request(json.dumps(payload)))


@pytest.mark.parametrize("timestamp", ["abc", "", "1" * 5000])
async def test_an_odd_timestamp_is_a_server_error(timestamp: str) -> None:
    assert (await bolt().async_dispatch(request("{}", timestamp=timestamp))).status == 500


async def test_a_signature_that_is_not_ascii_is_a_server_error() -> None:
    assert (await bolt().async_dispatch(request("{}", **{"x-slack-signature": "v0=é"}))).status == 500


def test_the_verifier_raises_on_a_body_that_is_not_utf8() -> None:
    with pytest.raises(UnicodeDecodeError):
        SignatureVerifier(SECRET).is_valid(b"\xff", str(int(time.time())), "v0=x")


def test_the_verifier_accepts_five_minutes_ahead_and_any_repeat() -> None:
    class Noon(Clock):
        def now(self) -> float:
            return 1_800_000_000

    verifier = SignatureVerifier(SECRET, Noon())
    ahead = "1800000299"
    signature = verifier.generate_signature(timestamp=ahead, body="{}")
    assert verifier.is_valid("{}", ahead, signature)
    assert verifier.is_valid("{}", ahead, signature)


@pytest.mark.parametrize("body", ["{", "[" * 100_000])
def test_a_body_is_parsed_before_it_is_verified(body: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        AsyncBoltRequest(body=body, headers={"content-type": "application/json"})


@pytest.mark.parametrize(
    "payload",
    [
        [],
        "text",
        {**EVENT, "event": None},
        {**EVENT, "authorizations": 5},
        {**EVENT, "event": {"type": "message", "channel": 5}},
        {**PERSON, "type": "view_submission", "view": None},
        {**PERSON, "type": "view_submission", "view": {"id": "V1", "callback_id": "step"}},  # needs view.type
        {**PERSON, "type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": [{"action_id": "a"}], "user": 5},
    ],
    ids=str,
)
async def test_signed_nonsense_raises_or_ends_in_500(payload: object) -> None:
    app = bolt()

    @app.action("a")
    async def pressed(ack: AsyncAck) -> None:
        await ack()

    try:
        answer = await ask(app, payload)
    except (TypeError, KeyError, IndexError, AttributeError):
        return
    assert answer.status == 500


@pytest.mark.parametrize(
    "payload",
    [
        EVENT,
        {**PERSON, "type": "block_actions", "actions": [{"action_id": "a"}]},
        {**PERSON, "type": "view_submission", "view": {"id": "V1", "type": "modal", "callback_id": "step"}},
    ],
    ids=lambda payload: str(payload["type"]),
)
async def test_what_nobody_listens_to_is_not_found(payload: dict[str, Any]) -> None:
    assert (await ask(bolt(), payload)).status == 404


async def test_a_refused_request_is_logged_with_its_body(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)  # before the app: each of its loggers copies the root's level
    answer = await bolt().async_dispatch(request(json.dumps(EVENT), **{"x-slack-signature": "v0=forged"}))
    assert answer.status == 401
    assert "canary" in caplog.text


async def test_a_certificate_check_is_answered_unsigned() -> None:
    check = AsyncBoltRequest(body="ssl_check=1&token=x", headers={"content-type": "application/x-www-form-urlencoded"})
    assert (await bolt().async_dispatch(check)).status == 200


async def test_confirming_the_address_needs_a_signature() -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"})
    assert (await bolt().async_dispatch(request(body, **{"x-slack-signature": "v0=forged"}))).status == 401
    answer = await bolt().async_dispatch(request(body))
    assert (answer.status, json.loads(answer.body)) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(("text", "status"), [("reflect", 200), ("the payload review", 404)])
async def test_a_command_that_mentions_a_payload_is_lost(text: str, status: int) -> None:
    app = bolt()

    @app.command("/cairn")
    async def asked(ack: AsyncAck) -> None:
        await ack()

    form = urlencode({"command": "/cairn", "text": text, "team_id": "T1", "user_id": "U1"})
    as_form = {"content-type": "application/x-www-form-urlencoded"}
    assert (await app.async_dispatch(request(form, **as_form))).status == status
    respelled = form.replace("payload", "%70ayload")
    assert (await app.async_dispatch(request(respelled, **as_form))).status == 200
