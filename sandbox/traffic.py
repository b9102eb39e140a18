"""What went over the wire, in both directions, kept so that a test or a page can look."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.json_object import Json


class CallForm(StrEnum):
    """The five ways in which a client may put its arguments, and the one that fails."""

    QUERY_GET = "GET query"
    QUERY_POST = "POST query"
    FORM = "form"
    JSON = "JSON"
    MULTIPART = "multipart"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class WebApiCall:
    """One call of the app to the Web API and what it was answered."""

    method: str
    arguments: Json
    form: CallForm
    response: Json
    at: float
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether Slack did it."""
        return bool(self.response.get("ok"))


@dataclass(frozen=True, slots=True)
class ResponseUrlCall:
    """One use of a response_url."""

    path: str
    body: str


class DeliveryKind(StrEnum):
    """What a delivery to the app is about, which decides whether it is retried."""

    EVENT = "event"
    INTERACTION = "interaction"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at handing something over; `problem` is Slack's retry reason when it failed."""

    at: float
    seconds: float
    headers: dict[str, str]
    status: int | None = None
    response_headers: dict[str, str] = field(default_factory=dict)
    response_body: str = ""
    problem: str | None = None
    # Over a socket there are no headers: the envelope says what they would.
    envelope: Json | None = None

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged in time."""
        return self.problem is None


@dataclass(slots=True, eq=False)
class Delivery:
    """Something handed to the app: the payload, each attempt, and what follows from the answer."""

    id: str
    kind: DeliveryKind
    payload: Json
    created_at: float
    attempts: list[Attempt] = field(default_factory=list)
    then: Callable[["Delivery"], None] | None = None
    rejected: str | None = None

    @property
    def done(self) -> bool:
        """Whether it was tried at all; False while it is held back."""
        return bool(self.attempts)

    @property
    def last(self) -> Attempt | None:
        """The newest attempt."""
        return self.attempts[-1] if self.attempts else None

    @property
    def status(self) -> int | None:
        """The HTTP status of the newest attempt; None when no answer came."""
        return self.last.status if self.last else None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the newest attempt."""
        return self.last.headers if self.last else {}

    @property
    def body(self) -> str:
        """What the app answered last."""
        return self.last.response_body if self.last else ""

    @property
    def content_type(self) -> str:
        """What kind of thing the app answered last."""
        return self.last.response_headers.get("content-type", "") if self.last else ""

    @property
    def retries(self) -> int:
        """How often it was tried again."""
        return max(len(self.attempts) - 1, 0)

    @property
    def failed(self) -> str | None:
        """Why the person sees an error mark; None when all is well."""
        return (self.last.problem if self.last else None) or self.rejected


@dataclass(frozen=True, slots=True)
class Retry:
    """An event that is to be tried again."""

    due: float
    number: int
    reason: str
    delivery: Delivery

    def headers(self) -> dict[str, str]:
        """What tells the app that it is a retry, and why."""
        return {"X-Slack-Retry-Num": str(self.number), "X-Slack-Retry-Reason": self.reason}
