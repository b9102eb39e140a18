"""The small objects that blocks are made of: texts, options, confirmations."""

from collections.abc import Iterator
from typing import Any

from sandbox.checks.shape import (
    Check,
    Fields,
    Problem,
    array,
    by_type,
    exactly_one,
    flag,
    integer,
    one_of,
    string,
    typed,
)

ID = string(255, least=1)
URL = string(3000, least=1)


def plain(most: int, least: int = 1) -> Check:
    """A plain_text object."""
    return typed("plain_text", {"text": string(most, least)}, {"emoji": flag})


def formatted(most: int) -> Check:
    """A plain_text or a mrkdwn object."""
    mrkdwn = typed("mrkdwn", {"text": string(most, 1)}, {"verbatim": flag})
    return by_type({"plain_text": plain(most), "mrkdwn": mrkdwn})


def option(*, rich: bool = False, with_url: bool = False) -> Check:
    """One choice; radio buttons and checkboxes may format it, an overflow menu may link."""
    text = formatted if rich else plain
    optional: dict[str, Check] = {"description": text(75)}
    if with_url:
        optional["url"] = URL
    return Fields({"text": text(75), "value": string(150, 1)}, optional)


OPTION_GROUP = Fields({"label": plain(75), "options": array(option(), 1, 100)})
CONFIRM = Fields(
    {"text": formatted(300)},
    {
        "title": plain(100),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
)
DISPATCH = Fields(
    {},
    {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
)
SLACK_FILE = Fields({}, {"id": string(255, 1), "url": URL}, exactly_one("id", "url"))
CONVERSATION_FILTER = Fields(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
COUNT = integer(1, 1_000)


def initial_among_options(value: Any, at: str) -> Iterator[Problem]:
    """What is chosen at first must be among the choices, to the letter."""
    chosen = value.get("initial_options")
    if chosen is None:
        chosen = [value["initial_option"]] if "initial_option" in value else []
    groups = value.get("option_groups") or [value]
    offered = [each for group in groups for each in group.get("options", ())]
    if any(each not in offered for each in chosen):
        yield Problem("initial options must be among the options", at)


def options_or_groups(value: Any, at: str) -> Iterator[Problem]:
    """A menu offers its options either plainly or in groups."""
    yield from exactly_one("options", "option_groups")(value, at)
    yield from initial_among_options(value, at)
