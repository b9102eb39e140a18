"""A run in which Postgres proved less than SQLite must not pass for one in which it did not."""

import pytest

from tests.contract_tally import ContractTally


def report(nodeid: str, outcome: str = "passed", when: str = "call") -> pytest.TestReport:
    return pytest.TestReport(nodeid, ("", 0, ""), {}, outcome, None, when)  # type: ignore[arg-type]  # plain strings


def tally(*reports: pytest.TestReport) -> ContractTally:
    counted = ContractTally()
    for each in reports:
        counted.pytest_runtest_logreport(each)
    return counted


ON_SQLITE, ON_POSTGRES = "tests/contract/test_a.py::test_a[sqlite-1]", "tests/contract/test_a.py::test_a[postgres-1]"
NO_POSTGRES = report(ON_POSTGRES, "skipped", "setup")


def test_as_many_on_each_is_fine() -> None:
    counted = tally(report(ON_SQLITE), report(ON_POSTGRES), report(ON_SQLITE, when="teardown"))
    assert (counted.ran["sqlite"], counted.ran["postgres"]) == (1, 1)
    assert not counted.falls_short(in_ci=True)


def test_fewer_on_postgres_falls_short() -> None:
    assert tally(report(ON_SQLITE)).falls_short(in_ci=False)


def test_without_a_postgres_only_ci_falls_short() -> None:
    counted = tally(report(ON_SQLITE), NO_POSTGRES)
    assert not counted.falls_short(in_ci=False)
    assert counted.falls_short(in_ci=True)


def test_other_tests_do_not_count() -> None:
    others = (
        "tests/unit/test_a.py::test_a[sqlite]",
        "tests/contract/test_lock.py::test_a",
        "tests/contract/a.py::b[x]",
    )
    assert tally(*(report(each) for each in others)).ran.total() == 0
