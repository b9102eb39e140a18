"""Turn what is done in our windows into our own types: presses, typing, and windows that are sent off."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from bot import ids
from bot.payloads import Payload, pointed, text_in
from flows.conversation.choosing import Chosen
from flows.conversation.encounter import Inbound
from flows.conversation.state import Place
from flows.people import AnswerIn
from flows.programmes.handing_over import Choice
from flows.text import clean

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class InWindow:
    """Something done in a window or on Home: in which, what its fields hold, and what the pressed button points at.

    `about` is the window's own pointer, `below` the window it covers, `root` the lowest. `is_modal` is False on Home
    and in messages.
    """

    inbound: Inbound
    trigger_id: str
    view_id: str
    hash: str
    about: str
    below: str
    root: str
    values: Mapping[str, Any]
    action_id: str = ""
    value: str = ""
    is_modal: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """One of our windows as it stood when something was typed in it, or when it was sent off.

    `about` is the one id in its metadata; `held` the state of its fields; `order` Slack's timestamp of the typing.
    """

    inbound: Inbound
    about: str
    held: Payload
    order: str = ""


@dataclass(frozen=True, slots=True)
class SettingsSent:
    """Settings as they were sent off, and the language that the window was in."""

    inbound: Inbound
    chosen: Chosen
    shown_in: str


def pressed_in_window(body: Payload) -> InWindow:
    """A press in a window, on Home, or in a message that leads to a window."""
    at = pointed(body)
    return replace(_in_window(body, at.inbound), action_id=at.action_id, value=at.value)


def submitted(body: Payload) -> InWindow:
    """A window that was sent off. Sending the same again is a repeat; with something corrected it is another one."""
    return _in_window(body, filled(body).inbound)


def _in_window(body: Payload, inbound: Inbound) -> InWindow:
    view = body.get("view") or {}
    return InWindow(
        inbound=inbound,
        trigger_id=text_in(body, "trigger_id"),
        view_id=text_in(view, "id"),
        hash=text_in(view, "hash"),
        about=text_in(view, "private_metadata"),
        below=text_in(view, "previous_view_id"),
        root=text_in(view, "root_view_id"),
        values=(view.get("state") or {}).get("values") or {},
        is_modal=view.get("type") == "modal",
    )


def searched(at: InWindow) -> str:
    """What stands in the search field of the journal, cleaned."""
    block = at.values.get(ids.JOURNAL_SEARCH)
    field = block.get(ids.JOURNAL_SEARCH) if isinstance(block, Mapping) else None
    return clean(text_in(field, "value")) if isinstance(field, Mapping) else ""


def ticked(at: InWindow, name: str) -> tuple[str, ...]:
    """What is ticked in all the boxes whose blocks are named so, with a number behind."""
    fields = [block.get(block_id) for block_id, block in at.values.items() if block_id.partition(":")[0] == name]
    chosen = [each.get("selected_options") or () for each in fields if isinstance(each, Mapping)]
    return tuple(text_in(option, "value") for options in chosen for option in options)


def filled(body: Payload) -> Filled:
    """A window that was sent off, or typed in. What is sent off twice with the same fields has the same key."""
    view = body["view"]
    state = view.get("state") or {}
    held = state.get("values") or {}
    digest = sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()
    key = f"window:{text_in(view, 'id')}:{text_in(view, 'hash')}:{digest}"
    inbound = Inbound(key, body["team"]["id"], body["user"]["id"], Place(), direct=False)
    actions = body.get("actions") or [{}]
    about = text_in(view, "private_metadata")
    return Filled(inbound, about if _ID.fullmatch(about) else "", held, text_in(actions[0], "action_ts"))


def settings_sent(body: Payload) -> SettingsSent:
    """The window with a person's settings. A choice that is not there, or not ours, changes nothing."""
    view = body["view"]
    who = filled(body).inbound
    way, language = _selected(view, ids.ANSWER_IN), _selected(view, ids.LANGUAGE)
    spoken = {ids.AS_IN_SLACK: "", "": None}.get(language, language)
    chosen = Chosen(AnswerIn(way) if way in set(AnswerIn) else None, spoken)
    return SettingsSent(who, chosen, text_in(view, "private_metadata"))


def _selected(view: Payload, name: str) -> str:
    """The value chosen in a field that is named alike as block and as element; empty where nothing is."""
    found: Any = (view.get("state") or {}).get("values")
    for key in (name, name, "selected_option"):
        found = found.get(key) if isinstance(found, Mapping) else None
    return text_in(found, "value") if isinstance(found, Mapping) else ""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a leader chose to hand over to somebody (a tie), as far as it is ours."""

    inbound: Inbound
    tie: str
    choice: Choice | None
    since: date | None


def handed_over(body: Payload) -> HandedOver:
    """The window that asks what is handed over."""
    sent = filled(body)
    what, day = _selected(body["view"], ids.HAND_OVER_WHAT), _picked_day(sent.held, ids.HAND_OVER_SINCE)
    return HandedOver(sent.inbound, sent.about, Choice(what) if what in set(Choice) else None, day)


def _picked_day(held: Payload, name: str) -> date | None:
    """The day picked in a field that is named alike as block and as element."""
    block = held.get(name)
    field = block.get(name) if isinstance(block, Mapping) else None
    try:
        return date.fromisoformat(text_in(field, "selected_date")) if isinstance(field, Mapping) else None
    except ValueError:
        return None
