"""Who may do what: every cell of the table beside what was written down by hand."""

import csv
from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from flows import privacy
from flows.errors import NotAvailable
from flows.people import Standing
from flows.privacy import Action, Bond, Facts, Relation, State, may, relations, require
from flows.roles import Role

EXPECTED = Path(__file__).with_name("expected.csv")
OTHERS = "everybody else"
DAY, BEFORE, AFTER = date(2026, 3, 10), date(2026, 3, 9), date(2026, 3, 11)

Cell = tuple[Relation, State, Action]


def expected() -> Mapping[Cell, bool]:
    """Every cell, as it is written down."""
    with EXPECTED.open(newline="") as file:
        rows = list(csv.DictReader(file))
    cells: dict[Cell, bool] = {}
    for row in rows:
        action = Action(row["action"])
        named = {each["relation"] for each in rows if each["action"] == action}
        meant = [each for each in Relation if each not in named] if row["relation"] == OTHERS else [row["relation"]]
        for relation, state in product(meant, State):
            assert row[state] in {"yes", "no"}
            assert (Relation(relation), state, action) not in cells, "written down twice"
            cells[Relation(relation), state, action] = row[state] == "yes"
    return cells


def test_every_cell_is_written_down() -> None:
    assert expected().keys() == set(product(Relation, State, Action))


def test_every_cell_is_as_written_down() -> None:
    wrong = [cell for cell, allowed in expected().items() if may(*cell) is not allowed]
    assert wrong == []


@pytest.mark.parametrize("action", Action)
def test_one_wrong_yes_is_noticed(action: Action, monkeypatch: pytest.MonkeyPatch) -> None:
    leaky = {**privacy.TABLE, action: {**privacy.TABLE[action], Relation.GONE: frozenset({State.SHARED})}}
    monkeypatch.setattr(privacy, "TABLE", leaky)
    assert [cell for cell, allowed in expected().items() if may(*cell) is not allowed] == [
        (Relation.GONE, State.SHARED, action)
    ]


def test_whoever_may_not_is_told_what_they_would_be_told_of_nothing() -> None:
    require({Relation.COLLEAGUE, Relation.COACH}, State.SHARED, Action.READ)
    with pytest.raises(NotAvailable) as refused:
        require({Relation.COLLEAGUE, Relation.COACH}, State.ANNOUNCED, Action.READ)
    assert refused.value.args == ()


def coach(*, agreed: bool = True, ended: bool = False, until: date | None = None) -> Bond:
    return Bond(Role.COACH, ended, agreed, until)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (Facts(Standing.MEMBER, DAY), {Relation.COLLEAGUE}),
        (Facts(Standing.MEMBER, DAY, is_self=True), {Relation.COLLEAGUE, Relation.SELF}),
        (Facts(Standing.MEMBER, DAY, is_owner=True), {Relation.COLLEAGUE, Relation.OWNER}),
        (Facts(Standing.MEMBER, DAY, manages=True), {Relation.COLLEAGUE, Relation.MANAGER}),
        (Facts(Standing.MEMBER, DAY, manages=False), {Relation.COLLEAGUE, Relation.OTHER_MANAGER}),
        (Facts(Standing.MEMBER, DAY, bonds=[coach()]), {Relation.COLLEAGUE, Relation.COACH}),
        (Facts(Standing.MEMBER, DAY, bonds=[coach(agreed=False)]), {Relation.COLLEAGUE, Relation.COACH_TO_BE}),
        (Facts(Standing.MEMBER, DAY, bonds=[coach(ended=True)]), {Relation.COLLEAGUE, Relation.FORMER_COACH}),
        (
            Facts(Standing.MEMBER, DAY, bonds=[coach(ended=True), coach(agreed=False)]),
            {Relation.COLLEAGUE, Relation.FORMER_COACH, Relation.COACH_TO_BE},
        ),
        (
            Facts(Standing.MEMBER, DAY, bonds=[Bond(Role.SPONSOR, False, False)]),
            {Relation.COLLEAGUE, Relation.SPONSOR},
        ),
        (Facts(Standing.MEMBER, DAY, bonds=[Bond(Role.SPONSOR, True, False)]), {Relation.COLLEAGUE}),
        (
            Facts(Standing.MEMBER, DAY, bonds=[Bond(Role.LINE_MANAGER, False, False)]),
            {Relation.COLLEAGUE, Relation.LINE_MANAGER},
        ),
        (Facts(Standing.GUEST, DAY), {Relation.GUEST}),
        (Facts(Standing.GUEST, DAY, is_self=True, is_owner=True, manages=True), {Relation.GUEST}),
        (Facts(Standing.GUEST, DAY, bonds=[coach()]), {Relation.GUEST}),
        (Facts(Standing.GUEST, DAY, bonds=[coach(until=DAY)]), {Relation.GUEST, Relation.COACH}),
        (Facts(Standing.GUEST, DAY, bonds=[coach(until=AFTER)]), {Relation.GUEST, Relation.COACH}),
        (Facts(Standing.GUEST, DAY, bonds=[coach(until=BEFORE)]), {Relation.GUEST, Relation.FORMER_COACH}),
        (Facts(Standing.GUEST, DAY, bonds=[Bond(Role.SPONSOR, False, False, DAY)]), {Relation.GUEST}),
        (Facts(Standing.GUEST, DAY, bonds=[Bond(Role.MENTOR, False, True, DAY)]), {Relation.GUEST, Relation.COACH}),
        (Facts(Standing.OUTSIDER, DAY, bonds=[coach(until=AFTER)], manages=True), {Relation.OUTSIDER}),
        (Facts(Standing.BOT, DAY, is_self=True, bonds=[coach()]), {Relation.BOT}),
        (Facts(Standing.DEACTIVATED, DAY, is_self=True, bonds=[coach()], manages=True), {Relation.GONE}),
    ],
)
def test_what_somebody_is(facts: Facts, found: set[Relation]) -> None:
    assert relations(facts) == found
