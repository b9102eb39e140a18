"""What becomes of a delivery, for every way in which Slack or the network can answer."""

import ssl
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_answers import Unfinished, Verdict, judge, retry_after

WHERE = ConnectionKey("slack.com", 443, True, True, None, None, None)


def answered(said: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> SlackApiError:
    """A call that Slack answered, as the SDK reports it."""
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={},
        data=said,
        headers=dict(headers or {}),
        status_code=status,
    )
    return failed(response)


def failed(response: object) -> SlackApiError:
    """What the SDK raises."""
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]  # the SDK has no types here


def refused(error: str, status: int = 200) -> SlackApiError:
    return answered({"ok": False, "error": error}, status)


@pytest.mark.parametrize(
    ("error", "verdict", "reason"),
    [
        (refused("channel_not_found"), Verdict.FAILED, "channel_not_found"),
        (refused("is_archived"), Verdict.FAILED, "is_archived"),
        (refused("token_revoked"), Verdict.FAILED, "token_revoked"),
        (refused("invalid_blocks"), Verdict.UNDRAWABLE, "invalid_blocks"),
        (refused("msg_too_long"), Verdict.UNDRAWABLE, "msg_too_long"),
        (refused("already_reacted"), Verdict.SENT, "already_reacted"),
        (refused("message_not_found"), Verdict.SENT, "message_not_found"),
        (refused("internal_error"), Verdict.UNCERTAIN, "internal_error"),
        (refused("an_error_of_next_year"), Verdict.UNCERTAIN, "an_error_of_next_year"),
        (refused("channel_not_found", 500), Verdict.UNCERTAIN, "channel_not_found"),
        (refused("What a person wrote"), Verdict.UNCERTAIN, "http_200"),
        (refused("ratelimited"), Verdict.AGAIN, "ratelimited"),
        (answered({}, 429), Verdict.AGAIN, "ratelimited"),
        (answered("", 429), Verdict.AGAIN, "ratelimited"),  # a proxy answers with plain text
        (answered("", 500), Verdict.UNCERTAIN, "http_500"),
        (answered("upstream is gone", 502), Verdict.UNCERTAIN, "http_502"),
        (answered(None, 503), Verdict.UNCERTAIN, "http_503"),
        (answered({"ok": False}), Verdict.UNCERTAIN, "http_200"),
        (failed({}), Verdict.UNCERTAIN, "http_200"),
        (failed(SimpleNamespace(status=200, headers={})), Verdict.UNCERTAIN, "http_200"),
        (failed(SimpleNamespace(status=429, headers={})), Verdict.AGAIN, "ratelimited"),
        (aiohttp.ServerDisconnectedError(), Verdict.UNCERTAIN, "ServerDisconnectedError"),
        (aiohttp.ClientOSError(), Verdict.UNCERTAIN, "ClientOSError"),
        (TimeoutError(), Verdict.UNCERTAIN, "TimeoutError"),
        (aiohttp.ClientConnectorError(WHERE, OSError(111, "refused")), Verdict.AGAIN, "unreachable"),
        (aiohttp.ClientConnectorDNSError(WHERE, OSError(-2, "unknown")), Verdict.AGAIN, "unreachable"),
        (aiohttp.ClientConnectorSSLError(WHERE, ssl.SSLError()), Verdict.AGAIN, "unreachable"),
    ],
    ids=repr,
)
def test_every_answer_has_its_verdict(error: Exception, verdict: Verdict, reason: str) -> None:
    judged = judge(error, attempts=1)
    assert (judged.verdict, judged.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("cause", "verdict"),
    [
        (TimeoutError(), Verdict.HARMLESS),
        (refused("internal_error"), Verdict.HARMLESS),
        (refused("missing_scope"), Verdict.FAILED),
        (refused("ratelimited"), Verdict.AGAIN),
        (aiohttp.ClientConnectorError(WHERE, OSError(111, "refused")), Verdict.AGAIN),
    ],
    ids=repr,
)
def test_what_nobody_can_see_yet_may_be_repeated(cause: Exception, verdict: Verdict) -> None:
    unfinished = Unfinished()
    unfinished.__cause__ = cause
    assert judge(unfinished, attempts=1).verdict is verdict


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("1", 1.0), ("30", 30.0), ("0", 1.0), ("86400", 900.0), ("abc", 30.0), ("", 30.0), ("-5", 30.0), ("٣", 30.0)],
)
def test_slack_says_how_long_to_wait_and_is_believed_within_reason(given: str, seconds: float) -> None:
    assert retry_after({"retry-AFTER": given}) == seconds
    assert judge(answered({}, 429, {"Retry-After": given}), attempts=1).pause == seconds


def test_without_a_word_about_it_half_a_minute_is_waited() -> None:
    assert judge(answered({"ok": False, "error": "ratelimited"}, 429), attempts=1).pause == 30.0


def test_an_unreachable_slack_is_tried_less_and_less_often() -> None:
    unreachable = aiohttp.ClientConnectorError(WHERE, OSError(111, "refused"))
    pauses = [judge(unreachable, attempts).pause for attempts in (1, 2, 3, 6, 7, 8, 10_000)]
    assert pauses == [1.0, 2.0, 4.0, 32.0, 60.0, 60.0, 60.0]
