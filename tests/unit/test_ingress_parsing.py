"""Signed bytes are read strictly: one meaning or none."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from bot.ingress import Reason
from bot.ingress.parsing import DEEPEST, is_too_deep
from tests.unit.ingress_world import (
    COMMAND,
    FORM,
    JSON,
    MESSAGE_EVENT,
    PRESS,
    Behind,
    as_form,
    as_json,
    ask,
    guarded,
    knock,
    signed,
)


@pytest.mark.parametrize("media_type", [FORM, f"{FORM}; charset=utf-8", FORM.upper()])
async def test_a_command_passes(media_type: str) -> None:
    assert await ask(urlencode(COMMAND).encode(), media_type) == (200, Reason.PASSED)


@pytest.mark.parametrize("media_type", [f"{JSON}; charset=utf-8", "Application/JSON"])
async def test_a_content_type_may_say_more(media_type: str) -> None:
    assert await ask(as_json(MESSAGE_EVENT), media_type) == (200, Reason.PASSED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '"text"',
        "5",
        " {}",
        "\ufeff{}",
        '{"type":"event_callback"} {}',
        '{"type":NaN}',
        '{"type":Infinity}',
        '{"type":-Infinity}',
        '{"type":1e999}',
        '{"type":' + "9" * 5000 + "}",
        '{"type":"a","type":"b"}',
        '{"type":"a","deep":[{"x":1,"x":1}]}',
        '{"a":' + "[" * 64 + "]" * 64 + "}",
        '{"a":' + "[" * 100_000,
        '{"a":"\x01"}',
    ],
    ids=lambda text: text[:24],
)
async def test_what_is_not_strict_json_is_malformed(text: str) -> None:
    assert await ask(text.encode(), JSON) == (400, Reason.SHAPE)
    assert await ask(urlencode({"payload": text}).encode(), FORM) == (400, Reason.SHAPE)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (as_json(MESSAGE_EVENT), "text/plain"),
        (as_json(MESSAGE_EVENT), ""),
        (as_json(MESSAGE_EVENT), "application/json\xe9"),
        (as_json(MESSAGE_EVENT), FORM),
        (as_form(PRESS), JSON),
        (b'{"type":"\xff"}', JSON),
        (b"command=%2Fcairn&text=\xff", FORM),
        (b"command=%2Fcairn&text=%FF", FORM),
        (b"command=%2Fcairn&text=%ED%A0%80", FORM),
        (b"command=a&command=b", FORM),
        (as_form(PRESS) + b"&" + as_form(PRESS), FORM),
        (b"&".join(b"f%d=1" % one for one in range(101)), FORM),
    ],
)
async def test_what_two_readers_could_read_differently_is_malformed(body: bytes, media_type: str) -> None:
    assert await ask(body, media_type) == (400, Reason.SHAPE)


async def test_two_content_types_are_malformed() -> None:
    body = as_json(MESSAGE_EVENT)
    answer = await knock(guarded(Behind()), body, [*signed(body, JSON), (b"Content-Type", FORM.encode())])
    assert answer.status == 400


def test_depth_counts_brackets_but_not_those_in_strings() -> None:
    deepest = "[" * DEEPEST + "]" * DEEPEST
    assert not is_too_deep(deepest)
    assert is_too_deep(f"[{deepest}]")
    assert not is_too_deep(json.dumps({"a": "[" * 99, "b\\": '"[' * 99}))
    assert not is_too_deep("[]" * 10_000)
    assert is_too_deep('"a" "\\\\"' + "{" * 65)
    assert not is_too_deep('"never closed ' + "[" * 99)
    assert not is_too_deep('"' + '\\"' * 200_000 + "\\")  # read once, so quickly


async def test_deep_but_not_too_deep_passes() -> None:
    deep: Any = "x"
    for _ in range(DEEPEST - 1):
        deep = [deep]
    assert await ask(as_json({**MESSAGE_EVENT, "extra": deep}), JSON) == (200, Reason.PASSED)
    assert await ask(as_json({**MESSAGE_EVENT, "extra": [deep]}), JSON) == (400, Reason.SHAPE)


async def test_half_an_emoji_passes_and_is_mended_where_text_is_read() -> None:
    body = as_json(MESSAGE_EVENT).replace(b"canary", b"\\ud83d")
    assert await ask(body, JSON) == (200, Reason.PASSED)


async def test_an_escaped_payload_field_reads_the_same() -> None:
    body = b"payload=" + quote(json.dumps(PRESS)).encode()
    assert await ask(body, FORM) == (200, Reason.PASSED)
