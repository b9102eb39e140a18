"""A refusal in Slack's own words."""

from collections.abc import Sequence

from sandbox.json_object import Json


class Refusal(Exception):
    """What Slack answers instead of doing what it was asked: `ok: false` and a name."""

    # Over HTTP: after how many seconds the caller may try again; None when waiting changes nothing.
    retry_after: int | None = None

    def __init__(self, error: str, messages: Sequence[str] = (), **extra: object) -> None:
        super().__init__(": ".join([error, *messages]))
        self.error = error
        self.messages = tuple(messages)
        self.extra = extra

    def answer(self) -> Json:
        """The JSON that carries it."""
        answer: Json = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer


class RateLimited(Refusal):
    """Too many calls: goes out as 429 with the seconds to wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


def errors(*messages: str) -> list[str]:
    """Messages as Slack lists them."""
    return [f"[ERROR] {message}" for message in messages]


def invalid_arguments(*messages: str) -> Refusal:
    """The refusal of a call whose arguments are wrong, saying which."""
    return Refusal("invalid_arguments", errors(*messages))
