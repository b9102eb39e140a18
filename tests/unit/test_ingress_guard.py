"""The ASGI layer: how bodies are read, what is passed on, what is counted and what is logged."""

import logging
from urllib.parse import urlencode

import pytest
from starlette.types import Message, Receive, Scope, Send

from bot.ingress import Counts, IngressGuard, Reason
from tests.unit.ingress_world import (
    APP,
    COMMAND,
    FORM,
    JSON,
    MESSAGE_EVENT,
    NOW,
    SECRET,
    TEAM,
    Behind,
    Headers,
    as_json,
    guarded,
    in_pieces,
    knock,
    signed,
)

MIB = 1024 * 1024


async def test_a_signed_event_reaches_the_app_byte_for_byte() -> None:
    behind, counts = Behind(), Counts()
    body = as_json(MESSAGE_EVENT)
    answer = await knock(guarded(behind, counts), in_pieces(body[:7], b"", body[7:]), signed(body, JSON))
    assert (answer.status, answer.body) == (200, b"reached the app")
    assert behind.bodies == [body]
    assert counts.all() == {reason: int(reason is Reason.PASSED) for reason in Reason}


async def test_slacks_retries_reach_the_app_with_their_headers() -> None:
    behind = Behind()
    body = as_json(MESSAGE_EVENT)
    retried = [*signed(body, JSON), (b"x-slack-retry-num", b"1"), (b"x-slack-retry-reason", b"http_timeout")]
    for _ in range(2):
        assert (await knock(guarded(behind), body, retried)).status == 200
    assert [seen["x-slack-retry-num"] for seen in behind.headers] == ["1", "1"]
    assert behind.headers[0] == {name.decode(): value.decode() for name, value in retried}


@pytest.mark.parametrize("size", [MIB, MIB + 1])
async def test_a_mebibyte_is_the_most(size: int) -> None:
    behind, counts = Behind(), Counts()
    body = b'{"type":"url_verification","challenge":"' + b"x" * (size - 42) + b'"}'
    answer = await knock(guarded(behind, counts), in_pieces(body[:MIB], body[MIB:]), signed(body, JSON))
    assert answer.status == (200 if size == MIB else 413)
    assert counts.of(Reason.SIZE) == len(body) - MIB


@pytest.mark.parametrize("declared", [b"1048577", b"9" * 5000])
async def test_a_body_declared_too_large_is_not_even_read(declared: bytes) -> None:
    answer = await knock(guarded(Behind()), [], [(b"content-length", declared)])
    assert answer.status == 413
    assert answer.headers[b"connection"] == b"close"


@pytest.mark.parametrize("declared", [b"", b"-5", b"many", b"\xb2"])
async def test_an_odd_declared_length_is_left_to_the_server(declared: bytes) -> None:
    body = as_json(MESSAGE_EVENT)
    answer = await knock(guarded(Behind()), body, [*signed(body, JSON), (b"content-length", declared)])
    assert answer.status == 200


async def test_a_body_that_never_ends_is_given_up() -> None:
    behind, counts = Behind(), Counts()
    guard = IngressGuard(behind, SECRET, lambda: NOW, TEAM, APP, counts, patience=0)
    first: Message = {"type": "http.request", "body": b"{", "more_body": True}
    answer = await knock(guard, [first], signed(b"{}", JSON))
    assert answer.status == 408
    assert answer.headers[b"connection"] == b"close"
    assert (counts.of(Reason.SLOW), behind.bodies) == (1, [])


async def test_a_caller_who_leaves_early_has_no_effect() -> None:
    behind, counts = Behind(), Counts()
    body = as_json(MESSAGE_EVENT)
    started: Message = {"type": "http.request", "body": body, "more_body": True}
    await knock(guarded(behind, counts), [started, {"type": "http.disconnect"}], signed(body, JSON))
    assert (counts.of(Reason.GONE), behind.bodies) == (1, [])


async def test_after_the_body_the_app_hears_the_server_itself() -> None:
    heard: list[str] = []

    async def listening(scope: Scope, receive: Receive, send: Send) -> None:
        heard.extend([(await receive())["type"], (await receive())["type"]])
        await Behind()(scope, receive_nothing, send)

    async def receive_nothing() -> Message:
        return in_pieces(b"")[0]

    body = as_json(MESSAGE_EVENT)
    await knock(guarded(listening), [*in_pieces(body), {"type": "http.disconnect"}], signed(body, JSON))
    assert heard == ["http.request", "http.disconnect"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/healthz"), ("GET", "/slack/events"), ("POST", "/"), ("GET", "/metrics")]
)
async def test_other_addresses_are_none_of_its_business(method: str, path: str) -> None:
    counts = Counts()
    answer = await knock(guarded(Behind(), counts), b"anything", [], method=method, path=path)
    assert answer.body == b"reached the app"
    assert set(counts.all().values()) == {0}


async def test_lifespan_passes() -> None:
    seen: list[str] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["type"])

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    async def send(_message: Message) -> None:
        return None

    await guarded(app)({"type": "lifespan"}, receive, send)
    assert seen == ["lifespan"]


async def test_a_path_prefix_does_not_open_a_side_door() -> None:
    answer = await knock(guarded(Behind()), b"{}", [], path="/cairn/slack/events")
    assert answer.status == 401


@pytest.mark.parametrize("body", [b"ssl_check=1&token=x", b"token=x&ssl_check=1", b"ssl_check=1"])
async def test_slacks_certificate_check_needs_no_signature(body: bytes) -> None:
    behind, counts = Behind(), Counts()
    answer = await knock(guarded(behind, counts), body, [(b"content-type", FORM.encode())])
    assert (answer.status, answer.body) == (200, b"")
    assert (counts.of(Reason.SSL_CHECK), behind.bodies) == (1, [])


@pytest.mark.parametrize("body", [b"ssl_check=0", b"xssl_check=1", b"ssl_check=11", b"ssl_check=1&x=" + b"y" * 512])
async def test_only_a_real_certificate_check_goes_unsigned(body: bytes) -> None:
    assert (await knock(guarded(Behind()), body, [(b"content-type", FORM.encode())])).status == 401


async def test_the_address_is_only_confirmed_to_slack() -> None:
    body = as_json({"type": "url_verification", "challenge": "abc", "token": "t"})
    behind = Behind()
    assert (await knock(guarded(behind), body, [(b"content-type", JSON.encode())])).status == 401
    assert (await knock(guarded(behind), body, signed(body, JSON))).status == 200
    assert behind.bodies == [body]


@pytest.mark.parametrize("field", ["text", "channel_name"])
async def test_a_command_that_mentions_a_payload_still_reads_as_a_command(field: str) -> None:
    behind = Behind()
    body = urlencode({**COMMAND, field: "payload payload-review"}).encode()
    headers: Headers = [*signed(body, FORM), (b"content-length", str(len(body)).encode())]
    assert (await knock(guarded(behind), body, headers)).status == 200
    # Signed anew: it passes another guard as a request of Slack's does.
    passed = [(name.encode(), value.encode()) for name, value in behind.headers[0].items()]
    assert (await knock(guarded(Behind()), behind.bodies[0], passed)).status == 200
    assert b"payload" not in behind.bodies[0]
    assert int(behind.headers[0]["content-length"]) == len(behind.bodies[0])


async def test_an_event_that_mentions_a_payload_is_not_touched() -> None:
    behind = Behind()
    body = as_json({**MESSAGE_EVENT, "extra": "payload payload=1"})
    await knock(guarded(behind), body, signed(body, JSON))
    assert behind.bodies == [body]


@pytest.mark.parametrize(
    ("body", "signer", "reason"),
    [
        (b'{"canary": "words', None, "sig"),
        (b'{"canary": "words', NOW, "shape"),
        (as_json(MESSAGE_EVENT), NOW - 301, "stale"),
        (as_json({"type": "canary_event"}), NOW, "unknown"),
        (as_json({**MESSAGE_EVENT, "team_id": "T_CANARY"}), NOW, "foreign"),
        (as_json({**MESSAGE_EVENT, "event": None}), NOW, "shape"),
    ],
)
async def test_the_log_holds_a_reason_and_nothing_of_the_request(
    caplog: pytest.LogCaptureFixture, body: bytes, signer: float | None, reason: str
) -> None:
    headers = [(b"content-type", JSON.encode())] if signer is None else signed(body, JSON, signer)
    counts = Counts()
    with caplog.at_level(logging.DEBUG):
        await knock(guarded(Behind(), counts), body, headers)
    (record,) = caplog.records
    assert vars(record)["reason"] == reason
    assert "canary" not in str(vars(record)).lower()
    assert counts.of(Reason(reason)) == 1


def test_the_guard_does_not_show_its_secret() -> None:
    assert SECRET not in repr(guarded(Behind()))
