"""What was typed in windows that were not sent off, step by step. Pure.

A window that is opened takes over the words that wait for its fields, and the window they came from holds them no more:
so a field that is emptied stays empty, and words typed at the same time in two windows are told apart from words that
one of them merely went on with.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from flows.conversation.addressing import order_of
from flows.conversation.form import Form
from flows.conversation.script import Kind, Step
from flows.conversation.written import Written
from flows.text import is_blank


def last_typed(forms: Iterable[Form]) -> list[Form]:
    """Forms, the one typed in last first."""
    return sorted(forms, key=lambda each: (each.typed_at or each.opened_at, order_of(each.order)), reverse=True)


def holding(forms: Iterable[Form], step: str) -> list[Form]:
    """The forms in which something stands for this step, the one typed in last first."""
    return last_typed(each for each in forms if _says(each.written.get(step, ())))


def unlike(step: Step, texts: Iterable[Written], mine: Written) -> tuple[Written, ...]:
    """Those that say something for a step that `mine` does not, each once, in order."""
    told = dict.fromkeys(each for each in texts if _says(each) and not _within(step, each, mine))
    return tuple(told)


def taken_over(forms: Iterable[Form], steps: Container[str], turn: int) -> Mapping[str, Form]:
    """By step, the form whose words a new window holds.

    `steps` are those that have an answer: it stands in the field, unless something was typed since, at this `turn`.
    """
    every = list(forms)
    asked = {step for form in every for step in form.written}
    of_each = {
        step: [form for form in holding(every, step) if step not in steps or form.turn == turn] for step in asked
    }
    return {step: found[0] for step, found in of_each.items() if found}


def without(form: Form, words: Mapping[str, Written] | None = None, steps: Container[str] = ()) -> Form:
    """A form that holds none of these words, and nothing for these steps."""
    gone = words or {}
    left = {step: held for step, held in form.written.items() if step not in steps and gone.get(step) != held}
    return replace(form, written=left)


def _says(written: Written) -> bool:
    return not all(is_blank(each) for each in written)


def _within(step: Step, theirs: Written, mine: Written) -> bool:
    """Whether nothing is lost where `mine` stands instead: the same, or a text that was typed on."""
    return theirs == mine or (step.kind is Kind.TEXT and bool(mine) and theirs[0].strip() in mine[0])
