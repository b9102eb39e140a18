"""The agreement of a tie, for one of the two: found, allowed, and as they are shown it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flows.conversation.ports import UnitOfWork
from flows.errors import NotAvailable
from flows.managing.agreement_sights import PactSight
from flows.people import Person
from flows.privacy import Action, Bond, Facts, State, relations, require
from flows.programmes.agreement import Agreement, Side, in_force
from flows.programmes.enrolment import Enrolment, Stage
from flows.programmes.terms import held, said_yes
from flows.programmes.tie import Tie
from flows.roles import COACHING
from flows.timing.local import local_day

_STATES = {Stage.PREPARED: State.PREPARED, Stage.ENDED: State.OVER}


@dataclass(frozen=True, slots=True)
class Pact:
    """A tie with its versions, the oldest first, and which of the two looks at it."""

    tie: Tie
    enrolment: Enrolment
    leader: Person
    coach: Person
    side: Side
    versions: Sequence[Agreement]
    state: State

    @property
    def me(self) -> Person:
        """The one who looks at it."""
        return self.leader if self.side is Side.LEADER else self.coach

    @property
    def other(self) -> Person:
        """The other one of the two."""
        return self.coach if self.side is Side.LEADER else self.leader

    def said_on(self, side: Side) -> date | None:
        """The day, where the one who looks is, on which this one of the two said yes; None before."""
        mine = held(self.versions, side)
        said = said_yes(mine, side) if mine else None
        return local_day(self.me.zone, said) if said else None

    def shown(self) -> PactSight:
        """What the one who looks sees of it in a list: no numbers of versions, which would tell of the other one."""
        said_on = self.said_on(self.side)
        return PactSight(self.tie.id, self.other.slack_id, self.tie.role, self.tie.until, said_on)


async def pact_for(
    work: UnitOfWork, person: Person, tie_id: str, action: Action, now: datetime, *, hold: bool = False
) -> Pact:
    """The agreement of a tie with which this person may do this. Raises NotAvailable, whether it exists or not.

    With `hold`, the two of it wait for each other until the unit of work ends.
    """
    tie = await work.ties.get(person.workspace, tie_id)
    if person.id not in {tie.leader, tie.person} or tie.role not in COACHING:
        raise NotAvailable
    enrolment = await work.enrolments.get(tie.workspace, tie.enrolment)
    versions = await (work.agreements.hold([tie.id]) if hold else work.agreements.of([tie.id]))
    leader, coach = await _person(work, tie, tie.leader), await _person(work, tie, tie.person)
    side = Side.LEADER if person.id == tie.leader else Side.COACH
    today = local_day(leader.zone, now)
    pact = Pact(tie, enrolment, leader, coach, side, versions, state_of_tie(tie, enrolment, today))
    require(relations(_facts(person, pact, today)), pact.state, action)
    if not versions:
        raise NotAvailable
    return pact


def _facts(person: Person, pact: Pact, today: date) -> Facts:
    if pact.side is Side.LEADER:
        return Facts(person.standing, today, is_self=True)
    tie = pact.tie
    bond = Bond(tie.role, tie.ended_at is not None, in_force(pact.versions) is not None, tie.until)
    return Facts(person.standing, today, bonds=[bond])


def state_of_tie(tie: Tie, enrolment: Enrolment, today: date) -> State:
    """How it stands between the two on this day, where the leader is."""
    return _STATES.get(enrolment.stage, State.RUNNING) if tie.holds(today) else State.OVER


async def _person(work: UnitOfWork, tie: Tie, person: str) -> Person:
    found = await work.people.by_id(tie.workspace, person)
    if found is None:
        raise NotAvailable
    return found
