"""What Slack's answers say about the installation. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bot.doctor.findings import Check, Finding, fault, fine, not_checked, warning
from flows.text import one_line

MOST_SECONDS_OFF = 60
"""Slack's signatures are good for five minutes; who is a minute off is on the way there."""

_APP_IN_TOKEN = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-.+")
_SIGNING_SECRET = re.compile("[0-9a-f]{32}")
_UNREACHABLE = "Check the network, the proxy and SLACK_API_URL."
_REINSTALL = "Add them on your Slack app's page (cairn manifest prints the right manifest) and reinstall the app."
_COPY_TOKEN = "Copy it again from your Slack app's page, OAuth & Permissions; reinstall the app there if need be."  # noqa: S105 - no token


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from a call: Slack's code when it refused, what stood in the way when nothing came."""

    ok: bool
    error: str = ""
    unreachable: str = ""
    status: int = 200
    said: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case

    def text(self, key: str) -> str:
        """A short text in it; empty when there is none."""
        value = self.said.get(key)
        return one_line(value) if isinstance(value, str) else ""


NO_TOKEN = "SLACK_BOT_TOKEN is missing."  # noqa: S105 - a sentence, no token


def about_token(answer: Answer | None) -> Finding:
    """Whether Slack knows the bot. None: there is no token to ask with."""
    if answer is None:
        return not_checked(Check.TOKEN, NO_TOKEN)
    if not answer.ok:
        return refusal(Check.TOKEN, answer, _COPY_TOKEN)
    if not answer.text("bot_id"):
        says = "SLACK_BOT_TOKEN is a person's token, not the bot's."
        return fault(Check.TOKEN, says, "Copy the Bot User OAuth Token (it begins with xoxb-).")
    return fine(Check.TOKEN, f"Slack knows us as {answer.text('user')} in {answer.text('team')}.")


def refusal(check: Check, answer: Answer, do: str) -> Finding:
    """A call that did not go well: `do` is the advice where Slack itself refused."""
    if answer.unreachable:
        return fault(check, f"Slack cannot be reached ({answer.unreachable}).", _UNREACHABLE)
    if answer.error == "ratelimited" or answer.status == 429:
        return fault(check, "Slack says that it was asked too often.", "Wait a few minutes and run it again.")
    if not answer.error:
        says = f"What answered is not Slack (status {answer.status})."
        return fault(check, says, _UNREACHABLE)
    return fault(check, f"Slack refused: {answer.error}.", do)


def about_scopes(answer: Answer | None, needed: Collection[str]) -> Finding:
    """Whether the app was granted what this version needs."""
    header = answer.headers.get("x-oauth-scopes") if answer and answer.ok else None
    if header is None:
        return not_checked(Check.SCOPES, "Slack did not say what was granted.")
    granted = {each.strip() for each in header.split(",") if each.strip()}
    if missing := sorted(set(needed) - granted):
        return fault(Check.SCOPES, f"These were not granted: {', '.join(missing)}.", _REINSTALL)
    if extra := sorted(granted - set(needed)):
        says = f"More was granted than Cairn needs: {', '.join(map(one_line, extra))}."
        return warning(Check.SCOPES, says, "Take them off on your Slack app's page and reinstall the app.")
    return fine(Check.SCOPES, "Granted is what is needed, and nothing else.")


def about_clock(seconds: float | None) -> Finding:
    """Whether this machine and Slack agree on the time. `seconds`: how far we are ahead; None: nobody told."""
    if seconds is None:
        return not_checked(Check.CLOCK, "Slack did not say what time it is.")
    if abs(seconds) > MOST_SECONDS_OFF:
        way = "ahead of" if seconds > 0 else "behind"
        says = f"This machine is {abs(round(seconds))} seconds {way} Slack."
        return fault(
            Check.CLOCK, says, "Set its clock (NTP does it): more than five minutes off, every request is refused."
        )
    return fine(Check.CLOCK, "This machine and Slack agree on the time.")


def seconds_ahead(asked: datetime, answered: datetime, date: str) -> float | None:
    """How far our clock is ahead of the `Date` of an answer, which is cut to whole seconds. None for no date at all."""
    try:
        theirs = parsedate_to_datetime(date).timestamp() + 0.5
    except ValueError:
        return None
    return (asked.timestamp() + answered.timestamp()) / 2 - theirs


def about_signing(secret: str) -> Finding:
    """Whether requests over HTTP can be told from others. That the secret is the right one, only a request shows."""
    if not secret:
        return not_checked(Check.SIGNING, "SLACK_SIGNING_SECRET is missing.")
    if not _SIGNING_SECRET.fullmatch(secret):
        says = "SLACK_SIGNING_SECRET does not look like one: 32 digits and letters from a to f."
        return warning(Check.SIGNING, says, "Copy it again from your Slack app's page, Basic Information.")
    return fine(Check.SIGNING, "It looks like one. If it is the wrong one, the count of sig in /metrics grows.")


def about_sockets(token: str, answer: Answer, app_id: str) -> Finding:
    """Whether Slack lets us connect. `app_id`: the bot's app, where it is known."""
    if not answer.ok:
        do = "Copy an app-level token with the scope connections:write from your Slack app's page, Basic Information, "
        return refusal(Check.SOCKETS, answer, do + "and let Socket Mode be on.")
    theirs = _APP_IN_TOKEN.fullmatch(token)
    if theirs and app_id and theirs[1] != app_id:
        says = "SLACK_APP_TOKEN and SLACK_BOT_TOKEN are of two different apps."
        return fault(Check.SOCKETS, says, "Copy both from the page of the same Slack app.")
    return fine(Check.SOCKETS, "Slack lets us connect.")
