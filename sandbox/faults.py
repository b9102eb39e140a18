"""Things that go wrong between an app and Slack, to be switched on for one method or for all."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong."""

    RATE_LIMITED = "ratelimited"
    HTTP_ERROR = "http_error"
    HTML = "html_instead_of_json"
    TRUNCATED = "truncated_json"
    ACCEPT_THEN_DROP = "accept_then_drop"
    DROP_BEFORE_ACCEPT = "drop_before_accept"
    SLOW = "slow"
    SLACK_ERROR = "slack_error"


# Whether Slack has done what it was asked by the time things go wrong.
DONE_ALL_THE_SAME = frozenset({FaultKind.HTML, FaultKind.TRUNCATED, FaultKind.ACCEPT_THEN_DROP, FaultKind.SLOW})


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to go wrong; `number` is the status, the seconds or the Retry-After."""

    kind: FaultKind
    number: float = 0
    error: str = ""


def ratelimited(retry_after: int) -> Fault:
    """429 with Retry-After; nothing is done."""
    return Fault(FaultKind.RATE_LIMITED, number=retry_after)


def http_error(status: int) -> Fault:
    """A bare HTTP error such as 502; nothing is done."""
    return Fault(FaultKind.HTTP_ERROR, number=status)


def html_instead_of_json() -> Fault:
    """Done, but answered with a page of HTML and 200."""
    return Fault(FaultKind.HTML)


def truncated_json() -> Fault:
    """Done, but the answer breaks off."""
    return Fault(FaultKind.TRUNCATED)


def accept_then_drop() -> Fault:
    """Done, but the connection closes without an answer."""
    return Fault(FaultKind.ACCEPT_THEN_DROP)


def drop_before_accept() -> Fault:
    """The connection closes and nothing is done."""
    return Fault(FaultKind.DROP_BEFORE_ACCEPT)


def slow(seconds: float) -> Fault:
    """Done and answered, later."""
    return Fault(FaultKind.SLOW, number=seconds)


def slack_error(name: str) -> Fault:
    """`ok: false` with this error; nothing is done."""
    return Fault(FaultKind.SLACK_ERROR, error=name)


class Faults:
    """The faults that are planned, each for its number of calls."""

    def __init__(self) -> None:
        self._planned: dict[str | None, deque[Fault]] = {}

    def plan(self, fault: Fault, *, method: str | None = None, times: int = 1) -> None:
        """Let the next calls of a method go wrong, or of any method when none is named."""
        self._planned.setdefault(method, deque()).extend([fault] * times)

    def planned(self) -> list[tuple[str | None, Fault]]:
        """What is still to go wrong, in order, each with the method it is planned for."""
        return [(method, fault) for method, faults in self._planned.items() for fault in faults]

    def clear(self) -> None:
        """Let everything go well again."""
        self._planned.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, which is thereby used up."""
        for key in (method, None):
            if planned := self._planned.get(key):
                return planned.popleft()
        return None
