"""What the door may decide about a request, and how often it did."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

REFUSED = b'{"error":"invalid request"}'


class Reason(StrEnum):
    """Why a request was answered as it was. These codes, and nothing of the request, go into the log."""

    PASSED = "passed"
    SSL_CHECK = "ssl_check"
    SIZE = "size"
    SLOW = "slow"
    GONE = "gone"  # the caller left before the body was complete
    SIG = "sig"
    STALE = "stale"  # signed, but minutes ago or ahead: a replay, or this machine's clock is wrong
    SHAPE = "shape"
    UNKNOWN = "unknown"  # a kind of request that Cairn has no use for
    FOREIGN = "foreign"  # for another workspace or another app


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a request is answered at the door. Without a status it goes on to the app."""

    reason: Reason
    status: int | None = None
    body: bytes = b""


PASSED = Verdict(Reason.PASSED)
SSL_CHECK = Verdict(Reason.SSL_CHECK, 200)
TOO_LARGE = Verdict(Reason.SIZE, 413, REFUSED)
TOO_SLOW = Verdict(Reason.SLOW, 408, REFUSED)
GONE = Verdict(Reason.GONE, 400, REFUSED)
UNSIGNED = Verdict(Reason.SIG, 401, REFUSED)
STALE = Verdict(Reason.STALE, 401, REFUSED)
MALFORMED = Verdict(Reason.SHAPE, 400, REFUSED)
# Anything but 2xx would only make Slack send the same thing three times more, and count it against the app.
INCOMPLETE = Verdict(Reason.SHAPE, 200)
UNKNOWN = Verdict(Reason.UNKNOWN, 200)
FOREIGN = Verdict(Reason.FOREIGN, 200)


class Counts:
    """How many requests ended for which reason since the process started."""

    def __init__(self) -> None:
        self._seen: Counter[Reason] = Counter()

    def add(self, reason: Reason) -> None:
        """Count one more."""
        self._seen[reason] += 1

    def of(self, reason: Reason) -> int:
        """How many so far."""
        return self._seen[reason]

    def all(self) -> Mapping[Reason, int]:
        """A copy of every count, zeros too, for those who publish them."""
        return {reason: self._seen[reason] for reason in Reason}
