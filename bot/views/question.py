"""How a question looks: when it is asked, and once it is answered."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, HeaderBlock, InteractiveElement

from bot import ids
from bot.views.answer_elements import answer_elements, chosen_label
from bot.views.naming_people import here, naming, naming_aloud
from bot.views.parts import Drawn, aloud, aside, button, buttons, escaped, filled, link, plain, strong
from flows.conversation.checks import Problem, longest
from flows.conversation.script import Kind, Step
from flows.conversation.sights import QuestionSight, Stage
from flows.words import Words

_CONTROLS = ("skip", "back", "later", "stop", "help")
_ONLY_IN_CHAT = frozenset({"back"})
"""In the form the question before stands above. *Skip* stays: a page on which nothing is written is not sent off."""


def question_message(sight: QuestionSight, words: Words) -> Drawn:
    """The message of a question at its stage."""
    asked = sight.stage is Stage.ASKED
    return _asked(sight, words) if asked else _settled(sight, words)


def _asked(sight: QuestionSight, words: Words) -> Drawn:
    opening, ask = _opening(sight, words), filled(sight.ask, sight.day, words)
    problem = _problem(sight.problem, sight.step, words) if sight.problem else ""
    below = _below(sight, words)
    blocks: list[Block] = [*_opening_blocks(sight, words)]
    blocks += [plain(problem)] if problem else []
    blocks += [strong(ask)]
    blocks += [link(sight.step.link)] if sight.step.link else []
    blocks += [aside(line) for line in below]
    answers = _form_elements(sight, words) if sight.in_form else answer_elements(sight, words)
    blocks += [buttons(_pointer(sight, "answers"), answers)] if answers else []
    controls = _controls(sight, words)
    blocks += [buttons(_pointer(sight, "controls"), controls)]
    boxes = [option.label for option in sight.step.options] if sight.step.kind is Kind.CHOICES else []
    said = ", ".join([*([] if sight.in_form else boxes), _labels([*answers, *controls])])
    rest = words("question.or_press", words=said) if sight.in_form else words("question.or_words", words=said)
    return Drawn(aloud(opening, escaped(aloud(problem, ask, sight.step.link, *below, rest))), blocks)


def _below(sight: QuestionSight, words: Words) -> list[str]:
    """The grey lines under the question. In the form, hints and scales stand beside their fields."""
    if sight.in_form:
        return [words("question.in_form")]
    lines = filled(sight.step.hint, sight.day, words), _legend(sight.step), _how(sight, words)
    return [line for line in lines if line]


def _form_elements(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    return [button(words("question.button.open_form"), ids.OPEN_FORM, _pointer(sight), style="primary")]


def _settled(sight: QuestionSight, words: Words) -> Drawn:
    opening, ask, stage = _opening(sight, words), filled(sight.ask, sight.day, words), _stage(sight, words)
    blocks: list[Block] = [*_opening_blocks(sight, words), strong(ask), aside(stage)]
    if ways := _ways_on(sight, words):
        blocks.append(buttons(_pointer(sight, "controls"), ways))
        stage = aloud(stage, _labels(ways))
    return Drawn(aloud(opening, escaped(aloud(ask, stage))), blocks)


def _ways_on(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    """How to go on with what was put aside, or is gone through in a form."""
    if sight.stage is Stage.LATER:
        return [button(words("question.button.go_on"), _action("go_on"), _pointer(sight), style="primary")]
    if sight.stage is Stage.GOES_ON:
        here = button(words("question.button.go_on_here"), _action("go_on"), _pointer(sight))
        skip = button(words("question.button.skip"), _action("skip"), _pointer(sight))
        chat, past = [here] if sight.may_choose else [], [skip] if sight.may_skip else []
        return [_form(sight, words, "go_on_in_form"), *chat, *past]
    return []


def _form(sight: QuestionSight, words: Words, name: str) -> InteractiveElement:
    return button(words(f"question.button.{name}"), ids.OPEN_FORM, _pointer(sight))


def _opening(sight: QuestionSight, words: Words) -> str:
    if not sight.opening:
        return ""
    why = aloud(sight.script.title, filled(sight.script.why, sight.day, words), _why_it_came(sight, words))
    named = naming_aloud(_seen_by(sight, words), {"people": sight.seen_by}) if sight.seen_by else ""
    return aloud(escaped(why), named)


def _opening_blocks(sight: QuestionSight, words: Words) -> list[Block]:
    if not sight.opening:
        return []
    why = plain(filled(sight.script.why, sight.day, words))
    named = [naming(_seen_by(sight, words), {"people": sight.seen_by})] if sight.seen_by else []
    return [HeaderBlock(text=sight.script.title), why, aside(_why_it_came(sight, words)), *named]


def _why_it_came(sight: QuestionSight, words: Words) -> str:
    said = f"{words('question.minutes', count=sight.script.minutes)} {words('question.you_asked')}"
    return f"{said} {words('question.only_you')}" if sight.seen_by is not None and not sight.seen_by else said


def _seen_by(sight: QuestionSight, words: Words) -> str:
    """Who sees what is finished, with room for their names."""
    return words("question.seen_by", count=len(sight.seen_by or ()), **here("people"))


def _how(sight: QuestionSight, words: Words) -> str:
    """How to answer, unless the script's own hint says so or it is plain by now."""
    plain_by_now = sight.step.kind is Kind.TEXT and not sight.opening
    return "" if sight.step.hint or plain_by_now else words(f"question.how.{sight.step.kind}")


def _controls(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    """Skip, Back, Later, Stop, Help; and the short version while nothing was answered yet."""
    left_out = {"back"} if sight.first else set()
    left_out |= {"skip"} if sight.step.silent or sight.step.required else set()
    left_out |= _ONLY_IN_CHAT if sight.in_form else set()
    controls: list[InteractiveElement] = [
        button(words(f"question.button.{name}"), ids.HELP if name == "help" else _action(name), _pointer(sight))
        for name in _CONTROLS
        if name not in left_out
    ]
    if sight.opening and sight.script.short_minutes and not sight.short:
        label = words("question.short_version", count=sight.script.short_minutes)
        controls.insert(0, button(label, _action("shorten"), _pointer(sight)))
    return [*controls, *_other_way(sight, words)]


def _other_way(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    """From chat into the form, or back, for those who may choose."""
    if not sight.may_choose:
        return []
    if not sight.in_form:
        return [_form(sight, words, "in_form")]
    return [button(words("question.button.in_chat"), _action("in_chat"), _pointer(sight))]


def _stage(sight: QuestionSight, words: Words) -> str:
    if sight.stage is Stage.ANSWERED and sight.pressed and (choice := chosen_label(sight.step, sight.pressed, words)):
        return words("question.stage.pressed", choice=choice)
    if sight.stage is Stage.LATER:
        return words("question.stage.later", word=sight.script.start_words[0])
    return words(f"question.stage.{sight.stage}")


def _problem(problem: Problem, step: Step, words: Words) -> str:
    facts = {"count": longest(step, in_message=True), "low": step.low or 0, "high": step.high or 0}
    return words(f"question.problem.{problem}", **facts)


def _legend(step: Step) -> str:
    """What the points of a scale mean."""
    if step.kind is not Kind.SCALE:
        return ""
    return ", ".join(f"{point} = {label}" for point, label in sorted(step.labels.items()))


def _labels(elements: Sequence[InteractiveElement]) -> str:
    texts = [getattr(element, "text", None) for element in elements]
    return ", ".join(text.text for text in texts if text is not None)


def _action(name: str) -> str:
    return f"{ids.QUESTION}:{name}"


def _pointer(sight: QuestionSight, choice: str = "") -> str:
    return ids.Pointer(sight.conversation, sight.turn, choice).packed()
