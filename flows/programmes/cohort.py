"""From a table of names to what would be stored: who is enrolled, who accompanies whom, and what stands in the way.

Pure: what Slack says of everybody, and what is stored already, is looked up before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from flows.people import Person, Profile, Standing, newcomer
from flows.ports import Ids
from flows.programmes.cohort_file import CohortRow
from flows.programmes.enrolment import Enrolment, Stage
from flows.programmes.programme import Programme
from flows.programmes.tie import Tie
from flows.roles import COACHING, Role


class Obstacle(StrEnum):
    """Why nothing of a table can be taken: one of these in any row is enough."""

    UNKNOWN = "unknown"  # Slack knows nobody of this id
    DEACTIVATED = "deactivated"
    BOT = "bot"
    OUTSIDER = "outsider"  # of another workspace
    GUEST = "guest"  # and not named until a certain day, or not as coach or mentor
    ENROLLED_ALREADY = "enrolled_already"
    PAST = "past"  # the last day named is over
    OWN_COACH = "own_coach"
    PERSON_TWICE = "person_twice"  # in the same role


class Remark(StrEnum):
    """What a programme manager should know before they say yes; nothing stands in the way."""

    IN_ANOTHER_PROGRAMME = "in_another_programme"
    ALSO_A_LEADER = "also_a_leader"  # accompanies others, and takes part as well
    FROM_OUTSIDE = "from_outside"
    NO_COACH = "no_coach"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """An obstacle, in which row, and with whom (a Slack id)."""

    row: int
    obstacle: Obstacle
    about: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark, on which row, and on whom (a Slack id)."""

    row: int
    remark: Remark
    about: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is looked up before a table is taken. People by their Slack ids.

    `members` is what Slack says of everybody named, without those it does not know; `people` those Cairn has met;
    `enrolled` the leaders of this programme, `elsewhere` those of others that go on.
    """

    members: Mapping[str, Profile]
    people: Mapping[str, Person]
    enrolled: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be stored, in one transaction; with hindrances, nothing at all.

    `zones`: where everybody named is, as an IANA name, by the ids of people.
    """

    people: Sequence[Person] = ()
    enrolments: Sequence[Enrolment] = ()
    ties: Sequence[Tie] = ()
    hindrances: Sequence[Hindrance] = ()
    notes: Sequence[Note] = ()
    zones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planning:
    """Turns rows into a plan for one programme. `by` is the programme manager; `now` is aware, in UTC."""

    programme: Programme
    known: Known
    by: Person
    ids: Ids
    now: datetime
    today: date
    _met: dict[str, Person] = field(default_factory=dict)
    _last_days: dict[str, date] = field(default_factory=dict)

    def plan(self, rows: Sequence[CohortRow]) -> Plan:
        """All of it, or what stands in the way."""
        hindrances = [each for row in rows for each in self._hindrances(row)]
        if hindrances:
            return Plan(hindrances=hindrances)
        leaders = frozenset(row.leader for row in rows) | self.known.enrolled | self.known.elsewhere
        enrolments: list[Enrolment] = []
        ties: list[Tie] = []
        for row in rows:
            enrolment = self._enrolment(row)
            enrolments.append(enrolment)
            ties += self._ties(row, enrolment)
        notes = [each for row in rows for each in self._notes(row, leaders)]
        return Plan(self._newcomers(), enrolments, ties, notes=notes, zones=self._zones())

    def accompany(self, row: CohortRow, enrolment: Enrolment, last_days: Mapping[str, date] | None = None) -> Plan:
        """Who is to accompany somebody who takes part already, as ties alone; or what stands in the way.

        `last_days`: until when those from outside accompany them now, by Slack id. They keep it in a row without a day.
        """
        self._last_days.update(last_days or {})
        hindrances = [each for each in self._hindrances(row) if each.obstacle is not Obstacle.ENROLLED_ALREADY]
        if hindrances:
            return Plan(hindrances=hindrances)
        self._person(row.leader)
        ties = list(self._ties(row, enrolment))
        notes = list(self._notes(row, self.known.enrolled | self.known.elsewhere))
        return Plan(self._newcomers(), (), ties, notes=notes, zones=self._zones())

    def _newcomers(self) -> list[Person]:
        return [each for slack_id, each in self._met.items() if slack_id not in self.known.people]

    def _zones(self) -> dict[str, str]:
        return {each.id: each.zone for each in self._met.values()}

    def _hindrances(self, row: CohortRow) -> Iterator[Hindrance]:
        if row.leader in self.known.enrolled:
            yield Hindrance(row.row, Obstacle.ENROLLED_ALREADY, row.leader)
        if row.until and row.until < self.today:
            yield Hindrance(row.row, Obstacle.PAST, row.until.isoformat())
        yield from _mistaken(row)
        for slack_id, coaches in _everybody(row):
            may_be_guest = coaches and (row.until is not None or slack_id in self._last_days)
            if obstacle := self._obstacle(slack_id, may_be_guest=may_be_guest):
                yield Hindrance(row.row, obstacle, slack_id)

    def _obstacle(self, slack_id: str, *, may_be_guest: bool) -> Obstacle | None:
        member = self.known.members.get(slack_id)
        match member.standing if member else None:
            case None:
                return Obstacle.UNKNOWN
            case Standing.MEMBER:
                return None
            case Standing.GUEST:
                return None if may_be_guest else Obstacle.GUEST
            case Standing.OUTSIDER:
                return Obstacle.OUTSIDER
            case Standing.BOT:
                return Obstacle.BOT
            case Standing.DEACTIVATED:
                return Obstacle.DEACTIVATED

    def _notes(self, row: CohortRow, leaders: frozenset[str]) -> Iterator[Note]:
        if row.leader in self.known.elsewhere:
            yield Note(row.row, Remark.IN_ANOTHER_PROGRAMME, row.leader)
        if not (row.coaches or row.mentors):
            yield Note(row.row, Remark.NO_COACH, row.leader)
        for _, slack_id in _helpers(row):
            if slack_id in leaders:
                yield Note(row.row, Remark.ALSO_A_LEADER, slack_id)
            if self._is_guest(slack_id):
                yield Note(row.row, Remark.FROM_OUTSIDE, slack_id)

    def _enrolment(self, row: CohortRow) -> Enrolment:
        return Enrolment(
            self.ids.new(),
            self.programme.workspace,
            self.programme.id,
            self._person(row.leader).id,
            self.by.id,
            Stage.PREPARED,
            self.now,
        )

    def _ties(self, row: CohortRow, enrolment: Enrolment) -> Iterator[Tie]:
        for role, slack_id in _helpers(row):
            yield Tie(
                self.ids.new(),
                enrolment.workspace,
                enrolment.id,
                enrolment.leader,
                self._person(slack_id).id,
                role,
                self.by.id,
                self.now,
                until=self._until(row, slack_id) if role in COACHING else None,
            )

    def _until(self, row: CohortRow, slack_id: str) -> date | None:
        return (row.until or self._last_days.get(slack_id)) if self._is_guest(slack_id) else None

    def _is_guest(self, slack_id: str) -> bool:
        return self.known.members[slack_id].standing is Standing.GUEST

    def _person(self, slack_id: str) -> Person:
        """Whom Cairn knows, or somebody new."""
        if slack_id not in self._met:
            member = self.known.members[slack_id]
            new = newcomer(self.ids.new(), self.programme.workspace, member, self.now)
            self._met[slack_id] = self.known.people.get(slack_id, new)
        return self._met[slack_id]


def named(rows: Sequence[CohortRow]) -> frozenset[str]:
    """Everybody who stands in a table, by Slack id."""
    return frozenset(slack_id for row in rows for slack_id, _ in _everybody(row))


def _everybody(row: CohortRow) -> Iterator[tuple[str, bool]]:
    """Everybody in a row, and whether they are to coach."""
    yield row.leader, False
    for role, slack_id in _helpers(row):
        yield slack_id, role in COACHING


def _mistaken(row: CohortRow) -> Iterator[Hindrance]:
    """Who cannot be named there, whoever they are."""
    every = list(_helpers(row))
    if row.leader in {slack_id for _, slack_id in every}:
        yield Hindrance(row.row, Obstacle.OWN_COACH, row.leader)
    for slack_id in dict.fromkeys(slack_id for role, slack_id in every if every.count((role, slack_id)) > 1):
        yield Hindrance(row.row, Obstacle.PERSON_TWICE, slack_id)


def _helpers(row: CohortRow) -> Iterator[tuple[Role, str]]:
    yield from ((Role.COACH, each) for each in row.coaches)
    yield from ((Role.MENTOR, each) for each in row.mentors)
    yield from ((Role.SPONSOR, each) for each in row.sponsors)
    if row.manager:
        yield Role.LINE_MANAGER, row.manager
