"""A table becomes a plan, or everything that stands in the way is named; nothing is ever half planned."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

import pytest

from flows.people import Person, Profile, Standing
from flows.programmes.cohort import Hindrance, Known, Note, Obstacle, Plan, Planning, Remark, named
from flows.programmes.cohort_file import CohortRow
from flows.programmes.enrolment import Stage
from flows.programmes.programme import Design, Programme
from flows.roles import Role

NOW, TODAY = datetime(2026, 3, 10, 9, tzinfo=UTC), date(2026, 3, 10)
PROGRAMME = Programme("programme", "T1", Design("Leading", TODAY, date(2026, 9, 30)), ("mia",), NOW)
MIA = Person("mia", "T1", "UMIA")
ANA = Person("ana", "T1", "UANA", "Europe/Madrid", "es-ES")
STANDINGS = {
    "UANA": Standing.MEMBER,
    "UBEN": Standing.MEMBER,
    "UCOACH": Standing.MEMBER,
    "UGUEST": Standing.GUEST,
    "UOUT": Standing.OUTSIDER,
    "UBOT": Standing.BOT,
    "UGONE": Standing.DEACTIVATED,
}
MEMBERS = {slack_id: Profile(slack_id, standing, "Europe/Berlin", "de-DE") for slack_id, standing in STANDINGS.items()}
KNOWN = Known(MEMBERS, {"UANA": ANA})


class Counted:
    """Ids that can be told apart."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self) -> str:
        return f"new-{next(self._numbers)}"


def plan(*rows: CohortRow, known: Known = KNOWN) -> Plan:
    return Planning(PROGRAMME, known, MIA, Counted(), NOW, TODAY).plan(rows)


def test_everybody_is_enrolled_with_those_who_accompany_them() -> None:
    made = plan(CohortRow(2, "UANA", ("UCOACH",), (), ("UBEN",), "UBEN"), CohortRow(3, "UBEN", ("UCOACH",), ("UANA",)))
    assert [(each.leader, each.stage, each.enrolled_by) for each in made.enrolments] == [
        ("ana", Stage.PREPARED, "mia"),
        (made.people[1].id, Stage.PREPARED, "mia"),
    ]
    coach, ben = (each.id for each in made.people)
    assert [(each.leader, each.role, each.person, each.until) for each in made.ties] == [
        ("ana", Role.COACH, coach, None),
        ("ana", Role.SPONSOR, ben, None),
        ("ana", Role.LINE_MANAGER, ben, None),
        (ben, Role.COACH, coach, None),
        (ben, Role.MENTOR, "ana", None),
    ]
    assert [(each.slack_id, each.zone, each.locale) for each in made.people] == [
        ("UCOACH", "Europe/Berlin", "de-DE"),
        ("UBEN", "Europe/Berlin", "de-DE"),
    ]


def test_whom_cairn_knows_is_not_made_anew() -> None:
    assert plan(CohortRow(2, "UANA")).people == []


def test_somebody_from_outside_coaches_until_a_day() -> None:
    last = date(2026, 6, 30)
    made = plan(CohortRow(2, "UANA", ("UGUEST", "UCOACH"), until=last))
    assert [each.until for each in made.ties] == [last, None]
    assert Note(2, Remark.FROM_OUTSIDE, "UGUEST") in made.notes


@pytest.mark.parametrize(
    ("row", "obstacle", "about"),
    [
        (CohortRow(2, "UNOBODY"), Obstacle.UNKNOWN, "UNOBODY"),
        (CohortRow(2, "UANA", ("UANA",)), Obstacle.OWN_COACH, "UANA"),
        (CohortRow(2, "UANA", manager="UANA"), Obstacle.OWN_COACH, "UANA"),
        (CohortRow(2, "UANA", ("UBEN", "UBEN")), Obstacle.PERSON_TWICE, "UBEN"),
        (CohortRow(2, "UANA", ("UNOBODY",)), Obstacle.UNKNOWN, "UNOBODY"),
        (CohortRow(2, "UGONE"), Obstacle.DEACTIVATED, "UGONE"),
        (CohortRow(2, "UANA", (), (), ("UBOT",)), Obstacle.BOT, "UBOT"),
        (CohortRow(2, "UANA", ("UOUT",), until=TODAY), Obstacle.OUTSIDER, "UOUT"),
        (CohortRow(2, "UGUEST"), Obstacle.GUEST, "UGUEST"),
        (CohortRow(2, "UANA", ("UGUEST",)), Obstacle.GUEST, "UGUEST"),
        (CohortRow(2, "UANA", ("UCOACH",), (), ("UGUEST",), until=TODAY), Obstacle.GUEST, "UGUEST"),
        (CohortRow(2, "UANA", ("UCOACH",), manager="UGUEST", until=TODAY), Obstacle.GUEST, "UGUEST"),
        (CohortRow(2, "UANA", ("UGUEST",), until=date(2026, 3, 9)), Obstacle.PAST, "2026-03-09"),
    ],
)
def test_what_stands_in_the_way_is_named_and_nothing_is_planned(row: CohortRow, obstacle: Obstacle, about: str) -> None:
    assert plan(row) == Plan(hindrances=[Hindrance(2, obstacle, about)])
    assert plan(CohortRow(3, "UBEN"), row).enrolments == ()


def test_who_takes_part_already_is_not_enrolled_again() -> None:
    made = plan(CohortRow(2, "UANA"), known=replace(KNOWN, enrolled=frozenset({"UANA"})))
    assert made.hindrances == [Hindrance(2, Obstacle.ENROLLED_ALREADY, "UANA")]


def test_what_should_be_known_before_saying_yes() -> None:
    known = replace(KNOWN, elsewhere=frozenset({"UANA"}))
    made = plan(CohortRow(2, "UANA", ("UBEN",)), CohortRow(3, "UBEN"), known=known)
    assert made.notes == [
        Note(2, Remark.IN_ANOTHER_PROGRAMME, "UANA"),
        Note(2, Remark.ALSO_A_LEADER, "UBEN"),
        Note(3, Remark.NO_COACH, "UBEN"),
    ]
    assert len(made.enrolments) == 2


def test_everybody_named_is_looked_up() -> None:
    row = CohortRow(2, "UANA", ("UCOACH",), ("UBEN",), ("UGUEST",), "UOUT")
    assert named([row]) == {"UANA", "UCOACH", "UBEN", "UGUEST", "UOUT"}
