"""Does an answer fit its step? A person's mistake is a value, never an exception."""

from collections.abc import Callable
from enum import StrEnum

from flows.conversation.script import Kind, Step, Value

IN_A_FIELD = 3000
"""So many characters a field of a form holds."""

IN_A_MESSAGE = 40_000
"""So many characters Slack takes in one message."""

MOST_PEOPLE = 50
"""So many names still fit one paragraph where they are shown again."""


class Problem(StrEnum):
    """Why a reply changed nothing. The same step is asked again, saying so."""

    STALE = "stale"  # the question was answered already, or is not the one asked now
    OVER = "over"  # the conversation has ended
    REQUIRED = "required"
    NOTHING_BEFORE = "nothing_before"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_ON_SCALE = "not_on_scale"
    NOT_AN_OPTION = "not_an_option"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    NOT_A_PERSON = "not_a_person"
    NOTHING_TO_ANSWER = "nothing_to_answer"  # words where there is only something to read
    IN_FORM = "in_form"  # words where only the form is wanted


def longest(step: Step, *, in_message: bool) -> int:
    """How many characters an answer may have: what the script says, or else what fits where it is written."""
    return IN_A_MESSAGE if in_message and step.max_length >= IN_A_FIELD else step.max_length


def check(step: Step, value: Value | None, *, in_message: bool = False) -> Problem | None:
    """Say what is wrong with `value` as an answer to `step`, or None when it fits. A message holds more than a form."""
    if step.silent:
        return Problem.NOTHING_TO_ANSWER if value not in {None, Value()} else None
    if value is None:
        return Problem.EMPTY
    if len(value.text) > longest(step, in_message=in_message):
        return Problem.TOO_LONG
    return _CHECKS[step.kind](step, value)


def _text(_: Step, value: Value) -> Problem | None:
    return None if value.text.strip() else Problem.EMPTY


def _scale(step: Step, value: Value) -> Problem | None:
    return None if _within(step, value) else Problem.NOT_ON_SCALE


def _number(step: Step, value: Value) -> Problem | None:
    return None if _within(step, value) else Problem.NOT_A_NUMBER


def _within(step: Step, value: Value) -> bool:
    if value.number is None:
        return False
    above = step.low is None or step.low <= value.number
    return above and (step.high is None or value.number <= step.high)


def _choice(step: Step, value: Value) -> Problem | None:
    return _choices(step, value) if len(value.choices) == 1 else Problem.NOT_AN_OPTION


def _choices(step: Step, value: Value) -> Problem | None:
    known = {option.id for option in step.options}
    fits = bool(value.choices) and known.issuperset(value.choices)
    return None if fits else Problem.NOT_AN_OPTION


def _competencies(_: Step, value: Value) -> Problem | None:
    """The map of competencies is the programme's, so which ones there are is not the script's to know."""
    return None if value.choices else Problem.NOT_AN_OPTION


def _yes_no(_: Step, value: Value) -> Problem | None:
    return None if value.choices in {("yes",), ("no",)} else Problem.NOT_YES_OR_NO


def _date(_: Step, value: Value) -> Problem | None:
    return None if value.day is not None else Problem.NOT_A_DATE


def _person(_: Step, value: Value) -> Problem | None:
    return None if len(value.choices) == 1 else Problem.NOT_A_PERSON


def _people(_: Step, value: Value) -> Problem | None:
    return None if 1 <= len(value.choices) <= MOST_PEOPLE else Problem.NOT_A_PERSON


_CHECKS: dict[Kind, Callable[[Step, Value], Problem | None]] = {
    Kind.TEXT: _text,
    Kind.SCALE: _scale,
    Kind.LEVEL: _scale,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.COMPETENCIES: _competencies,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.PERSON: _person,
    Kind.PEOPLE: _people,
}
