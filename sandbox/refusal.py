"""A refusal in Slack's own words."""

from collections.abc import Sequence

from sandbox.json_object import Json


class Refusal(Exception):
    """What Slack answers instead of doing what it was asked: `ok: false` and a name."""

    def __init__(self, error: str, messages: Sequence[str] = (), **extra: str) -> None:
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


def invalid_arguments(*messages: str) -> Refusal:
    """The refusal of a call whose arguments are wrong, saying which."""
    return Refusal("invalid_arguments", [f"[ERROR] {message}" for message in messages])
