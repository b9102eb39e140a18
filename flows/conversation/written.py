"""Answers as they stand in the fields of a form: what a field holds for a value, and what a filled field means.

What a field holds is a tuple of texts: the words of a text field; a number, or a date as YYYY-MM-DD; the ids of what is
chosen. An empty tuple is a field left empty.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flows.conversation.checks import IN_A_FIELD, Problem, check
from flows.conversation.script import Kind, Step, Value
from flows.conversation.typed import Reading, remark_alone
from flows.text import clean, is_blank

_NUMBER = re.compile("-?[0-9]{1,9}")
_NUMBERED = {Kind.SCALE, Kind.NUMBER, Kind.LEVEL}
_TYPED = frozenset({Kind.TEXT})

Written = tuple[str, ...]


def as_written(step: Step, value: Value | None) -> Written:
    """What the field of a step holds for an answer."""
    if value is None:
        return ()
    if step.kind in _TYPED:
        return (value.text,) if value.text else ()
    if value.number is not None:
        return (str(value.number),)
    return (value.day.isoformat(),) if value.day else value.choices


def read_written(step: Step, written: Sequence[str]) -> Value | Problem | None:
    """What a filled field answers, why it does not, or None for one that was left empty."""
    if step.silent or not any(written):
        return None
    if step.kind in _TYPED:
        return _read_words(step, written[0])
    value = pressed_value(step, tuple(written))
    return check(step, value) or value


def with_remark(step: Step, value: Value, before: Value | None, reading: Reading) -> Value:
    """A number or choice from a field, with the remark that was typed beside the one before: no field shows it.

    Another number does not take along the one that its remark began with.
    """
    if before is None or step.kind in _TYPED:
        return value
    if value == replace(before, text=""):
        return before
    return replace(value, text=remark_alone(step, before, reading))


def pressed_value(step: Step, chosen: tuple[str, ...]) -> Value | None:
    """What pressing or choosing `chosen` on this step answers; None when it cannot be read."""
    if step.silent:
        return Value()
    if not chosen:
        return Value()
    if step.kind in _NUMBERED:
        return Value(number=int(chosen[0])) if _NUMBER.fullmatch(chosen[0]) else None
    if step.kind is Kind.DATE:
        return _day(chosen[0])
    return Value(choices=chosen)


def fits_a_field(step: Step, value: Value) -> bool:
    """Whether the answer can be changed in a form; a longer one, typed as a message, is changed there."""
    return step.kind not in _TYPED or len(value.text) <= IN_A_FIELD


def _read_words(step: Step, words: str) -> Value | Problem:
    text = clean(words)
    if is_blank(text):
        return Problem.EMPTY
    if len(text) > IN_A_FIELD:
        return Problem.TOO_LONG
    return check(step, Value(text=text)) or Value(text=text)


def _day(written: str) -> Value | None:
    try:
        return Value(day=date.fromisoformat(written))
    except ValueError:
        return None
