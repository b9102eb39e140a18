"""Which parts a request must have for the app to make sense of it, kind by kind.

Only what the app or Bolt reads without asking is checked; Slack may add whatever it likes.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.ingress.parsing import COMMAND, Inbound

Check = Callable[[object], bool]
_ABSENT: Final = object()


def is_complete(inbound: Inbound) -> bool | None:
    """Whether every part is there and of its type; None for a kind of request that Cairn does not know."""
    if not _text(inbound.kind):
        return False
    shape = SHAPES.get(str(inbound.kind))
    return None if shape is None else shape(inbound.fields)


def is_foreign(fields: Mapping[str, Any], team_id: str, app_id: str | None) -> bool:
    """Whether a complete request is for another workspace or another app."""
    team = fields.get("team")
    teams = fields.get("team_id", team_id), team["id"] if isinstance(team, dict) else team_id
    app = fields.get("api_app_id", app_id)
    return teams != (team_id, team_id) or (app_id is not None and app != app_id)


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _any_text(value: object) -> bool:
    return isinstance(value, str)


def _nothing(value: object) -> bool:
    return value is _ABSENT or value is None


def _modal(value: object) -> bool:
    return value == "modal"


def _thing(**fields: Check) -> Check:
    return lambda value: (
        isinstance(value, dict) and all(check(value.get(name, _ABSENT)) for name, check in fields.items())
    )


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(check(one) for one in value)


def _some_of(check: Check) -> Check:
    return lambda value: value != [] and _list_of(check)(value)


def _if_there(check: Check) -> Check:
    return lambda value: value is _ABSENT or check(value)


def _or_null(check: Check) -> Check:
    return _either(_nothing, check)


def _either(one: Check, other: Check) -> Check:
    return lambda value: one(value) or other(value)


_WITH_ID = _thing(id=_text)
_REFERENCE = _either(_any_text, _WITH_ID)  # Slack names people, channels and teams both ways
# Bolt looks for ids in all of these, wherever they may be, and trusts them to be strings or objects.
_AUTHORIZATION = _thing(enterprise=_or_null(_REFERENCE), team=_or_null(_REFERENCE), authorizations=_nothing)
_PLACES: Final[dict[str, Check]] = {
    "enterprise": _or_null(_either(_any_text, _thing())),
    "channel": _or_null(_REFERENCE),
    "authorizations": _or_null(_list_of(_AUTHORIZATION)),
}
_WORDS: Final[dict[str, Check]] = {
    name: _or_null(_any_text) for name in ("text", "subtype", "ts", "thread_ts", "deleted_ts", "channel_type", "bot_id")
}
_PARTS: Final[dict[str, Check]] = _PLACES | _WORDS | {"user": _or_null(_REFERENCE), "team": _or_null(_REFERENCE)}
_MESSAGE = _thing(**_PARTS)
_EVENT = _thing(
    **_PARTS | {"user": _if_there(_either(_text, _WITH_ID))},
    type=_text,
    item=_or_null(_thing(**_PLACES)),
    message=_or_null(_MESSAGE),
    previous_message=_or_null(_MESSAGE),
)
_STATE = _or_null(_thing(values=_thing()))
_ACTOR: Final[dict[str, Check]] = _PLACES | {"user": _WITH_ID, "team": _WITH_ID}
_VIEW = _thing(id=_text, type=_modal, callback_id=_text, private_metadata=_or_null(_any_text), state=_STATE)
_SUBMISSION = _thing(**_ACTOR, view=_VIEW, response_urls=_or_null(_list_of(_thing())))

SHAPES: Final[Mapping[str, Check]] = {
    "url_verification": _thing(challenge=_text),
    "event_callback": _thing(**_PLACES, team_id=_text, event=_EVENT),
    "block_actions": _thing(
        **_ACTOR,
        actions=_some_of(_thing(action_id=_text)),
        view=_or_null(_thing(id=_text, private_metadata=_or_null(_any_text), state=_STATE)),
        message=_or_null(_MESSAGE),
        state=_STATE,
    ),
    "block_suggestion": _thing(**_ACTOR, action_id=_text, value=_any_text),
    "view_submission": _SUBMISSION,
    "view_closed": _SUBMISSION,
    "shortcut": _thing(**_ACTOR, callback_id=_text, trigger_id=_text),
    "message_action": _thing(
        **_ACTOR | {"channel": _WITH_ID},
        callback_id=_text,
        trigger_id=_text,
        message=_thing(**_PARTS | {"ts": _text}),
    ),
    COMMAND: _thing(team_id=_text, user_id=_text, command=_text, trigger_id=_text),
}
