"""What can be pressed to answer a step, and how a pressed answer is named."""

from collections.abc import Callable

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    InteractiveElement,
    Option,
    PlainTextObject,
    UserMultiSelectElement,
    UserSelectElement,
)

from bot import ids
from bot.views.parts import button
from flows.conversation.checks import MOST_PEOPLE
from flows.conversation.script import Kind, Step, Value
from flows.conversation.sights import QuestionSight
from flows.words import Words


def answer_elements(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    """The elements for this step's kind; none for kinds that are typed."""
    draw = _ELEMENTS.get(sight.step.kind)
    return draw(sight, words) if draw else []


def chosen_label(step: Step, value: Value, words: Words) -> str:
    """What the person pressed, in words they saw."""
    if value.number is not None:
        return words.number(value.number)
    if value.day is not None:
        return words.full_day(value.day)
    if step.kind is Kind.YES_NO:
        return words(f"question.button.{value.choices[0]}")
    labels = {option.id: option.label for option in step.options}
    return ", ".join(labels[choice] for choice in value.choices if choice in labels)


def _scale(sight: QuestionSight, _: Words) -> list[InteractiveElement]:
    step = sight.step
    points = range(step.low or 0, (step.high or 0) + 1)
    return [_answer(sight, point, str(point), str(point), _spoken(step, point)) for point in points]


def _choice(sight: QuestionSight, _: Words) -> list[InteractiveElement]:
    return [_answer(sight, place, option.label, option.id) for place, option in enumerate(sight.step.options)]


def _yes_no(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    return [_answer(sight, place, words(f"question.button.{each}"), each) for place, each in enumerate(("yes", "no"))]


def _spoken(step: Step, point: int) -> str:
    return f"{point}, {step.labels[point]}" if point in step.labels else ""


def _say(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    return [_answer(sight, 0, words("question.button.continue"), "")]


def _recall(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    pointer = ids.Pointer(sight.conversation, sight.turn, sight.step.id).packed()
    show = button(words("question.button.show_recalled"), ids.SHOW_RECALLED, pointer, style="primary")
    return [show, *_say(sight, words)]


def _date(_: QuestionSight, __: Words) -> list[InteractiveElement]:
    return [DatePickerElement(action_id=ids.PICK)]


def _person(_: QuestionSight, __: Words) -> list[InteractiveElement]:
    return [UserSelectElement(action_id=ids.PICK)]


def _people(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    return [UserMultiSelectElement(action_id=ids.PICKS, max_selected_items=MOST_PEOPLE), _done(sight, words)]


def _choices(sight: QuestionSight, words: Words) -> list[InteractiveElement]:
    labels = [(PlainTextObject(text=option.label, emoji=False), option.id) for option in sight.step.options]
    options = [Option(text=text, value=value) for text, value in labels]
    return [CheckboxesElement(action_id=ids.PICKS, options=options), _done(sight, words)]


def _done(sight: QuestionSight, words: Words) -> InteractiveElement:
    return _answer(sight, 0, words("question.button.done"), "")


def _answer(sight: QuestionSight, place: int, label: str, choice: str, spoken: str = "") -> InteractiveElement:
    pointer = ids.Pointer(sight.conversation, sight.turn, choice).packed()
    return button(label, f"{ids.QUESTION}:answer:{place}", pointer, read_as=spoken)


_ELEMENTS: dict[Kind, Callable[[QuestionSight, Words], list[InteractiveElement]]] = {
    Kind.SCALE: _scale,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.CHOICES: _choices,
    Kind.DATE: _date,
    Kind.PERSON: _person,
    Kind.PEOPLE: _people,
    Kind.SAY: _say,
    Kind.RECALL: _recall,
}
