"""What a person sees happen after something they did."""

from dataclasses import dataclass, field

from sandbox.records import EphemeralMessage, Message, View
from sandbox.traffic import Delivery


class NotOnScreenError(LookupError):
    """A person can only use what stands before them; says what does."""


@dataclass(frozen=True, slots=True)
class CommandOutcome:
    """How a slash command ended: an answer of the app, an error mark, or nothing to see."""

    delivery: Delivery
    answer: EphemeralMessage | Message | None = None

    @property
    def failed(self) -> str | None:
        """Why the person sees an error mark; None when all is well."""
        return self.delivery.failed


@dataclass(frozen=True, slots=True)
class SubmitOutcome:
    """How sending a modal off ended."""

    delivery: Delivery | None = None
    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    view: View | None = None

    @property
    def failed(self) -> str | None:
        """Why the person sees an error mark; None when all is well."""
        return self.delivery.failed if self.delivery else None
