"""Only what Slack signed, within five minutes, gets past the door."""

import random

import pytest

from bot.ingress.signature import check_signature, sign
from bot.ingress.verdicts import STALE, UNSIGNED, Reason
from tests.unit.ingress_world import JSON, MESSAGE_EVENT, NOW, SECRET, Behind, Headers, as_json, guarded, knock, signed

BODY = as_json(MESSAGE_EVENT)
STAMP = b"x-slack-request-timestamp"
SIGNATURE = b"x-slack-signature"


def with_header(name: bytes, *values: bytes, body: bytes = BODY) -> Headers:
    """Good headers, but for one that has these values."""
    return [one for one in signed(body, JSON) if one[0] != name] + [(name, value) for value in values]


def signed_at(timestamp: bytes) -> Headers:
    """Headers whose signature fits an odd timestamp."""
    return [(STAMP, timestamp), (SIGNATURE, sign(SECRET, timestamp, BODY))]


def test_the_signature_is_the_one_slack_documents() -> None:
    # The example of Slack's own page on verifying requests.
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = b"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign("8f742231b10e8888abcd99yyyzzz85a5", b"1531420618", body) == expected


@pytest.mark.parametrize("late", [-300, -299, 0, 299, 300])
def test_five_minutes_either_way_are_fine(late: int) -> None:
    assert check_signature(signed(BODY, JSON, NOW + late), BODY, SECRET, NOW) is None


@pytest.mark.parametrize("late", [-86_400, -301, 301, 86_400])
def test_anything_older_or_newer_is_stale(late: int) -> None:
    assert check_signature(signed(BODY, JSON, NOW + late), BODY, SECRET, NOW) is STALE


def test_a_forgery_is_never_called_stale() -> None:
    forged = signed(BODY, JSON, NOW - 301, secret="a guess")
    assert check_signature(forged, BODY, SECRET, NOW) is UNSIGNED


@pytest.mark.parametrize(
    "headers",
    [
        [],
        with_header(STAMP),
        with_header(SIGNATURE),
        with_header(SIGNATURE, b""),
        with_header(SIGNATURE, b"v0="),
        with_header(SIGNATURE, sign(SECRET, b"1800000000", BODY).upper()),
        with_header(SIGNATURE, sign(SECRET, b"1800000000", BODY)[:-1]),
        with_header(SIGNATURE, sign(SECRET, b"1800000000", BODY) + b"\n"),
        with_header(SIGNATURE, "v0=é".encode()),
        with_header(SIGNATURE, b"v0=" + b"\xb9" * 64),
        with_header(SIGNATURE, *[sign(SECRET, b"1800000000", BODY)] * 2),
        with_header(STAMP, b"1800000000", b"1800000000"),
        signed_at(b""),
        signed_at(b"abc"),
        signed_at(b"-1800000000"),
        signed_at(b"+1800000000"),
        signed_at(b"1800000000\n"),
        signed_at(b" 1800000000"),
        signed_at(b"18_00000000"),
        signed_at("١٨٠٠".encode()),
        signed_at(b"1" * 13),
        signed_at(b"1" * 5000),
        signed(BODY, JSON, secret="a guess"),
        signed(BODY + b" ", JSON),
    ],
)
async def test_anything_odd_about_the_signature_is_one_and_the_same_refusal(headers: Headers) -> None:
    behind = Behind()
    answer = await knock(guarded(behind), BODY, headers)
    assert (answer.status, answer.body) == (401, b'{"error":"invalid request"}')
    assert answer.headers[b"content-type"] == b"application/json"
    assert behind.bodies == []


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[" * 100_000, b"%", b"{}"])
async def test_unsigned_garbage_is_refused_before_anybody_reads_it(body: bytes) -> None:
    assert (await knock(guarded(Behind()), body, with_header(SIGNATURE, b"v0=" + b"0" * 64))).status == 401


async def test_a_body_that_is_not_utf8_can_be_signed_and_is_then_malformed() -> None:
    body = b'{"type":"\xff"}'
    assert (await knock(guarded(Behind()), body, signed(body, JSON))).status == 400


async def test_no_altered_request_ever_passes() -> None:
    chance = random.Random(20261122)
    behind = Behind()
    guard = guarded(behind)
    for _ in range(2000):
        body, headers = altered(chance)
        assert (await knock(guard, body, headers)).status == 401
    assert behind.bodies == []
    assert guard.counts.of(Reason.SIG) == 2000


def altered(chance: random.Random) -> tuple[bytes, Headers]:
    """A signed request in which one bit of body, timestamp or signature is another."""
    parts = [BODY, *(value for name, value in signed(BODY, JSON) if name != b"content-type")]
    which = chance.randrange(3)
    at, bit = chance.randrange(len(parts[which])), 1 << chance.randrange(8)
    changed = bytearray(parts[which])
    changed[at] ^= bit
    parts[which] = bytes(changed)
    return parts[0], [(b"content-type", JSON.encode()), (STAMP, parts[1]), (SIGNATURE, parts[2])]
