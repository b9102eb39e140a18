"""Everything about programmes that Cairn can draw, for Slack itself to look at."""

from collections.abc import Iterator
from datetime import date

from slack_sdk.models.views import View

from bot.views.changes import hand_over_modal
from bot.views.parts import Drawn
from bot.views.welcome import programme_message
from flows.managing.sights import (
    Answer,
    CoachWelcomeSight,
    FarewellSight,
    HandOver,
    NewCoachSight,
    ProgrammeSight,
    WelcomeSight,
)
from flows.programmes.enrolment import Reason
from flows.programmes.handing_over import Choice
from flows.roles import COACHING
from flows.text import NAME_LENGTH
from flows.words import Words

_DAY = date(2026, 9, 30)  # a Wednesday in September: as long as a date gets in English
_ID = "about-something-with-an-id"
_NAME = "n" * NAME_LENGTH
_SOMEBODY = "USLACKBOT"  # known in every workspace


def of_programmes(words: Words) -> Iterator[tuple[str, Drawn | View]]:
    """Messages and windows, in the language of these words."""
    for name, sight in _sights():
        yield name, programme_message(sight, words)
    asked = HandOver(_ID, _SOMEBODY, list(Choice), _DAY, words.language)
    yield "hand over", hand_over_modal(asked, words)


def _sights() -> Iterator[tuple[str, ProgrammeSight]]:
    for answer in Answer:
        yield f"welcome, {answer}", WelcomeSight(_ID, _NAME, _SOMEBODY, [_SOMEBODY], answer, [(_SOMEBODY, _DAY)])
    yield "welcome, in one more", WelcomeSight(_ID, _NAME, _SOMEBODY, [], Answer.OPEN, known=True)
    yield "welcome, by the operator", WelcomeSight(_ID, _NAME, "", [], Answer.OPEN)
    yield "reminder", WelcomeSight(_ID, _NAME, _SOMEBODY, [], Answer.OPEN, reminds=True)
    yield "coach's welcome", CoachWelcomeSight(_ID, _NAME, _SOMEBODY, [_SOMEBODY])
    yield "coach's welcome, over", CoachWelcomeSight(_ID, _NAME, "", [], over=True)
    for role in sorted(COACHING):
        comes = NewCoachSight(_ID, _NAME, _SOMEBODY, _SOMEBODY, role, [_SOMEBODY], _DAY, asks=True)
        yield f"new {role}", comes
    for choice in Choice:
        chosen = NewCoachSight(_ID, _NAME, _SOMEBODY, _SOMEBODY, role, [_SOMEBODY], chosen=choice)
        yield f"handed over, {choice}", chosen
    yield "nobody new", NewCoachSight(_ID, _NAME, "", "", role, [_SOMEBODY])
    yield "new coach, over", NewCoachSight(_ID, _NAME, _SOMEBODY, _SOMEBODY, role, [], over=True)
    for reason in (Reason.LEFT, Reason.TAKEN_OUT, Reason.PROGRAMME_OVER):
        for alone in (True, False):
            yield f"farewell, {reason}, {alone}", FarewellSight(_ID, _NAME, reason, asks=True, alone=alone)
