"""What a form shows, as values. A form is seen by its author alone, so it may hold their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.conversation.script import Step
from flows.conversation.sights import OwnAnswer, OwnWords
from flows.conversation.written import Written


class Missing(StrEnum):
    """Why a form is not taken although nothing in it is wrong."""

    NOTHING_WRITTEN = "nothing_written"  # no field holds anything
    EMPTIED = "emptied"  # a field held an answer, and holds nothing now


@dataclass(frozen=True, slots=True)
class FieldSight:
    """One step of a form: what it holds, what was written elsewhere instead, and the earlier words it recalls.

    `too_long` is an answer that no field holds: it is shown, and changed in the message it was typed in.
    """

    step: Step
    ask: str
    written: Written = ()
    elsewhere: Sequence[Written] = ()
    recalled: OwnWords | None = None
    too_long: OwnAnswer | None = None


@dataclass(frozen=True, slots=True)
class LeftSight:
    """What was typed for a step that this form does not ask, and was never sent off."""

    step: Step
    ask: str
    written: Written


@dataclass(frozen=True, slots=True)
class FormSight:
    """A form of a conversation, at a turn. `day` is what that is about.

    `goes_on` says that the last answer decides what is asked on the next page, if anything is. `overtaken` says that
    questions of it were answered elsewhere, differently, while it stood open.
    """

    id: str
    conversation: str
    turn: int
    title: str
    day: date
    fields: Sequence[FieldSight]
    language: str
    goes_on: bool = False
    overtaken: bool = False
    left: Sequence[LeftSight] = ()
