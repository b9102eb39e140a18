"""What setting up and agreements show, as values. People by their Slack ids: Slack writes their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.conversation.sights import OwnSettings
from flows.conversation.situation import Accompanied
from flows.programmes.agreement import Terms
from flows.rhythm import Rhythm
from flows.roles import Role


@dataclass(frozen=True, slots=True)
class ProposalSight:
    """Somebody is asked for more than was agreed on so far. `settled`: it was answered, or nobody asks any more."""

    tie: str
    by: str
    to_coach: bool
    terms: Terms
    settled: bool


@dataclass(frozen=True, slots=True)
class PactSight:
    """An agreement in a list of several. `said_on` is the day on which the one who looks said yes, None before."""

    tie: str
    other: str
    role: Role
    until: date | None
    said_on: date | None


@dataclass(frozen=True, slots=True)
class SetUpSight:
    """What one chooses at the beginning, and what was chosen before. `pacts` are those with coaches and mentors."""

    enrolment: str
    programme: str
    own: OwnSettings
    rhythm: Rhythm | None
    pacts: Sequence[PactSight]


@dataclass(frozen=True, slots=True)
class AgreementSight:
    """One agreement, for one of the two. Nothing that a coach is shown depends on what the leader said or held back.

    `ticked` is what the coach is to see by itself as far as the one who looks has said, `asked` what the other one
    proposes beyond that. `other_said_on` is for leaders only, and so are `others`, who accompany them too. `over`:
    nothing can be changed any more.
    """

    pact: PactSight
    enrolment: str
    programme: str
    is_leader: bool
    ticked: Terms
    asked: Terms
    managers: Sequence[str] = ()
    others: Sequence[Accompanied] = ()
    other_said_on: date | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class AgreementsSight:
    """All agreements of a coach in one programme."""

    programme: str
    name: str
    pacts: Sequence[PactSight]
