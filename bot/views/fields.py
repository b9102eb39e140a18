"""The field in which a step is answered in a window, and what it holds when the window is sent off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from bot import ids
from flows.conversation.checks import IN_A_FIELD, MOST_PEOPLE
from flows.conversation.script import Kind, Step
from flows.conversation.written import Written
from flows.text import clean, one_line
from flows.words import Words

_FEW = 10
"""So many options Slack shows side by side; more go into a list that unfolds."""

_LABEL_LENGTH = 75

Choices = Sequence[tuple[str, str]]
"""What can be chosen: what is kept of it, and what it reads as."""


@dataclass(frozen=True, slots=True)
class _Field:
    step: Step
    written: Written
    words: Words
    told: bool

    @property
    def first(self) -> str | None:
        return self.written[0] if self.written else None

    @property
    def while_typing(self) -> DispatchActionConfig | None:
        return DispatchActionConfig(trigger_actions_on=["on_character_entered"]) if self.told else None


def field(step: Step, ask: str, hint: str, written: Written, words: Words, *, told: bool = False) -> InputBlock:
    """The field of a step, holding what is `written`. With `told`, Cairn hears of every change while one types."""
    return InputBlock(
        block_id=block_of(step.id),
        label=PlainTextObject(text=ask, emoji=False),
        hint=PlainTextObject(text=hint, emoji=False) if hint else None,
        element=_ELEMENTS[step.kind](_Field(step, written, words, told)),
        optional=not step.required,
        dispatch_action=told or None,
    )


def block_of(step: str) -> str:
    """The id of the block in which a step is answered."""
    return f"{ids.FIELD}:{step}"


def written_in(values: Mapping[str, Any]) -> dict[str, Written]:
    """What the fields of a window hold, by step, from the `state.values` that Slack sends."""
    ours = {block: held for block, held in values.items() if block.startswith(block_of(""))}
    return {block.partition(":")[2]: _held(elements.get(ids.FIELD) or {}) for block, elements in ours.items()}


def _held(state: Mapping[str, Any]) -> Written:
    single = [state.get(key) for key in ("value", "selected_date", "selected_user")]
    options = [state.get("selected_option"), *(state.get("selected_options") or [])]
    chosen = [*single, *(option.get("value") for option in options if option), *(state.get("selected_users") or [])]
    return tuple(_typed(each) for each in chosen if isinstance(each, str) and each)


def _typed(text: str) -> str:
    """Cleaned. What has nothing to see is still not a field left empty."""
    return clean(text) or " "


def _words(field: _Field) -> InputInteractiveElement:
    return PlainTextInputElement(
        action_id=ids.FIELD,
        initial_value=field.first,
        multiline=True,
        max_length=min(field.step.max_length, IN_A_FIELD),
        dispatch_action_config=field.while_typing,
    )


def _number(field: _Field) -> InputInteractiveElement:
    low, high = field.step.low, field.step.high
    return NumberInputElement(
        action_id=ids.FIELD,
        is_decimal_allowed=False,
        initial_value=field.first,
        min_value=None if low is None else str(low),
        max_value=None if high is None else str(high),
        dispatch_action_config=field.while_typing,
    )


def _scale(field: _Field) -> InputInteractiveElement:
    points = range(field.step.low or 0, (field.step.high or 0) + 1)
    return _one([(str(point), _labelled(point, field.step.labels)) for point in points], field)


def _labelled(point: int, labels: Mapping[int, str]) -> str:
    return one_line(f"{point} = {labels[point]}" if point in labels else str(point), _LABEL_LENGTH)


def _choice(field: _Field) -> InputInteractiveElement:
    return _one([(each.id, each.label) for each in field.step.options], field)


def _yes_no(field: _Field) -> InputInteractiveElement:
    return _one([(each, field.words(f"question.button.{each}")) for each in ("yes", "no")], field)


def _one(choices: Choices, field: _Field) -> InputInteractiveElement:
    options, chosen = _options(choices, field.written)
    element = RadioButtonsElement if len(options) <= _FEW else StaticSelectElement
    return element(action_id=ids.FIELD, options=options, initial_option=chosen[0] if chosen else None)


def _choices(field: _Field) -> InputInteractiveElement:
    options, chosen = _options([(each.id, each.label) for each in field.step.options], field.written)
    element = CheckboxesElement if len(options) <= _FEW else StaticMultiSelectElement
    return element(action_id=ids.FIELD, options=options, initial_options=chosen or None)


def _options(choices: Choices, written: Written) -> tuple[list[Option], list[Option]]:
    """Everything there is to choose, and what of it is chosen."""
    options = {kept: Option(text=PlainTextObject(text=label, emoji=False), value=kept) for kept, label in choices}
    return list(options.values()), [options[each] for each in written if each in options]


def _date(field: _Field) -> InputInteractiveElement:
    return DatePickerElement(action_id=ids.FIELD, initial_date=field.first)


def _person(field: _Field) -> InputInteractiveElement:
    return UserSelectElement(action_id=ids.FIELD, initial_user=field.first)


def _people(field: _Field) -> InputInteractiveElement:
    picked = list(field.written) or None
    return UserMultiSelectElement(action_id=ids.FIELD, initial_users=picked, max_selected_items=MOST_PEOPLE)


_ELEMENTS: dict[Kind, Callable[[_Field], InputInteractiveElement]] = {
    Kind.TEXT: _words,
    Kind.NUMBER: _number,
    Kind.SCALE: _scale,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.PERSON: _person,
    Kind.PEOPLE: _people,
}
