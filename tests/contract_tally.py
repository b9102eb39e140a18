"""Counts the contract tests per database, and fails a whole run in which Postgres proved less than SQLite."""

import os
from collections import Counter

import pytest

from tests.databases import BACKENDS

CONTRACT = "tests/contract/"


class ContractTally:
    """Counts in the process that hears of every test: with several workers, the one that gives out the work."""

    def __init__(self) -> None:
        self.ran: Counter[str] = Counter()
        self.skipped = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if CONTRACT not in report.nodeid:
            return
        self.skipped = self.skipped or report.skipped
        if report.when == "call" and not report.skipped:
            self.ran.update(name for name in BACKENDS if _runs_on(name, report.nodeid))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.exitstatus == 0 and _is_whole(session.config) and self.falls_short(in_ci=_in_ci()):
            session.exitstatus = 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.ran:
            counts = ", ".join(f"{self.ran[name]} on {name}" for name in BACKENDS)
            terminalreporter.write_line(f"contract tests: {counts}")

    def falls_short(self, *, in_ci: bool) -> bool:
        """Where it was skipped for want of a Postgres, which only CI must have, the skips say so already."""
        return self.ran["postgres"] < self.ran["sqlite"] and (in_ci or not self.skipped)


def _runs_on(backend: str, nodeid: str) -> bool:
    _, _, parameters = nodeid.partition("[")
    return backend in parameters.rstrip("]").split("-")


def _is_whole(config: pytest.Config) -> bool:
    """Whether nobody picked tests by name, mark or number: who runs one test on SQLite means to."""
    picked = config.option.keyword or config.option.markexpr or any("::" in each for each in config.args)
    return not picked


def _in_ci() -> bool:
    return os.environ.get("CI") == "true"
