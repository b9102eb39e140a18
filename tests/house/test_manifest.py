"""The manifest asks for what the code uses and for nothing else, and the code listens to what it asks for."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import ids
from bot.manifest import EVENTS, SCOPES, Manifest, asked, manifest
from flows.people import AnswerIn
from tests.house import tree
from tests.house.drawn import action_ids, callback_ids
from tests.house.listening import app, closing, command, event, hears, listeners, press
from tests.unit.every_view import TOGETHER

pytestmark = TOGETHER

ADDRESS = "https://cairn.example.org/slack/events"
BOTH_WAYS_IN = pytest.mark.parametrize("address", [ADDRESS, None], ids=["http", "socket"])

# What Slack asks for, by hand, from each method's reference page. None: any token will do, or one of another sort.
METHOD_SCOPES: Mapping[str, str | None] = {
    "apps_connections_open": None,  # connections:write of the app-level token, which stands in no manifest
    "auth_test": None,
    "blocks_validate": None,
    "bots_info": "users:read",
    "chat_delete": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_open": "im:write",
    "files_completeUploadExternal": "files:write",
    "files_delete": "files:write",
    "files_getUploadURLExternal": "files:write",
    "reactions_add": "reactions:write",
    "users_info": "users:read",
    "users_list": "users:read",
    "views_open": None,
    "views_publish": None,
    "views_push": None,
    "views_update": None,
}
EVENT_SCOPES: Mapping[str, str | None] = {
    "app_home_opened": None,
    "message.im": "im:history",
    "user_change": "users:read",
}

Module = tuple[str, ast.Module]
_OF_THE_CHECKS = "bot/doctor/"


def methods_called(modules: Iterable[Module]) -> set[str]:
    """The Web API methods that the SDK's client is asked for, by its own names for them or by Slack's."""
    known = {name for name in vars(AsyncWebClient) if "_" in name.strip("_") and not name.startswith("_")}
    calls = [node for _, module in modules for node in ast.walk(module) if isinstance(node, ast.Call)]
    named = [(call, call.func.attr) for call in calls if isinstance(call.func, ast.Attribute)]
    plain = {_snake(call.args[0]) for call, name in named if name == "api_call" and call.args}
    return {name for _, name in named if name in known} | plain


def _snake(named: ast.expr) -> str:
    """`blocks.validate` as the SDK would call it; what is not written out is shown as it stands."""
    return str(named.value).replace(".", "_") if isinstance(named, ast.Constant) else ast.unparse(named)


def scopes_needed(methods: Iterable[str], events: Iterable[str]) -> set[str]:
    """The scopes for these methods and events, and for having a command."""
    needed = [METHOD_SCOPES[method] for method in methods] + [EVENT_SCOPES[name] for name in events]
    return {scope for scope in needed if scope} | {"commands"}


def product() -> list[Module]:
    """The bot as it runs; what only checks an installation must not justify a scope."""
    return [(name, module) for name, module in tree.code("bot") if not name.startswith(_OF_THE_CHECKS)]


def shortcut(of: Mapping[str, Any]) -> dict[str, Any]:
    """A shortcut that somebody uses, as it stands in a manifest."""
    kind = {"message": "message_action", "global": "shortcut"}[of["type"]]
    return {"type": kind, "callback_id": of["callback_id"], "user": {"id": "U2"}, "trigger_id": "1.2"}


def asked_for(of: Manifest) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything a manifest lets Slack send, by its name there."""
    features = of["features"]
    yield from ((name, event(name)) for name in of["settings"]["event_subscriptions"]["bot_events"])
    yield from ((each["command"], command(each["command"])) for each in features.get("slash_commands", []))
    yield from ((each["callback_id"], shortcut(each)) for each in features.get("shortcuts", []))


def drawn() -> Iterator[dict[str, Any]]:
    """Everything that can be pressed or sent off: it comes without being asked for in a manifest."""
    yield from map(press, action_ids())
    for window in callback_ids():
        for kind in ("view_submission", "view_closed"):
            yield closing(kind, window)


async def unheard(bolt: AsyncApp, of: Manifest) -> list[str]:
    """What the manifest asks for and nobody listens to."""
    ours = listeners(bolt)
    return [name for name, body in asked_for(of) if not [each for each in ours if await hears(each, body)]]


async def idle(bolt: AsyncApp, of: Manifest) -> list[str]:
    """Listeners that nothing in the manifest, and nothing drawn, ever reaches."""
    bodies = [*(body for _, body in asked_for(of)), *drawn()]
    never = [each for each in listeners(bolt) if not [body for body in bodies if await hears(each, body)]]
    return [each.ack_function.__name__ for each in never]


@pytest.fixture
def bolt() -> AsyncApp:
    return app()


def test_every_method_that_is_called_is_known_here_and_the_other_way_round() -> None:
    assert methods_called(tree.code("bot")) == set(METHOD_SCOPES)


def test_every_event_has_its_scope_here_and_the_other_way_round() -> None:
    assert set(EVENTS) == set(EVENT_SCOPES)


def test_the_scopes_are_those_that_are_used() -> None:
    assert set(SCOPES) == scopes_needed(methods_called(product()), EVENTS)
    assert scopes_needed(methods_called(tree.code("bot")), EVENTS) <= set(SCOPES)
    assert list(SCOPES) == sorted(set(SCOPES))


def test_where_everything_is_answered_in_the_form_cairn_may_read_no_message() -> None:
    events = asked(EVENTS, AnswerIn.FORM)
    assert not [name for name in events if name.startswith("message")]
    assert asked(SCOPES, AnswerIn.FORM) == sorted(scopes_needed(methods_called(product()), events))
    assert "history" not in str(manifest(ADDRESS, AnswerIn.FORM))
    assert (asked(SCOPES, AnswerIn.CHAT), asked(EVENTS, AnswerIn.CHAT)) == ([*SCOPES], [*EVENTS])


async def test_in_the_form_too_all_that_the_manifest_asks_for_is_listened_to(bolt: AsyncApp) -> None:
    assert await unheard(bolt, manifest(ADDRESS, AnswerIn.FORM)) == []


@BOTH_WAYS_IN
async def test_what_the_manifest_asks_for_is_listened_to_and_the_other_way_round(
    bolt: AsyncApp, address: str | None
) -> None:
    assert await unheard(bolt, manifest(address)) == []
    assert await idle(bolt, manifest(address)) == []
    assert ids.COMMAND in [name for name, _ in asked_for(manifest(address))]


@pytest.mark.parametrize(
    ("code", "method"),
    [
        ("async def send(self):\n    await self.slack.files_upload_v2(file=f)\n", "files_upload_v2"),
        ("async def send(self):\n    await self.slack.api_call('chat.meMessage')\n", "chat_meMessage"),
        ("async def send(self, name):\n    await self.slack.api_call(name)\n", "name"),
    ],
)
def test_a_call_that_needs_another_scope_is_noticed(code: str, method: str) -> None:
    assert methods_called([("bot/planted.py", ast.parse(code))]) == {method}
    assert method not in METHOD_SCOPES


def test_a_scope_that_nobody_uses_is_noticed() -> None:
    assert set(SCOPES) - scopes_needed(methods_called(product()) - {"reactions_add"}, EVENTS) == {"reactions:write"}
    assert set(SCOPES) - scopes_needed(methods_called(product()), []) == {"im:history"}


@pytest.mark.parametrize(
    ("path", "planted", "name"),
    [
        (("settings", "event_subscriptions", "bot_events"), ["message.im", "reaction_added"], "reaction_added"),
        (("features", "slash_commands"), [{"command": "/other"}], "/other"),
        (("features", "shortcuts"), [{"type": "message", "callback_id": "keep"}], "keep"),
        (("features", "shortcuts"), [{"type": "global", "callback_id": "begin"}], "begin"),
    ],
)
async def test_something_in_the_manifest_that_nobody_listens_to_is_noticed(
    bolt: AsyncApp, path: tuple[str, ...], planted: object, name: str
) -> None:
    of = manifest(ADDRESS)
    *way, last = path
    place: Any = of
    for key in way:
        place = place[key]
    place[last] = planted
    assert await unheard(bolt, of) == [name]


async def test_what_is_missing_from_the_manifest_is_noticed(bolt: AsyncApp) -> None:
    of = manifest(ADDRESS)
    of["settings"]["event_subscriptions"]["bot_events"] = []
    assert await idle(bolt, of) == ["message", "looked_at_home", "changed"]
    of = manifest(ADDRESS)
    of["features"]["slash_commands"] = []
    assert await idle(bolt, of) == ["command"]


@pytest.mark.parametrize("kind", ["event", "command", "shortcut", "action", "view"])
async def test_a_listener_that_the_manifest_never_feeds_is_noticed(bolt: AsyncApp, kind: str) -> None:
    async def never(ack: AsyncAck) -> None:
        await ack()

    getattr(bolt, kind)("/other" if kind == "command" else "other")(never)
    assert await idle(bolt, manifest(ADDRESS)) == ["never"]
