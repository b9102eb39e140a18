"""A share: one entry, or one answer of it, shown to one named person."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from flows.privacy import Showing, State, state_towards
from flows.programmes.agreement import Shared
from flows.programmes.tie import Tie
from flows.roles import Role

HELD_FOR = timedelta(hours=1)
"""How long what is shared by default stays its author's alone, so that they can keep it."""

READERS = frozenset({Role.COACH, Role.MENTOR, Role.SPONSOR})
"""Roles that a leader can show something to. A line manager is never shown anything."""


class Why(StrEnum):
    """Why a share ended."""

    TAKEN_BACK = "taken_back"
    TIE_ENDED = "tie_ended"


@dataclass(frozen=True, slots=True)
class Share:
    """Who is shown what. People by their ids; times are aware, in UTC.

    `conversation` with an empty `step` is all of it, else one answer; `what` is the kind of thing it is. A share that
    ended is never taken up again.
    """

    id: str
    workspace: str
    owner: str
    viewer: str
    tie: str
    conversation: str
    step: str
    created_at: datetime
    visible_from: datetime
    ended_at: datetime | None = None
    why: Why | None = None
    what: Shared = Shared.REFLECTIONS

    def state(self, now: datetime, *, hidden: bool = False) -> State:
        """How it stands towards its viewer."""
        return state_towards(Showing(self.visible_from, self.ended_at), now, hidden=hidden)

    def of(self, steps: Collection[str]) -> frozenset[str]:
        """Which of these steps it shows."""
        return frozenset(steps) if not self.step else frozenset({self.step}.intersection(steps))


def at_once(share: Share, now: datetime) -> Share:
    """The hour is not waited for. What was visible before stays so."""
    return replace(share, visible_from=min(share.visible_from, now))


def end(share: Share, why: Why, now: datetime) -> Share:
    """It is over; what ended before keeps its end."""
    return share if share.ended_at else replace(share, ended_at=now, why=why)


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody opened something that was shown to them. People by their ids; `at` is aware, in UTC."""

    id: str
    workspace: str
    share: str
    owner: str
    reader: str
    conversation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Accompanied:
    """A tie as whoever accompanies sees it: with the leader's Slack id and zone (an IANA name)."""

    tie: Tie
    slack_id: str
    zone: str
