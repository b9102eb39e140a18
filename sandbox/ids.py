"""Ids and timestamps that look like Slack's and come out the same in every run."""

import hashlib
from collections import Counter

from sandbox.clock import Clock


class Ids:
    """Hands out every id of one workspace, in order."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: Counter[str] = Counter()
        self._last_ts = 0

    def new(self, prefix: str) -> str:
        """The next id of a kind: `U…`, `C…`, `V…`."""
        self._given[prefix] += 1
        return f"{prefix}0SBX{self._given[prefix]:06d}"

    def ts(self) -> str:
        """A message timestamp: unique in the workspace and always growing."""
        micros = max(int(self._clock.now()) * 1_000_000, self._last_ts) + 100
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def trigger(self) -> str:
        """A trigger id in Slack's three-part form."""
        number = self._count("trigger")
        return f"{int(self._clock.now())}.{number:010d}.{self._digest('trigger', number)}"

    def hash(self) -> str:
        """What a view is compared by; changes with every redrawing."""
        return f"{int(self._clock.now())}.{self._digest('hash', self._count('hash'))[:8]}"

    def short(self) -> str:
        """What Slack puts where a block or an element has no id of its own."""
        # An odd factor shuffles without ever giving the same one twice (within a million).
        return f"{self._count('short') * 0x9E377 % 0x100000:05x}"

    def uuid(self) -> str:
        """The id that a person's client gives a message it sends."""
        digits = self._digest("uuid", self._count("uuid"))
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))

    def _count(self, kind: str) -> int:
        self._given[kind] += 1
        return self._given[kind]

    @staticmethod
    def _digest(kind: str, number: int) -> str:
        return hashlib.sha256(f"{kind}:{number}".encode()).hexdigest()[:32]
