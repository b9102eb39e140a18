"""What a programme manager fills in becomes a programme, or each fault is named."""

from dataclasses import replace
from datetime import date

import pytest

from flows.programmes.programme import Cadence, Design, Fault, Practice, Quiet, faults, tidied

SCRIPTS, TODAY = ("weekly-reflection", "small-wins"), date(2026, 3, 10)
WEEKLY = Practice("weekly-reflection", Cadence.WEEKLY)
FINE = Design(
    "Leading change",
    date(2026, 3, 1),
    date(2026, 9, 30),
    "Operations",
    ("Safety", "Customers", "Growing people"),
    (WEEKLY,),
    (Quiet(date(2026, 8, 1), date(2026, 8, 1)),),
)
LONG = "x" * 81


def found(**changes: object) -> list[Fault]:
    """What is wrong when this is otherwise."""
    return faults(replace(FINE, **changes), SCRIPTS, TODAY)  # type: ignore[arg-type]  # any field


def test_a_whole_design_is_fine() -> None:
    assert faults(FINE, SCRIPTS, TODAY) == []
    assert found(priorities=tuple("abcdefg"), unit="", quiet=()) == []
    assert found(starts=TODAY, ends=TODAY) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, Fault.NO_NAME),
        ({"name": "\u200b"}, Fault.NO_NAME),
        ({"name": LONG}, Fault.NAME_TOO_LONG),
        ({"unit": LONG}, Fault.NAME_TOO_LONG),
        ({"ends": date(2026, 2, 28)}, Fault.ENDS_BEFORE_IT_STARTS),
        ({"ends": date(2031, 9, 30)}, Fault.TOO_LONG),
        ({"ends": date(2026, 3, 9)}, Fault.ENDED_ALREADY),
        ({"priorities": ("a", "b")}, Fault.TOO_FEW_PRIORITIES),
        ({"priorities": tuple("abcdefgh")}, Fault.TOO_MANY_PRIORITIES),
        ({"priorities": ("a", "b", LONG)}, Fault.PRIORITY_TOO_LONG),
        ({"priorities": ("Safety", "SAFETY", "c")}, Fault.PRIORITY_TWICE),
        ({"practices": ()}, Fault.NOTHING_PRACTISED),
        ({"practices": (Practice("dancing", Cadence.ONCE),)}, Fault.UNKNOWN_SCRIPT),
        ({"practices": (WEEKLY, Practice("weekly-reflection", Cadence.MONTHLY))}, Fault.PRACTISED_TWICE),
        ({"quiet": (Quiet(TODAY, TODAY),) * 51}, Fault.TOO_MUCH_QUIET),
        ({"quiet": (Quiet(date(2026, 4, 2), date(2026, 4, 1)),)}, Fault.QUIET_THE_WRONG_WAY_ROUND),
    ],
)
def test_each_fault_is_named(changes: dict[str, object], fault: Fault) -> None:
    assert found(**changes) == [fault]


def test_all_faults_are_named_at_once() -> None:
    assert found(name="", priorities=()) == [Fault.NO_NAME, Fault.TOO_FEW_PRIORITIES]


def test_names_are_kept_on_one_line_and_empty_priorities_are_none() -> None:
    typed = replace(FINE, name=" Leading\n change\u202e ", unit="\u200b", priorities=("", " a  b ", "\u200b", "c"))
    kept = tidied(typed)
    assert (kept.name, kept.unit, kept.priorities) == ("Leading change", "", ("a b", "c"))
