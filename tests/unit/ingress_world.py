"""Requests as Slack sends them, and a way to put them to an ASGI app without a network."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.ingress import Counts, IngressGuard, Reason
from bot.ingress.signature import sign

SECRET = "not-a-real-secret"
TEAM = "T0HOME"
APP = "A0CAIRN"
NOW = 1_800_000_000.0

Headers = list[tuple[bytes, bytes]]
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

PERSON: Mapping[str, Any] = {"user": {"id": "U1", "team_id": TEAM}, "team": {"id": TEAM}, "api_app_id": APP}
VIEW: Mapping[str, Any] = {
    "id": "V1",
    "type": "modal",
    "callback_id": "step",
    "private_metadata": "c1",
    "hash": "h",
    "state": {"values": {"step": {"value": {"type": "plain_text_input", "value": "canary words"}}}},
}
MESSAGE_EVENT: Mapping[str, Any] = {
    "type": "event_callback",
    "team_id": TEAM,
    "api_app_id": APP,
    "event_id": "Ev1",
    "event_time": 1,
    "authorizations": [{"team_id": TEAM, "enterprise_id": None, "user_id": "UBOT", "is_bot": True}],
    "event": {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "ts": "1.2",
        "text": "canary words",
    },
}
EDIT_EVENT: Mapping[str, Any] = {
    **MESSAGE_EVENT,
    "event": {
        "type": "message",
        "subtype": "message_changed",
        "channel": "D1",
        "ts": "1.3",
        "message": {"type": "message", "user": "U1", "text": "new", "ts": "1.2", "edited": {"user": "U1", "ts": "1.3"}},
        "previous_message": {"type": "message", "user": "U1", "text": "old", "ts": "1.2"},
    },
}
USER_EVENT: Mapping[str, Any] = {
    **MESSAGE_EVENT,
    "event": {"type": "user_change", "user": {"id": "U1", "team_id": TEAM, "tz": "Europe/Oslo"}},
}
REACTION_EVENT: Mapping[str, Any] = {
    **MESSAGE_EVENT,
    "event": {"type": "reaction_added", "user": "U1", "item": {"type": "message", "channel": "D1", "ts": "1.2"}},
}
PRESS: Mapping[str, Any] = {
    **PERSON,
    "type": "block_actions",
    "trigger_id": "1.2.abc",
    "container": {"type": "message"},
    "channel": {"id": "D1", "name": "directmessage"},
    "message": {"ts": "1.2", "text": "A question", "user": "UBOT"},
    "state": {"values": {}},
    "actions": [{"type": "button", "action_id": "answer", "block_id": "b", "value": "4", "action_ts": "1.3"}],
}
SUBMISSION: Mapping[str, Any] = {**PERSON, "type": "view_submission", "trigger_id": "1.2.abc", "view": VIEW}
CLOSING: Mapping[str, Any] = {**PERSON, "type": "view_closed", "is_cleared": False, "view": VIEW}
SHORTCUT: Mapping[str, Any] = {**PERSON, "type": "shortcut", "callback_id": "reflect", "trigger_id": "1.2.abc"}
MESSAGE_SHORTCUT: Mapping[str, Any] = {
    **SHORTCUT,
    "type": "message_action",
    "channel": {"id": "C1", "name": "team"},
    "message": {"ts": "1.2", "text": "canary words", "user": "U2"},
}
OPTIONS: Mapping[str, Any] = {
    **PERSON,
    "type": "block_suggestion",
    "action_id": "person",
    "block_id": "b",
    "value": "ad",
}
COMMAND: Mapping[str, str] = {
    "team_id": TEAM,
    "user_id": "U1",
    "channel_id": "C1",
    "channel_name": "general",
    "command": "/cairn",
    "text": "reflect",
    "trigger_id": "1.2.abc",
    "api_app_id": APP,
}
EVENTS = (MESSAGE_EVENT, EDIT_EVENT, USER_EVENT, REACTION_EVENT)
INTERACTIONS = (PRESS, SUBMISSION, CLOSING, SHORTCUT, MESSAGE_SHORTCUT, OPTIONS)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: dict[bytes, bytes]


@dataclass
class Behind:
    """An app that remembers what got through to it."""

    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.bodies.append(await request.body())
        self.headers.append(dict(request.headers))
        await PlainTextResponse("reached the app")(scope, receive, send)


def guarded(app: ASGIApp, counts: Counts | None = None, app_id: str | None = APP) -> IngressGuard:
    """The guard before an app, at a fixed time."""
    return IngressGuard(app, SECRET, lambda: NOW, TEAM, app_id, counts or Counts())


def as_json(payload: object) -> bytes:
    """A body as the Events API sends it."""
    return json.dumps(payload).encode()


def as_form(payload: object) -> bytes:
    """A body as interactions are sent."""
    return urlencode({"payload": json.dumps(payload)}).encode()


def signed(body: bytes, media_type: str, at: float = NOW, secret: str = SECRET) -> Headers:
    """The headers Slack would send with this body."""
    timestamp = str(int(at)).encode()
    return [
        (b"content-type", media_type.encode()),
        (b"x-slack-request-timestamp", timestamp),
        (b"x-slack-signature", sign(secret, timestamp, body)),
    ]


def in_pieces(*pieces: bytes) -> list[Message]:
    """What a server hands to an app that reads this body."""
    last = len(pieces) - 1
    return [{"type": "http.request", "body": piece, "more_body": at < last} for at, piece in enumerate(pieces)]


async def knock(
    app: ASGIApp,
    body: bytes | Sequence[Message],
    headers: Headers,
    *,
    path: str = "/slack/events",
    method: str = "POST",
) -> Answer:
    """Put one request to an app; after the given messages the caller stays silent."""
    waiting = in_pieces(body) if isinstance(body, bytes) else list(body)
    sent: list[Message] = []

    async def receive() -> Message:
        if waiting:
            return waiting.pop(0)
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]  # it never comes

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": headers}
    await app(scope, receive, send)
    start = sent[0]
    return Answer(start["status"], b"".join(part.get("body", b"") for part in sent[1:]), dict(start["headers"]))


async def ask(body: bytes, media_type: str, app_id: str | None = APP) -> tuple[int, Reason]:
    """The status a signed body gets, and why."""
    behind, counts = Behind(), Counts()
    answer = await knock(guarded(behind, counts, app_id), body, signed(body, media_type))
    (reason,) = (reason for reason, count in counts.all().items() if count)
    assert bool(behind.bodies) is (reason is Reason.PASSED)
    assert answer.status == 400 or answer.body in {b"", b"reached the app"}
    return answer.status, reason


def sent(payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """Body and content type as Slack chooses them for this payload."""
    if str(payload.get("type")) in {"event_callback", "url_verification", "app_rate_limited"}:
        return as_json(payload), JSON
    return as_form(payload), FORM


def altered(payload: Mapping[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy with the part at this dotted path replaced, or taken out for `...`."""
    copy: dict[str, Any] = json.loads(json.dumps(payload))
    *way, last = [int(name) if name.isdigit() else name for name in path.split(".")]
    place: Any = copy
    for name in way:
        place = place[name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return copy
