"""What a form shows, as values. A form is seen by its author alone, so it may hold their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.conversation.script import Step
from flows.conversation.sights import OwnWords
from flows.conversation.written import Written


@dataclass(frozen=True, slots=True)
class FieldSight:
    """One step of a form: what it holds, what another device holds instead, and the earlier words it recalls."""

    step: Step
    ask: str
    written: Written = ()
    elsewhere: Written = ()
    recalled: OwnWords | None = None


@dataclass(frozen=True, slots=True)
class FormSight:
    """A form. `day` is what the conversation is about; `clashes` when something was changed on another device."""

    id: str
    title: str
    day: date
    fields: Sequence[FieldSight]
    language: str
    clashes: bool
