"""A tie: somebody accompanies a leader through a programme, as coach, mentor, sponsor or line manager."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.roles import Role


@dataclass(frozen=True, slots=True)
class Tie:
    """Who accompanies whom, and since when. Times are aware, in UTC.

    `leader`, `person` and `named_by` are ids of people. `until` is the last day, where the leader is, of somebody from
    outside the organisation; None for everybody else. A tie that ended never comes back to life: who is named again
    gets a new one, and with it an empty page. `handed_over` is what the leader chose to hand over from those before,
    empty as long as they did not choose.
    """

    id: str
    workspace: str
    enrolment: str
    leader: str
    person: str
    role: Role
    named_by: str
    since: datetime
    until: date | None = None
    ended_at: datetime | None = None
    handed_over: str = ""

    @property
    def outside(self) -> bool:
        """Whether this is somebody from outside, named until a certain day."""
        return self.until is not None

    def holds(self, today: date) -> bool:
        """Whether it is in force on this day, where the leader is."""
        return self.ended_at is None and (self.until is None or today <= self.until)

    def ended(self, now: datetime) -> "Tie":
        """The same, over. What ended before keeps its end."""
        return self if self.ended_at else replace(self, ended_at=now)
