"""A programme is read from the fields of a window, and written back into them."""

from datetime import date

import pytest

from flows.programmes.programme import Cadence, Design, Fault, Practice, Quiet
from flows.programmes.written_design import In, Unread, as_written, practice_field, read_design

TODAY = date(2026, 3, 10)
SCRIPTS = ["weekly-reflection", "small-wins"]
DESIGN = Design(
    "Leading change",
    date(2026, 3, 10),
    date(2026, 9, 8),
    "Operations",
    ("Safety", "Customers", "People"),
    (Practice("weekly-reflection", Cadence.WEEKLY), Practice("small-wins", Cadence.ONCE)),
    (Quiet(date(2026, 4, 2), date(2026, 4, 6)), Quiet(date(2026, 5, 1), date(2026, 5, 1))),
)
WRITTEN = as_written(DESIGN)


def test_what_is_written_is_read_again() -> None:
    assert read_design(WRITTEN, SCRIPTS, TODAY) == DESIGN


@pytest.mark.parametrize("between", [" to ", " bis ", " – ", "/", " - ", "..."])
def test_two_days_may_stand_with_anything_between_them(between: str) -> None:
    read = read_design({**WRITTEN, In.QUIET: (f"\n 2026-04-02{between}2026-04-06 \n\n2026-05-01",)}, SCRIPTS, TODAY)
    assert read == DESIGN


@pytest.mark.parametrize("line", ["Easter", "2026-13-01", "2026-04-02 to", "2026-04-02 to 2026-04-06 to 2026-04-07"])
def test_what_is_no_day_is_named(line: str) -> None:
    read = read_design({**WRITTEN, In.QUIET: (f"2026-05-01\n{line}",)}, SCRIPTS, TODAY)
    assert read == {In.QUIET: Unread.NOT_DAYS}


@pytest.mark.parametrize(
    ("field", "written", "wrong"),
    [
        (In.NAME, (), {In.NAME: Fault.NO_NAME}),
        (In.NAME, ("n" * 81,), {In.NAME: Fault.NAME_TOO_LONG}),
        (In.UNIT, ("n" * 81,), {In.UNIT: Fault.NAME_TOO_LONG}),
        (In.STARTS, (), {In.STARTS: Unread.NO_DAY}),
        (In.ENDS, (" ",), {In.ENDS: Unread.NO_DAY}),
        (In.ENDS, ("2026-03-09",), {In.ENDS: Fault.ENDS_BEFORE_IT_STARTS}),
        (In.PRIORITIES, ("a\n \nb",), {In.PRIORITIES: Fault.TOO_FEW_PRIORITIES}),
        (In.PRIORITIES, (f"a\nb\n{'c' * 81}",), {In.PRIORITIES: Fault.PRIORITY_TOO_LONG}),
        (In.QUIET, ("2026-05-02 to 2026-05-01",), {In.QUIET: Fault.QUIET_THE_WRONG_WAY_ROUND}),
        (In.QUIET, ("2026-05-02\n" * 51,), {In.QUIET: Fault.TOO_MUCH_QUIET}),
    ],
)
def test_what_is_wrong_is_said_under_its_field(
    field: str, written: tuple[str, ...], wrong: dict[str, Fault | Unread]
) -> None:
    assert read_design({**WRITTEN, field: written}, SCRIPTS, TODAY) == wrong


def test_something_must_be_practised() -> None:
    nothing = {name: held for name, held in WRITTEN.items() if not name.startswith("practice:")}
    wrong = {practice_field("weekly-reflection"): Fault.NOTHING_PRACTISED}
    assert read_design(nothing, SCRIPTS, TODAY) == wrong
    assert read_design({**nothing, practice_field("small-wins"): ("never",)}, SCRIPTS, TODAY) == wrong


def test_everything_that_is_wrong_is_said_at_once() -> None:
    read = read_design({**WRITTEN, In.NAME: (), In.PRIORITIES: ("a",)}, SCRIPTS, TODAY)
    assert read == {In.NAME: Fault.NO_NAME, In.PRIORITIES: Fault.TOO_FEW_PRIORITIES}
