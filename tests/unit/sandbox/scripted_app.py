"""An app without a network: takes what the sandbox delivers and answers as it was told."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from sandbox.transport import Answer


@dataclass(frozen=True, slots=True)
class Received:
    """One request that reached the app."""

    url: str
    body: bytes
    headers: dict[str, str]
    seconds: float

    @property
    def payload(self) -> dict[str, Any]:
        """What it says, whichever way it is packed."""
        if self.headers["Content-Type"] == "application/json":
            read: dict[str, Any] = json.loads(self.body)
            return read
        form = {name: values[0] for name, values in parse_qs(self.body.decode()).items()}
        return json.loads(form["payload"]) if "payload" in form else form


def says(answer: object = None, status: int = 200) -> Answer:
    """An HTTP answer carrying JSON, a text, or nothing."""
    if answer is None:
        return Answer(status)
    if isinstance(answer, str):
        return Answer(status, {"Content-Type": "text/plain"}, answer)
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(answer))


@dataclass(slots=True)
class ScriptedApp:
    """A transport that is the app: `script` decides the answer from what came."""

    script: Callable[[dict[str, Any]], Answer] = lambda _payload: says()
    received: list[Received] = field(default_factory=list)

    async def post(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
        """Take a request and answer it."""
        request = Received(url, body, headers, seconds)
        self.received.append(request)
        return self.script(request.payload)

    def always(self, answer: Answer) -> None:
        """Answer everything alike."""
        self.script = lambda _payload: answer

    @property
    def payloads(self) -> list[dict[str, Any]]:
        """Everything that came, oldest first."""
        return [request.payload for request in self.received]
