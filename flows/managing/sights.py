"""What the messages about a programme show, as values. People by their Slack ids: Slack writes their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """How far an invitation has come."""

    OPEN = "open"
    PUT_OFF = "put_off"
    ACCEPTED = "accepted"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class WelcomeSight:
    """An invitation to a programme. `known` says that this leader takes part in another one already.

    `reminds` says that it is brought to mind once more, the only time.
    """

    enrolment: str
    programme: str
    enrolled_by: str
    coaches: Sequence[str]
    answer: Answer
    known: bool = False
    reminds: bool = False


@dataclass(frozen=True, slots=True)
class CoachWelcomeSight:
    """What somebody is told who is to coach leaders of a programme. `over`: they do not any more."""

    programme: str
    name: str
    named_by: str
    leaders: Sequence[str]
    over: bool = False


ProgrammeSight = WelcomeSight | CoachWelcomeSight
