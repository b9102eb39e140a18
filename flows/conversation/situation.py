"""Where somebody stands with programmes, as values: who sees what of theirs, whom they accompany, what waits for them.

People by their Slack ids: Slack writes their names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.programmes.agreement import Terms
from flows.rhythm import Rhythm
from flows.roles import Role


@dataclass(frozen=True, slots=True)
class Accompanied:
    """Somebody who accompanies this person. `until` is the last day of somebody from outside.

    `agreed` says that both have said yes, `by_itself` what is then shown without being shared.
    """

    tie: str
    slack_id: str
    role: Role
    until: date | None
    agreed: bool
    by_itself: Terms


@dataclass(frozen=True, slots=True)
class Accompanying:
    """The leaders of one programme whom this person coaches. Nothing of it tells what a leader has said or written."""

    programme: str
    name: str
    leaders: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A programme that a leader is in, or invited to."""

    enrolment: str
    programme: str


@dataclass(frozen=True, slots=True)
class Situation:
    """All of it for one person. `invited` waits for an answer; `rhythm` is None as long as they did not choose."""

    invited: Sequence[Part] = ()
    joined: Sequence[Part] = ()
    by: Sequence[Accompanied] = ()
    of: Sequence[Accompanying] = ()
    rhythm: Rhythm | None = None


NOWHERE = Situation()
"""That of somebody who has nothing to do with programmes."""
