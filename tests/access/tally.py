"""Counts the cells and the steps that were tried, and says so at the end of a run: what proves nothing shows."""

from collections import Counter

import pytest


class AccessTally:
    """Counts in the process that hears of every test: with several workers, the one that gives out the work."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            for name, many in report.user_properties:
                if name.startswith("access: "):
                    self.tried[name] += int(str(many))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for name, many in sorted(self.tried.items()):
            terminalreporter.write_line(f"{name}: {many}")
