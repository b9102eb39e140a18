"""Answers as they stand in the fields of a form: what a field holds for a value, and what a filled field means.

What a field holds is a tuple of texts: the words of a text field; a number, or a date as YYYY-MM-DD; the ids of what is
chosen. An empty tuple is a field left empty.
"""

from collections.abc import Sequence

from flows.conversation.answering import pressed_value
from flows.conversation.checks import Problem, check
from flows.conversation.script import Kind, Step, Value
from flows.text import clean, is_blank

FIELD_LENGTH = 3000
"""As many characters as a field of Slack's holds."""

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


def fits_a_field(step: Step, value: Value) -> bool:
    """Whether the answer can be changed in a form; a longer one, typed as a message, is changed there."""
    return step.kind not in _TYPED or len(value.text) <= FIELD_LENGTH


def _read_words(step: Step, words: str) -> Value | Problem:
    text = clean(words)
    if is_blank(text):
        return Problem.EMPTY
    if len(text) > FIELD_LENGTH:
        return Problem.TOO_LONG
    return check(step, Value(text=text)) or Value(text=text)
