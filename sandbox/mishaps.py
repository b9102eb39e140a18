"""Things that go wrong on the way from Slack to an app, planned for the next deliveries."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from sandbox.traffic import DeliveryKind


class MishapKind(StrEnum):
    """What goes wrong with a delivery."""

    # The same thing comes a second time: an event under a new id and without a word about it being a retry.
    DUPLICATE = "duplicate"
    # The same, with the number of the retry set back to 0.
    DUPLICATE_RESET = "duplicate_reset"
    # It arrives after the next one, or after a minute when nothing follows.
    REORDER = "reorder"
    # It arrives later.
    DELAY = "delay"
    # The app takes it, and Slack never hears of that.
    ANSWER_LOST = "answer_lost"
    # Nothing arrives. Sockets stay open, and nothing is sent or answered on them any more.
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Mishap:
    """One way to go wrong; `number` is the seconds of a delay."""

    kind: MishapKind
    number: float = 0


@dataclass(frozen=True, slots=True)
class PlannedMishap:
    """A mishap that waits for a delivery: of one kind, or of any."""

    mishap: Mishap
    about: DeliveryKind | None = None


class Mishaps:
    """The mishaps that are planned, each for one delivery."""

    def __init__(self) -> None:
        self._planned: deque[PlannedMishap] = deque()

    def plan(self, mishap: Mishap, *, about: DeliveryKind | None = None, times: int = 1) -> None:
        """Let the next deliveries of a kind go wrong, or the next of any kind."""
        self._planned.extend([PlannedMishap(mishap, about)] * times)

    def planned(self) -> list[PlannedMishap]:
        """What is still to go wrong, in order."""
        return list(self._planned)

    def clear(self) -> None:
        """Let everything go well again."""
        self._planned.clear()

    def take(self, kind: DeliveryKind) -> Mishap | None:
        """What this delivery meets, which is thereby used up."""
        for planned in self._planned:
            if planned.about in (None, kind):
                self._planned.remove(planned)
                return planned.mishap
        return None
