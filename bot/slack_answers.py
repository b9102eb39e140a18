"""What the answer to a Slack call means for the delivery that caused it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from slack_sdk.errors import SlackApiError

_DEFAULT_PAUSE, _LONGEST_PAUSE = 30.0, 900.0
"""Seconds to wait after a 429 that names no usable time, and at the most."""

_FIRST_RETRY, _LAST_RETRY = 1.0, 60.0
"""Seconds before a call that provably never reached Slack is tried again: doubled each time."""

_DOUBTFUL = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable", "unknown_error"})
_UNDRAWABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"})
_SETTLED = frozenset({"already_reacted", "message_not_found", "no_reaction"})


class Verdict(StrEnum):
    """What becomes of the delivery."""

    SENT = "sent"
    AGAIN = "again"  # Slack provably did nothing: try later
    UNCERTAIN = "uncertain"  # Slack may have done it
    FAILED = "failed"
    UNDRAWABLE = "undrawable"  # Slack refuses how it is drawn: say it plainly instead


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason, and for AGAIN the seconds to wait."""

    verdict: Verdict
    reason: str
    pause: float = 0.0


def judge(error: Exception, attempts: int) -> Judgement:
    """Judge a failed call. `attempts` counts the tries so far, this one included."""
    match error:
        case SlackApiError():
            return _refused(error)
        case aiohttp.ClientConnectorError():
            pause = min(_FIRST_RETRY * 2 ** min(attempts - 1, 10), _LAST_RETRY)
            return Judgement(Verdict.AGAIN, "unreachable", pause)
        case _:
            return Judgement(Verdict.UNCERTAIN, type(error).__name__)


def _refused(error: SlackApiError) -> Judgement:
    response = error.response
    status = getattr(response, "status_code", 200)
    reason = str(response.get("error") or "") if hasattr(response, "get") else ""
    if status == 429 or reason == "ratelimited":
        return Judgement(Verdict.AGAIN, "ratelimited", retry_after(getattr(response, "headers", {})))
    if status >= 500 or not reason or reason in _DOUBTFUL:
        return Judgement(Verdict.UNCERTAIN, reason or f"http_{status}")
    if reason in _UNDRAWABLE:
        return Judgement(Verdict.UNDRAWABLE, reason)
    return Judgement(Verdict.SENT if reason in _SETTLED else Verdict.FAILED, reason)


def retry_after(headers: Mapping[str, str]) -> float:
    """The seconds a 429 asks for: 30 when it does not say so usably, never more than 15 minutes."""
    given = next((value for key, value in headers.items() if key.lower() == "retry-after"), "")
    seconds = float(given) if given.isascii() and given.isdecimal() else _DEFAULT_PAUSE
    return min(max(seconds, 1.0), _LONGEST_PAUSE)
