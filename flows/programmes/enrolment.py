"""An enrolment: one leader in one programme, from being named to the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flows.errors import NotAvailable


class Stage(StrEnum):
    """How far an enrolment has come."""

    PREPARED = "prepared"  # nobody has been told yet
    INVITED = "invited"  # the welcome was sent, and not answered
    WAITING = "waiting"  # "Not now": the invitation stays on Home
    JOINED = "joined"  # set up
    ENDED = "ended"


class Reason(StrEnum):
    """Why an enrolment ended."""

    LEFT = "left"  # the leader's own wish
    TAKEN_OUT = "taken_out"  # by a programme manager
    PROGRAMME_OVER = "programme_over"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One leader in one programme. People by their ids; times are aware, in UTC.

    `reminded_at` is when the one reminder of the invitation was sent; there is never another.
    """

    id: str
    workspace: str
    programme: str
    leader: str
    enrolled_by: str
    stage: Stage
    created_at: datetime
    invited_at: datetime | None = None
    answered_at: datetime | None = None
    reminded_at: datetime | None = None
    ended_at: datetime | None = None
    reason: Reason | None = None

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.stage is Stage.ENDED

    @property
    def is_known(self) -> bool:
        """Whether the leader has been told of it."""
        return self.invited_at is not None


def invite(enrolment: Enrolment, now: datetime) -> Enrolment:
    """The welcome is sent. Raises NotAvailable when it was before, or all is over."""
    if enrolment.stage is not Stage.PREPARED:
        raise NotAvailable
    return replace(enrolment, stage=Stage.INVITED, invited_at=now)


def put_off(enrolment: Enrolment, now: datetime) -> Enrolment:
    """They said "Not now". Raises NotAvailable when they are in already, or all is over."""
    if enrolment.stage not in {Stage.INVITED, Stage.WAITING}:
        raise NotAvailable
    return replace(enrolment, stage=Stage.WAITING, answered_at=enrolment.answered_at or now)


def join(enrolment: Enrolment, now: datetime) -> Enrolment:
    """They have set up; once more is no mistake. Raises NotAvailable before the invitation, and when all is over."""
    if enrolment.stage not in {Stage.INVITED, Stage.WAITING, Stage.JOINED}:
        raise NotAvailable
    return replace(enrolment, stage=Stage.JOINED, answered_at=enrolment.answered_at or now)


def needs_reminder(enrolment: Enrolment) -> bool:
    """Whether the invitation still waits for any answer, and no reminder was sent."""
    return enrolment.stage is Stage.INVITED and enrolment.reminded_at is None


def may_be_written(others: Sequence[Enrolment]) -> bool:
    """Whether somebody with these others may be sent an invitation: not while one of them was never answered.

    Home shows it all the same.
    """
    if any(each.stage is Stage.JOINED for each in others):
        return True
    return not any(each.is_known and _is_unanswered(each) for each in others)


def _is_unanswered(enrolment: Enrolment) -> bool:
    return enrolment.stage in {Stage.INVITED, Stage.WAITING} or enrolment.answered_at is None


def remind(enrolment: Enrolment, now: datetime) -> Enrolment:
    """The one reminder is sent. Raises NotAvailable when it must not be."""
    if not needs_reminder(enrolment):
        raise NotAvailable
    return replace(enrolment, reminded_at=now)


def end(enrolment: Enrolment, reason: Reason, now: datetime) -> Enrolment:
    """It is over. What ended before keeps its end and its reason."""
    if enrolment.is_over:
        return enrolment
    return replace(enrolment, stage=Stage.ENDED, ended_at=now, reason=reason)
