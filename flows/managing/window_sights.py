"""What the windows of programme managers show, as values. People by their Slack ids: Slack writes their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.managing.sights import ProgrammeSight
from flows.programmes.programme import Programme
from flows.roles import Role


class Told(StrEnum):
    """How far an enrolment has come, as far as it concerns those who manage a programme."""

    PREPARED = "prepared"
    INVITED = "invited"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Overview:
    """What somebody is to programmes at all. `managers` are the Slack ids of all who may set up any, for owners only.

    `may_take_part` is False for guests and everybody else who is no full member.
    """

    language: str
    today: date
    may_take_part: bool = True
    is_owner: bool = False
    may_manage: bool = False
    programmes: Sequence[Programme] = ()
    managers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One leader of a programme with those who accompany them, all by Slack id. `until`: the last day of outsiders."""

    enrolment: str
    leader: str
    told: Told
    accompanied: Mapping[Role, Sequence[str]]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """A programme from inside: a page of its leaders, how many there are, and who manages it, by Slack id."""

    programme: Programme
    language: str
    today: date
    leaders: Sequence[Enrolled] = ()
    counts: Mapping[Told, int] | None = None
    managers: Sequence[str] = ()
    page: int = 0
    pages: int = 1


@dataclass(frozen=True, slots=True)
class ToBeSent:
    """A message that would go out: to whom (a Slack id), in which language, and what it shows.

    `otherwise` is what it shows where a leader takes part in another programme already. Whether they do is not told.
    """

    to: str
    language: str
    sight: ProgrammeSight
    otherwise: ProgrammeSight | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """How many leaders and coaches would be written to, and one page of what they would read.

    `seen` stands for all of it, so that only what was shown is let begin.
    """

    programme: Programme
    language: str
    leaders: int
    coaches: int
    messages: Sequence[ToBeSent]
    seen: str
    page: int = 0
    pages: int = 1
