"""Everything about programmes that Cairn can draw, for Slack itself to look at."""

from collections.abc import Iterator
from datetime import date, time

from slack_sdk.models.views import View

from bot.views.agreement import agreement_modal, agreements_modal, left_modal
from bot.views.changes import hand_over_modal
from bot.views.home import home_page
from bot.views.parts import Drawn
from bot.views.privacy import privacy_message
from bot.views.set_up import set_up_modal
from bot.views.welcome import programme_message
from flows.conversation.sights import HomeSight, OwnSettings
from flows.conversation.situation import Accompanied, Accompanying, Part, Situation
from flows.managing.agreement_sights import AgreementSight, AgreementsSight, PactSight, ProposalSight, SetUpSight
from flows.managing.sights import (
    Answer,
    CoachWelcomeSight,
    FarewellSight,
    HandOver,
    NewCoachSight,
    ProgrammeSight,
    WelcomeSight,
)
from flows.people import AnswerIn
from flows.programmes.agreement import Shared
from flows.programmes.enrolment import Reason
from flows.programmes.handing_over import Choice
from flows.rhythm import Rhythm
from flows.roles import COACHING, Role
from flows.text import NAME_LENGTH
from flows.words import Words

_DAY = date(2026, 9, 30)  # a Wednesday in September: as long as a date gets in English
_ID = "about-something-with-an-id"
_NAME = "n" * NAME_LENGTH
_SOMEBODY = "USLACKBOT"  # known in every workspace
_RHYTHM = Rhythm(frozenset(range(1, 8)), time(16, 30), 15)


def of_programmes(words: Words) -> Iterator[tuple[str, Drawn | View]]:
    """Messages and windows, in the language of these words."""
    for name, sight in _sights():
        yield name, programme_message(sight, words)
    asked = HandOver(_ID, _SOMEBODY, list(Choice), _DAY, words.language)
    yield "hand over", hand_over_modal(asked, words)
    for part, situation in _situations():
        yield f"who sees what, {part}", privacy_message(words, "", situation)
        yield f"Home, {part}", View(type="home", blocks=list(home_page(HomeSight((), situation), words).blocks))
    for answered in (True, False):
        for to_coach in (True, False):
            proposal = ProposalSight(_ID, _SOMEBODY, to_coach, frozenset(Shared), answered)
            yield f"proposal, {to_coach}, {answered}", programme_message(proposal, words)
    pacts = [PactSight(f"{_ID}-{place}", _SOMEBODY, Role.COACH, _DAY, None) for place in range(50)]
    yield "many agreements", agreements_modal(AgreementsSight(_ID, _NAME, pacts), words)


def _situations() -> Iterator[tuple[str, Situation]]:
    """Where a leader, and a coach, may stand: with one of everything, and with more than is shown."""
    for many in (1, 12):
        parts = [Part(f"{_ID}-{place}", _NAME) for place in range(many)]
        by = [
            Accompanied(f"{role}-{place}", _SOMEBODY, role, _DAY, agreed=bool(place % 2), by_itself=frozenset(Shared))
            for role in Role
            for place in range(many)
        ]
        of = [Accompanying(f"{_ID}-{place}", _NAME, [_SOMEBODY] * many) for place in range(many)]
        yield f"a leader with {many}", Situation(parts, parts, by, (), _RHYTHM)
        yield f"a coach with {many}", Situation(of=of)


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
    yield "another last day", NewCoachSight(_ID, _NAME, "", _SOMEBODY, Role.COACH, [], _DAY, stays=True)
    yield "new coach, over", NewCoachSight(_ID, _NAME, _SOMEBODY, _SOMEBODY, role, [], over=True)
    for reason in (Reason.LEFT, Reason.TAKEN_OUT, Reason.PROGRAMME_OVER):
        for alone in (True, False):
            yield f"farewell, {reason}, {alone}", FarewellSight(_ID, _NAME, reason, asks=True, alone=alone)


def agreement_windows(words: Words, languages: tuple[str, ...]) -> Iterator[tuple[str, View]]:
    """Setting up, and agreeing, for either side."""
    own = OwnSettings(AnswerIn.CHAT, "", words.language, languages, words.language)
    pact = PactSight(_ID, _SOMEBODY, Role.COACH, _DAY, None)
    yield "set up", set_up_modal(SetUpSight(_ID, _ID, own, None, [pact]), words, _ID)
    for is_leader in (True, False):
        sight = AgreementSight(pact, _ID, _ID, is_leader, frozenset(Shared), frozenset(Shared))
        yield f"agreement, {is_leader}", agreement_modal(sight, words)
    yield "agreements", agreements_modal(AgreementsSight(_ID, _ID, [pact]), words)
    yield "left", left_modal(words)
