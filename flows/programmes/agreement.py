"""What a leader and a coach agreed that the coach sees by itself.

More needs both of them, and reaches only what is begun afterwards. Less needs one, and counts at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Shared(StrEnum):
    """What can be shared by default."""

    REFLECTIONS = "reflections"
    GOALS = "goals"
    PLANS = "plans"
    ASSIGNMENTS = "assignments"


Terms = frozenset[Shared]


class Side(StrEnum):
    """Who of the two."""

    LEADER = "leader"
    COACH = "coach"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of what the two of a tie agreed on. Times are aware, in UTC.

    `withdrawn` is what one of them took out again; `text` is the version of the words they read, so that it can be told
    what they said yes to.
    """

    id: str
    workspace: str
    tie: str
    version: int
    terms: Terms
    text: int
    proposed_by: Side
    proposed_at: datetime
    leader_at: datetime | None = None
    coach_at: datetime | None = None
    withdrawn: Terms = frozenset()

    @property
    def in_force_since(self) -> datetime | None:
        """When the second of them said yes; None before that."""
        return max(self.leader_at, self.coach_at) if self.leader_at and self.coach_at else None


def in_force(versions: Sequence[Agreement]) -> Agreement | None:
    """The newest one that both said yes to."""
    agreed = [each for each in versions if each.in_force_since]
    return max(agreed, key=lambda each: each.version, default=None)


def open_proposal(versions: Sequence[Agreement]) -> Agreement | None:
    """The newest one, as long as one of them has not said yes to it."""
    newest = max(versions, key=lambda each: each.version, default=None)
    return newest if newest and not newest.in_force_since else None


def by_default(versions: Sequence[Agreement]) -> Terms:
    """What is shared by default now."""
    agreed = in_force(versions)
    return agreed.terms - agreed.withdrawn if agreed else frozenset()


def shares(versions: Sequence[Agreement], what: Shared, begun_at: datetime) -> bool:
    """Whether something that was begun then is shared by default: never what was begun before both said yes."""
    agreed = in_force(versions)
    since = agreed.in_force_since if agreed else None
    return since is not None and begun_at >= since and what in by_default(versions)


def accept(agreement: Agreement, side: Side, now: datetime) -> Agreement:
    """One of them says yes; saying it again changes nothing."""
    if side is Side.LEADER:
        return replace(agreement, leader_at=agreement.leader_at or now)
    return replace(agreement, coach_at=agreement.coach_at or now)


def narrow(versions: Sequence[Agreement], keep: Terms) -> Agreement | None:
    """The one in force with everything else taken out; None where nothing is in force."""
    agreed = in_force(versions)
    return replace(agreed, withdrawn=agreed.withdrawn | (agreed.terms - keep)) if agreed else None
