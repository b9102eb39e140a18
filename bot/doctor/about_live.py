"""What Slack's answers mean when an installation is tried out in a live workspace. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.doctor.about_slack import Answer, refusal
from bot.doctor.findings import Check, Finding, fault, fine, not_checked, warning
from flows.text import one_line

_SHOWN = 5
_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger")
_ADVICE: Mapping[Check, str] = {
    Check.POST: "Look the code up on Slack's page of chat.postMessage. Mostly it is a scope or the messages tab.",
    Check.UPDATE: "Look the code up on Slack's page of chat.update.",
    Check.DELETE: "The message may still stand in that person's chat with Cairn; it does no harm.",
    Check.HOME: "Look the code up on Slack's page of views.publish.",
}
_WENT_WELL: Mapping[Check, str] = {
    Check.POST: "The message was posted.",
    Check.UPDATE: "It was changed.",
    Check.DELETE: "It was taken away again.",
    Check.HOME: "The Home tab was drawn.",
}


def about_person(answer: Answer) -> Finding:
    """Whether the named person is somebody to try it on."""
    if not answer.ok:
        return refusal(Check.PERSON, answer, "Name a member of this workspace: their profile, More, Copy member ID.")
    who = answer.said.get("user")
    known: Mapping[str, object] = who if isinstance(who, Mapping) else {}
    if known.get("deleted") or known.get("is_bot"):
        return fault(Check.PERSON, "That is a bot, or somebody who has left.", "Name somebody who can look.")
    if any(known.get(each) for each in _GUEST):
        return warning(Check.PERSON, "That is a guest, who may not use Cairn.", "Name a full member.")
    return fine(Check.PERSON, "They are a member of this workspace.")


def about_deed(check: Check, answer: Answer | None) -> Finding:
    """Whether something was done in Slack. None: an earlier step did not go well, so it was not tried."""
    if answer is None:
        return not_checked(check, "An earlier step did not go well.")
    if check is Check.HOME and answer.error == "not_enabled":
        return not_checked(check, "The Home tab is off in the app, as it is meant to be in this version.")
    return fine(check, _WENT_WELL[check]) if answer.ok else refusal(check, answer, _ADVICE[check])


@dataclass(frozen=True, slots=True)
class Refused:
    """A drawing that Slack would not take, and where and why."""

    name: str
    reason: str


def why_refused(name: str, answer: Answer) -> Refused:
    """Slack's code, and the place of the first thing that is wrong."""
    errors = answer.said.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else {}
    parts = [answer.error, str(first.get("pointer", "")), str(first.get("code", ""))]
    return Refused(name, one_line(" ".join(each for each in parts if each)))


def about_views(count: int, refused: Sequence[Refused]) -> Finding:
    """Whether Slack takes everything that is drawn."""
    if not refused:
        return fine(Check.VIEWS, f"Slack takes all {count} of them.")
    shown = "; ".join(f"{each.name} ({each.reason})" for each in refused[:_SHOWN])
    more = f"; and {len(refused) - _SHOWN} more" if len(refused) > _SHOWN else ""
    says = f"Slack refuses {len(refused)} of {count}: {shown}{more}."
    return fault(Check.VIEWS, says, "If it names a script of yours, shorten its texts; else report it as a bug.")
