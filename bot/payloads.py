"""Turn what Slack sends into our own types. Shapes were checked at the door; what is not ours comes back as None."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot import ids
from flows.conversation.deletions import Gone
from flows.conversation.encounter import Inbound
from flows.conversation.inbox_keys import deletion_key, edit_key, message_key
from flows.conversation.presses import Button, Press
from flows.conversation.state import Place, Source
from flows.people import Profile, Standing
from flows.text import clean, from_slack

Payload = Mapping[str, Any]

_TS = re.compile(r"[0-9]{1,11}\.[0-9]{1,9}")
"""Slack's timestamps, as far as they are moments that a calendar has."""
_QUIET_SUBTYPES = frozenset({"thread_broadcast", "me_message"})
"""Subtypes that are plain messages all the same."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message a person wrote. `readable` is False for files and voice clips without words."""

    inbound: Inbound
    text: str
    readable: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A message as its author has changed it."""

    inbound: Inbound
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Vanished:
    """A message that was deleted. One of Cairn's own comes from nobody: whoever took it away, its author did not."""

    inbound: Inbound
    gone: Gone


@dataclass(frozen=True, slots=True)
class Pointed:
    """A press: where it came from, which button, and what that points at."""

    inbound: Inbound
    action_id: str
    value: str
    trigger_id: str


@dataclass(frozen=True, slots=True)
class Told:
    """What Slack says of somebody, and when that was so (aware, in UTC)."""

    profile: Profile
    at: datetime


def heard(body: Payload) -> Heard | None:
    """A person's own message in the DM; None for edits, deletions, bots and everything else."""
    event = body["event"]
    subtype = event.get("subtype")
    if event.get("channel_type") != "im" or event.get("bot_id") or not _all_texts(event, "user", "channel", "ts"):
        return None
    if subtype not in {None, "file_share", *_QUIET_SUBTYPES}:
        return None
    text = from_slack(text_in(event, "text"))
    place = Place(event["channel"], text_in(event, "thread_ts") or None)
    key = message_key(event["channel"], event["ts"])
    inbound = Inbound(key, body["team_id"], event["user"], place, event["ts"], typed=True)
    return Heard(inbound, text, readable=bool(text) or subtype != "file_share")


def changed(body: Payload) -> Changed | None:
    """A change that a person made to their own message in the DM; None for link previews and whatever else changes."""
    event = body["event"]
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    edit = message["edited"] if isinstance(message.get("edited"), Mapping) else {}
    if event.get("subtype") != "message_changed" or event.get("channel_type") != "im" or message.get("bot_id"):
        return None
    if message.get("subtype") == "tombstone" or not isinstance(message.get("text"), str):
        return None
    author, ts, edit_ts = text_in(message, "user"), text_in(message, "ts"), text_in(edit, "ts")
    if not (author and _is_ts(ts) and _is_ts(edit_ts) and text_in(event, "channel")) or edit.get("user") != author:
        return None
    if text_in(message, "text") == before.get("text"):
        return None
    channel = event["channel"]
    source, place = Source(channel, ts, edit_ts), Place(channel, text_in(message, "thread_ts") or None)
    inbound = Inbound(edit_key(channel, ts, edit_ts), body["team_id"], author, place, ts, typed=True, edit=edit_ts)
    return Changed(inbound, from_slack(message["text"]), source)


def vanished(body: Payload) -> Vanished | None:
    """A message in the DM that was deleted; also one with replies, which leaves a tombstone. Those are no messages."""
    event = body["event"]
    before, message = event.get("previous_message") or {}, event.get("message") or {}
    buried = event.get("subtype") == "message_changed" and message.get("subtype") == "tombstone"
    if event.get("channel_type") != "im" or not (buried or event.get("subtype") == "message_deleted"):
        return None
    author, channel = text_in(before, "user"), text_in(event, "channel")
    ts, at = text_in(message if buried else event, "ts" if buried else "deleted_ts"), _happened_at(body)
    if not (author and channel and _is_ts(ts) and at) or before.get("subtype") == "tombstone":
        return None
    ours = bool(before.get("bot_id"))
    place = Place(channel, text_in(before, "thread_ts") or None)
    inbound = Inbound(deletion_key(channel, ts), body["team_id"], "" if ours else author, place, ts, typed=True)
    return Vanished(replace(inbound, present=not ours), Gone(channel, ts, at))


def commanded(body: Payload) -> tuple[Inbound, str]:
    """A slash command and the words after it. Any DM may be somebody else's, so it never counts as direct."""
    place = Place(text_in(body, "channel_id") or None)
    key = f"command:{body['trigger_id']}"
    inbound = Inbound(key, body["team_id"], body["user_id"], place, direct=False)
    return inbound, clean(text_in(body, "text"))


def pointed(body: Payload) -> Pointed:
    """A press on something in a message."""
    action = body["actions"][0]
    container = body.get("container") or {}
    message = body.get("message") or {}
    channel = text_in(container, "channel_id") or text_in(body.get("channel") or {}, "id")
    thread = text_in(container, "thread_ts") or text_in(message, "thread_ts")
    trigger = text_in(body, "trigger_id")
    inbound = Inbound(
        key=f"press:{trigger}",
        workspace=body["team"]["id"],
        slack_id=body["user"]["id"],
        place=Place(channel or None, thread or None),
        ts=text_in(container, "message_ts") or None,
        direct=channel.startswith("D") and not container.get("is_ephemeral"),
    )
    return Pointed(inbound, text_in(action, "action_id"), text_in(action, "value"), trigger)


def home_opened(body: Payload) -> Inbound | None:
    """A person looks at Home; None for the Messages tab."""
    event = body["event"]
    if event.get("tab") != "home" or not _all_texts(event, "user"):
        return None
    return Inbound(f"event:{text_in(body, 'event_id')}", body["team_id"], event["user"], Place(), direct=False)


def sent_off(body: Payload) -> Inbound:
    """A form or a shortcut: it comes from nowhere in particular, so the answer goes to the person's DM."""
    view = body.get("view") or {}
    key = text_in(body, "trigger_id") or text_in(view, "id")
    return Inbound(f"sent:{key}", body["team"]["id"], body["user"]["id"], Place(), direct=False)


def text_in(table: Payload, key: str) -> str:
    """What stands under a key where it is a text; empty otherwise."""
    value = table.get(key)
    return value if isinstance(value, str) else ""


def sender(body: Payload) -> tuple[str, str]:
    """Whom anything that came in is from: workspace and Slack id. A changed message names its author inside."""
    event, team, user = _table(body, "event"), _table(body, "team"), _table(body, "user")
    inside = _table(event, "message") or _table(event, "previous_message")
    ids_of = (text_in(event, "user"), text_in(inside, "user"), text_in(user, "id"), text_in(body, "user_id"))
    return text_in(body, "team_id") or text_in(team, "id"), next(filter(None, ids_of), "")


def question_press(body: Payload) -> Press | None:
    """A press on a question; None when it points at nothing of ours."""
    action = body["actions"][0]
    name = text_in(action, "action_id").split(":")[1:]
    pointer = ids.Pointer.unpacked(text_in(action, "value"))
    if pointer is None or not name or name[0] not in set(Button):
        return None
    chosen = (pointer.choice,) if pointer.choice else _ticked(body)
    return Press(Button(name[0]), pointer.about, pointer.turn, chosen)


def picked(body: Payload) -> Press | None:
    """A date or person chosen in a picker. Its block points at the question."""
    action = body["actions"][0]
    pointer = ids.Pointer.unpacked(text_in(action, "block_id"))
    if pointer is None:
        return None
    chosen = tuple(value for key in ("selected_date", "selected_user") if (value := text_in(action, key)))
    return Press(Button.ANSWER, pointer.about, pointer.turn, chosen)


def profile(user: Payload, workspace: str) -> Profile:
    """What `users.info` tells of somebody."""
    return Profile(
        slack_id=user["id"],
        standing=_standing(user, workspace),
        zone=text_in(user, "tz") or "UTC",
        locale=text_in(user, "locale") or "en-US",
        is_owner=bool(user.get("is_owner") or user.get("is_primary_owner")),
    )


def told_of(body: Payload) -> Told | None:
    """What Slack tells of a person who is different now; None where it names nobody or no moment."""
    user, at = body["event"].get("user"), _happened_at(body)
    if not isinstance(user, Mapping) or not text_in(user, "id") or at is None:
        return None
    return Told(member(user, body["team_id"]), at)


def member(user: Payload, workspace: str) -> Profile:
    """What `users.list` and events tell of somebody; of those who have left, they may not tell where they are."""
    return replace(profile(user, workspace), zone=text_in(user, "tz"), locale=text_in(user, "locale"))


def _standing(user: Payload, workspace: str) -> Standing:
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_bot") or user["id"] == "USLACKBOT":
        return Standing.BOT
    home = text_in(user, "team_id") or workspace
    if user.get("is_stranger") or home != workspace:
        return Standing.OUTSIDER
    guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    return Standing.GUEST if guest else Standing.MEMBER


def _ticked(body: Payload) -> tuple[str, ...]:
    """What is ticked in the boxes beside the pressed Done button."""
    states = ((body.get("state") or {}).get("values") or {}).values()
    for elements in states:
        if isinstance(elements, Mapping) and isinstance(picks := elements.get(ids.PICKS), Mapping):
            options = picks.get("selected_options") or []
            return (*(text_in(each, "value") for each in options), *(picks.get("selected_users") or []))
    return ()


def _all_texts(table: Payload, *keys: str) -> bool:
    return all(isinstance(table.get(key), str) and table[key] for key in keys)


def _happened_at(body: Payload) -> datetime | None:
    """When an event happened, however late Slack tells of it; only by the second where it does not say more."""
    moments = (text_in(body["event"], "event_ts"), f"{body.get('event_time')}.0")
    known = next(filter(_is_ts, moments), None)
    return datetime.fromtimestamp(float(known), UTC) if known else None


def _is_ts(text: str) -> bool:
    return _TS.fullmatch(text) is not None


def _table(table: Payload, key: str) -> Payload:
    value = table.get(key)
    return value if isinstance(value, Mapping) else {}
