"""Thousands of signed but damaged requests: each gets a defined answer, and nothing escapes."""

import copy
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.ingress import Reason
from tests.unit.ingress_world import (
    COMMAND,
    EVENTS,
    FORM,
    INTERACTIONS,
    SECRET,
    TEAM,
    guarded,
    knock,
    sent,
    signed,
)

DAMAGE: list[Any] = [
    None,
    "",
    "x",
    0,
    7,
    -1.5,
    True,
    [],
    {},
    [None],
    [{}],
    {"id": None},
    {"id": ["U1"]},
    "\ud800",
    "é" * 9,
]
Picture = dict[str, Any]


def damaged_requests(seed: int, count: int) -> list[tuple[bytes, str]]:
    """Signed-to-be bodies with content types: parts replaced, removed or added, then now and then bytes too."""
    chance = random.Random(seed)
    return [_damaged_bytes(chance, *_damaged(chance)) for _ in range(count)]


def _damaged(chance: random.Random) -> tuple[bytes, str]:
    if chance.random() < 0.1:
        command: Picture = dict(COMMAND)
        command[chance.choice(list(command))] = chance.choice(["", "payload", "é", "a&b=c", TEAM])
        return urlencode(command).encode(), FORM
    payload = json.loads(json.dumps(chance.choice([*EVENTS, *INTERACTIONS])))
    for _ in range(chance.randint(0, 3)):
        _damage_one_part(chance, payload)
    return sent(payload)


def _damage_one_part(chance: random.Random, payload: Picture) -> None:
    places = list(_places(payload))
    place, key = chance.choice(places)
    if chance.random() < 0.3:
        del place[key]
    elif chance.random() < 0.1 and isinstance(place, dict):
        place[chance.choice(["authorizations", "enterprise", "channel", "item", "message", "team_id"])] = 5
    else:
        place[key] = copy.deepcopy(chance.choice(DAMAGE))


def _places(part: Any) -> Any:
    keys = list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in keys:
        yield part, key
        yield from _places(part[key])


def _damaged_bytes(chance: random.Random, body: bytes, media_type: str) -> tuple[bytes, str]:
    ways: list[Callable[[], tuple[bytes, str]]] = [
        lambda: (body[: chance.randrange(len(body))], media_type),
        lambda: (body.replace(b'"type"', b'"type":1,"type"', 1), media_type),
        lambda: (body.replace(b"null", b"NaN"), media_type),
        lambda: (body + bytes([chance.randrange(256)]), media_type),
        lambda: (body, chance.choice(["", "text/plain", FORM, "application/json"])),
    ]
    return chance.choice(ways)() if chance.random() < 0.2 else (body, media_type)


async def trusting_app(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that looks at what it needs without asking first, as listeners do."""
    body = await Request(scope, receive).body()
    if body.startswith(b"{"):
        fields = json.loads(body)
    else:
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        fields = json.loads(form["payload"]) if "payload" in form else {**form, "type": "command"}
    READERS[fields["type"]](fields)
    await PlainTextResponse("ok")(scope, receive, send)


READERS: dict[str, Callable[[Picture], object]] = {
    "event_callback": lambda one: (one["team_id"] + one["event"]["type"], one["event"].get("text", "") or "".strip()),
    "block_actions": lambda one: one["user"]["id"] + one["team"]["id"] + one["actions"][0]["action_id"],
    "block_suggestion": lambda one: one["user"]["id"] + one["action_id"] + one["value"],
    "view_submission": lambda one: (
        one["user"]["id"] + one["team"]["id"] + one["view"]["id"] + one["view"]["callback_id"]
    ),
    "view_closed": lambda one: one["user"]["id"] + one["view"]["id"],
    "shortcut": lambda one: one["user"]["id"] + one["callback_id"] + one["trigger_id"],
    "message_action": lambda one: one["user"]["id"] + one["channel"]["id"] + one["message"]["ts"],
    "command": lambda one: one["user_id"] + one["team_id"] + one["command"] + one["trigger_id"],
}


async def statuses(app: ASGIApp, seed: int, count: int) -> tuple[Counter[int], Counter[Reason]]:
    """What so many damaged requests are answered."""
    guard = guarded(app)
    answers = Counter[int]()
    for body, media_type in damaged_requests(seed, count):
        answers[(await knock(guard, body, signed(body, media_type))).status] += 1
    return answers, Counter(guard.counts.all())


async def test_only_defined_answers_come_out_and_nothing_escapes() -> None:
    answers, reasons = await statuses(trusting_app, 20261122, 2000)
    assert set(answers) == {200, 400}
    assert answers.total() == reasons.total() == 2000
    # The damage is real and so is what survives it: both paths were walked often.
    assert min(answers[400], reasons[Reason.PASSED], reasons[Reason.SHAPE] - answers[400]) > 100


async def test_bolt_itself_meets_nothing_it_trips_over() -> None:
    answers, reasons = await statuses(bolt(), 1914, 2000)
    assert set(answers) == {200, 400}
    assert reasons[Reason.PASSED] > 500


def bolt() -> ASGIApp:
    """A real Bolt app that takes everything, behind the adapter the bot uses."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_user_id="UBOT", bot_id="BBOT", bot_token="xoxb-x")

    app = AsyncApp(
        signing_secret=SECRET,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,  # it reads the real clock; ours has just decided
    )
    anything = re.compile(".*", re.DOTALL)

    async def take(ack: AsyncAck) -> None:
        await ack()

    app.event(anything)(take)
    app.action(anything)(take)
    app.view_submission(anything)(take)
    app.view_closed(anything)(take)
    app.shortcut(anything)(take)
    app.options(anything)(take)
    app.command(anything)(take)
    adapter = AsyncSlackRequestHandler(app)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        response = await adapter.handle(Request(scope, receive))
        await response(scope, receive, send)

    return serve
