"""Something to do at a moment, once: the clock finds it when it is due."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What is to be done."""

    REMIND = "remind"  # of an invitation; `about` is the enrolment
    LAST_DAY = "last_day"  # somebody from outside has reached theirs; `about` is the tie


@dataclass(frozen=True, slots=True)
class Occasion:
    """What to do with `about`, and when (aware, in UTC). There is one for each key, whoever plans it how often."""

    id: str
    workspace: str
    key: str
    kind: Kind
    about: str
    due_at: datetime
    done_at: datetime | None = None
