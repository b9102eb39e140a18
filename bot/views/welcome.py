"""How an invitation to a programme looks, and what somebody reads who is to coach in one."""

from collections.abc import Iterator

from slack_sdk.models.blocks import ButtonElement

from bot import ids
from bot.views.changes import farewell_message, from_outside, new_coach_message
from bot.views.naming_people import here
from bot.views.pacts import proposal_message
from bot.views.parts import Drawn, button, escaped, plain
from bot.views.rhythm import days_named
from bot.views.said import Said, said_aloud
from flows.managing.agreement_sights import ProposalSight
from flows.managing.sights import (
    Answer,
    CoachWelcomeSight,
    FarewellSight,
    NewCoachSight,
    ProgrammeSight,
    WelcomeSight,
)
from flows.rhythm import Rhythm
from flows.words import Words


def programme_message(sight: ProgrammeSight, words: Words) -> Drawn:
    """The message for a sight of a programme."""
    match sight:
        case WelcomeSight():
            return welcome_message(sight, words)
        case CoachWelcomeSight():
            return coach_welcome_message(sight, words)
        case NewCoachSight():
            return new_coach_message(sight, words)
        case FarewellSight():
            return farewell_message(sight, words)
        case ProposalSight():
            return proposal_message(sight, words)


def welcome_message(sight: WelcomeSight, words: Words) -> Drawn:
    """An invitation: who enrolled them, what this is, and three things to press as long as it is not answered."""
    said = list(_invitation(sight, words))
    choices = _choices(sight, words) if sight.answer in {Answer.OPEN, Answer.PUT_OFF} else []
    return said_aloud(said, choices, "welcome")


def coach_welcome_message(sight: CoachWelcomeSight, words: Words) -> Drawn:
    """What somebody is told who is to coach: whom, and that they agree first."""
    if sight.over:
        said = words("welcome.coach.over", programme=sight.name)
        return Drawn(escaped(said), [plain(said)])
    if sight.named_by:
        first = words("welcome.coach.first", programme=sight.name, **here("by"))
    else:
        first = words("welcome.coach.first_operator", programme=sight.name)
    said_all = [
        _by(first, sight.named_by),
        Said(words("welcome.coach.leaders", count=len(sight.leaders), **here("leaders")), {"leaders": sight.leaders}),
        Said(words("welcome.coach.what")),
        Said(words("welcome.coach.agree")),
    ]
    pointer = ids.Pointer(sight.programme).packed()
    look = button(words("welcome.coach.see_agreement"), ids.SEE_AGREEMENT, pointer, style="primary")
    return said_aloud(said_all, [look], "coach_welcome")


def _invitation(sight: WelcomeSight, words: Words) -> Iterator[Said]:
    yield _first(sight, words)
    if sight.answer is Answer.OPEN and not sight.reminds:
        yield Said(words("welcome.what"))
        yield Said(words("welcome.yours"))
    if sight.coaches:
        who = words("welcome.coaches", count=len(sight.coaches), **here("coaches"))
        yield Said(who, {"coaches": sight.coaches})
    yield from (from_outside(coach, until, words) for coach, until in sight.outside)
    if said := _state(sight, words):
        yield Said(said)


def _first(sight: WelcomeSight, words: Words) -> Said:
    if sight.reminds:
        return Said(words("welcome.reminds", programme=sight.programme))
    if not sight.enrolled_by:
        return Said(words("welcome.first_operator", programme=sight.programme))
    if sight.known:
        return _by(words("welcome.known", programme=sight.programme, **here("by")), sight.enrolled_by)
    return _by(words("welcome.first", programme=sight.programme, **here("by")), sight.enrolled_by)


def _state(sight: WelcomeSight, words: Words) -> str:
    match sight.answer:
        case Answer.OPEN:
            return "" if sight.reminds else words("welcome.no_answer")
        case Answer.PUT_OFF:
            return words("welcome.put_off")
        case Answer.ACCEPTED:
            return _set_up(sight.rhythm, words)
        case Answer.OVER:
            return words("welcome.over")


def _set_up(rhythm: Rhythm | None, words: Words) -> str:
    if rhythm is None:
        return words("welcome.accepted")
    return words("welcome.accepted_at", days=days_named(rhythm, words), hour=words.time(rhythm.hour))


def _choices(sight: WelcomeSight, words: Words) -> list[ButtonElement]:
    pointer = ids.Pointer(sight.enrolment).packed()
    set_up = button(words("welcome.set_up"), ids.SET_UP, pointer, style="primary")
    look = button(words("welcome.who_sees_what"), ids.PRIVACY, pointer)
    not_now = [button(words("welcome.not_now"), ids.NOT_NOW, pointer)] if sight.answer is Answer.OPEN else []
    return [set_up, look, *not_now]


def _by(sentence: str, slack_id: str) -> Said:
    return Said(sentence, {"by": [slack_id] if slack_id else []})
