"""How an invitation to a programme looks, and what somebody reads who is to coach in one."""

from collections.abc import Iterator
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement

from bot import ids
from bot.views.naming_people import People, here, naming, naming_aloud
from bot.views.parts import Drawn, aloud, button, buttons, escaped, plain
from flows.managing.sights import Answer, CoachWelcomeSight, ProgrammeSight, WelcomeSight
from flows.words import Words


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, and who stands in it."""

    sentence: str
    people: People

    def block(self) -> Block:
        return naming(self.sentence, self.people) if any(self.people.values()) else plain(self.sentence)

    def aloud(self) -> str:
        return naming_aloud(self.sentence, self.people)


def programme_message(sight: ProgrammeSight, words: Words) -> Drawn:
    """The message for a sight of a programme."""
    return welcome_message(sight, words) if isinstance(sight, WelcomeSight) else coach_welcome_message(sight, words)


def welcome_message(sight: WelcomeSight, words: Words) -> Drawn:
    """An invitation: who enrolled them, what this is, and three things to press as long as it is not answered."""
    said = list(_invitation(sight, words))
    choices = _choices(sight, words) if sight.answer in {Answer.OPEN, Answer.PUT_OFF} else []
    return _drawn(said, choices, "welcome")


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
        _Said(words("welcome.coach.leaders", count=len(sight.leaders), **here("leaders")), {"leaders": sight.leaders}),
        _Said(words("welcome.coach.what"), {}),
        _Said(words("welcome.coach.agree"), {}),
    ]
    pointer = ids.Pointer(sight.programme).packed()
    look = button(words("welcome.coach.see_agreement"), ids.SEE_AGREEMENT, pointer, style="primary")
    return _drawn(said_all, [look], "coach_welcome")


def _invitation(sight: WelcomeSight, words: Words) -> Iterator[_Said]:
    if sight.reminds:
        yield _Said(words("welcome.reminds", programme=sight.programme), {})
    elif sight.known and sight.enrolled_by:
        yield _by(words("welcome.known", programme=sight.programme, **here("by")), sight.enrolled_by)
    elif sight.enrolled_by:
        yield _by(words("welcome.first", programme=sight.programme, **here("by")), sight.enrolled_by)
    else:
        yield _Said(words("welcome.first_operator", programme=sight.programme), {})
    if sight.answer is Answer.OPEN and not sight.reminds:
        yield _Said(words("welcome.what"), {})
        yield _Said(words("welcome.yours"), {})
    if sight.coaches:
        who = words("welcome.coaches", count=len(sight.coaches), **here("coaches"))
        yield _Said(who, {"coaches": sight.coaches})
    if said := _state(sight, words):
        yield _Said(said, {})


def _state(sight: WelcomeSight, words: Words) -> str:
    match sight.answer:
        case Answer.OPEN:
            return "" if sight.reminds else words("welcome.no_answer")
        case Answer.PUT_OFF:
            return words("welcome.put_off")
        case Answer.ACCEPTED:
            return words("welcome.accepted")
        case Answer.OVER:
            return words("welcome.over")


def _choices(sight: WelcomeSight, words: Words) -> list[ButtonElement]:
    pointer = ids.Pointer(sight.enrolment).packed()
    set_up = button(words("welcome.set_up"), ids.SET_UP, pointer, style="primary")
    look = button(words("welcome.who_sees_what"), ids.PRIVACY, pointer)
    not_now = [button(words("welcome.not_now"), ids.NOT_NOW, pointer)] if sight.answer is Answer.OPEN else []
    return [set_up, look, *not_now]


def _by(sentence: str, slack_id: str) -> _Said:
    return _Said(sentence, {"by": [slack_id] if slack_id else []})


def _drawn(said: list[_Said], choices: list[ButtonElement], block_id: str) -> Drawn:
    labels = ", ".join(each.text.text for each in choices if each.text is not None)
    blocks = [each.block() for each in said]
    if choices:
        blocks.append(buttons(block_id, choices))
    return Drawn(aloud(*(each.aloud() for each in said), escaped(labels)), blocks)
