"""What the messages about a programme show, as values. People by their Slack ids: Slack writes their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.managing.agreement_sights import ProposalSight
from flows.programmes.enrolment import Reason
from flows.programmes.handing_over import Choice
from flows.rhythm import Rhythm
from flows.roles import Role


class Answer(StrEnum):
    """How far an invitation has come."""

    OPEN = "open"
    PUT_OFF = "put_off"
    ACCEPTED = "accepted"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class WelcomeSight:
    """An invitation to a programme. `known` says that this leader takes part in another one already.

    `reminds` says that it is brought to mind once more, the only time. `outside` are those of the coaches who come from
    outside the organisation, each with their last day. `rhythm` is what the leader chose when they set up.
    """

    enrolment: str
    programme: str
    enrolled_by: str
    coaches: Sequence[str]
    answer: Answer
    outside: Sequence[tuple[str, date]] = ()
    known: bool = False
    reminds: bool = False
    rhythm: Rhythm | None = None


@dataclass(frozen=True, slots=True)
class CoachWelcomeSight:
    """What somebody is told who is to coach leaders of a programme. `over`: they do not any more."""

    programme: str
    name: str
    named_by: str
    leaders: Sequence[str]
    over: bool = False


@dataclass(frozen=True, slots=True)
class NewCoachSight:
    """What a leader is told when who coaches them changes. `comes` is empty where only somebody goes.

    `until` is the last day of somebody from outside; `stays`: they coached already, and only that day is another one.
    `asks` says that there is something to hand over and nothing was chosen yet; `chosen` is what was. `over`: the one
    who came accompanies them no more.
    """

    tie: str
    programme: str
    named_by: str
    comes: str
    role: Role
    goes: Sequence[str]
    until: date | None = None
    asks: bool = False
    chosen: Choice | None = None
    over: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True)
class FarewellSight:
    """What a leader is told when their part in a programme is over.

    `asks` says that they can choose whether they are asked on alone; `alone` that they are.
    """

    enrolment: str
    programme: str
    reason: Reason
    asks: bool = False
    alone: bool = False


ProgrammeSight = WelcomeSight | CoachWelcomeSight | NewCoachSight | FarewellSight | ProposalSight


@dataclass(frozen=True, slots=True)
class HandOver:
    """What a leader chooses from, for whom (a Slack id), and the first day of what there is."""

    tie: str
    to: str
    choices: Sequence[Choice]
    first: date
    language: str
