"""What the answer to a Slack call means for the delivery that caused it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from flows.errors import CairnError

_DEFAULT_PAUSE, _LONGEST_PAUSE = 30.0, 900.0
"""Seconds to wait after a 429 that names no usable time, and at the most."""

_FIRST_RETRY, _LAST_RETRY = 1.0, 60.0
"""Seconds before a call that provably never reached Slack is tried again: doubled each time."""

_CODE = re.compile("[a-z0-9_]{1,80}")
_UNDRAWABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"})
_SETTLED = frozenset({"already_reacted", "message_not_found", "no_reaction"})
_FINAL = frozenset(
    {
        # there is nobody to talk to at this place
        "channel_not_found",
        "user_not_found",
        "users_not_found",
        "user_disabled",
        "is_archived",
        "is_inactive",
        "cannot_dm_bot",
        "not_in_channel",
        "thread_not_found",
        # we may not
        "restricted_action",
        "cant_update_message",
        "cant_delete_file",
        "edit_window_closed",
        "missing_scope",
        "no_permission",
        "ekm_access_denied",
        "team_access_not_granted",
        "org_login_required",
        "not_authed",
        "invalid_auth",
        "account_inactive",
        "token_revoked",
        "token_expired",
        # what we sent makes no sense, and will not next time
        "invalid_arguments",
        "no_text",
        "bad_timestamp",
        "too_many_reactions",
    }
)
"""What Slack refuses for certain. An error that is not known may mean anything, so it is doubted."""


class Unfinished(CairnError):
    """Several calls belong together, and one before the last failed: nothing can be seen yet. Raised from what failed.

    Doing all of them again does no harm.
    """


class Verdict(StrEnum):
    """What becomes of the delivery."""

    SENT = "sent"
    AGAIN = "again"  # Slack provably did nothing: try later
    UNCERTAIN = "uncertain"  # Slack may have done it
    HARMLESS = "harmless"  # Slack may have done it, and nobody can tell: try again
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
        case Unfinished(__cause__=Exception() as cause):
            judged = judge(cause, attempts)
            return replace(judged, verdict=Verdict.HARMLESS) if judged.verdict is Verdict.UNCERTAIN else judged
        case SlackApiError():
            return _refused(error)
        case aiohttp.ClientConnectorError():
            pause = min(_FIRST_RETRY * 2 ** min(attempts - 1, 10), _LAST_RETRY)
            return Judgement(Verdict.AGAIN, "unreachable", pause)
        case _:
            return Judgement(Verdict.UNCERTAIN, type(error).__name__)


def _refused(error: SlackApiError) -> Judgement:
    status, reason, headers = facts(error.response)
    if status == 429 or reason == "ratelimited":
        return Judgement(Verdict.AGAIN, "ratelimited", retry_after(headers))
    if reason in _UNDRAWABLE:
        return Judgement(Verdict.UNDRAWABLE, reason)
    if reason in _SETTLED:
        return Judgement(Verdict.SENT, reason)
    if status < 500 and reason in _FINAL:
        return Judgement(Verdict.FAILED, reason)
    return Judgement(Verdict.UNCERTAIN, code_in(reason) or f"http_{status}")


def facts(response: Any) -> tuple[int, str, Mapping[str, str]]:
    """Status, error and headers. The SDK passes on its own response, the connection's or, for HTML, an empty dict.

    Its own holds a plain string where Slack (or a proxy) answered with text, and then its `get` raises.
    """
    said = getattr(response, "data", response)
    reason = said.get("error") if isinstance(said, Mapping) else None
    status: int = getattr(response, "status_code", getattr(response, "status", 200))
    return status, str(reason or ""), getattr(response, "headers", {})


def code_in(reason: str) -> str:
    """An error as it may be stored and logged: only what looks like one of Slack's codes."""
    return reason if _CODE.fullmatch(reason) else ""


def retry_after(headers: Mapping[str, str]) -> float:
    """The seconds a 429 asks for: 30 when it does not say so usably, never more than 15 minutes."""
    given = next((value for key, value in headers.items() if key.lower() == "retry-after"), "")
    seconds = float(given) if given.isascii() and given.isdecimal() else _DEFAULT_PAUSE
    return min(max(seconds, 1.0), _LONGEST_PAUSE)
