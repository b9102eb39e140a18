"""Every listener has a row that says what it asks the table, every row a listener, and every action is asked for."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.listener.async_listener import AsyncListener

from bot import ids, policy
from bot.manifest import EVENTS
from flows.privacy import Action
from tests.house.drawn import action_ids, windows
from tests.house.listening import app, closing, command, event, hears, listeners, press
from tests.house.tree import ROOT
from tests.unit.every_view import TOGETHER

pytestmark = TOGETHER

Probes = Mapping[str, Mapping[str, Any]]


def probes() -> dict[str, Mapping[str, Any]]:
    """What Slack would send for each row."""
    events = {name.partition(".")[0]: name for name in EVENTS}
    return {
        **{name: command(name) for name in policy.COMMANDS},
        **{name: event(events[name]) for name in policy.EVENTS},
        **{name: press(name) for name in policy.PRESSES},
        **{name: closing("view_submission", name) for name in policy.WINDOWS},
    }


async def without_a_row(bolt: AsyncApp, rows: Probes) -> list[str]:
    """Listeners that no row reaches."""
    every = listeners(bolt)
    return [each.ack_function.__name__ for each in every if not await _reached(each, rows)]


async def without_a_listener(bolt: AsyncApp, rows: Probes) -> list[str]:
    """Rows that no listener takes."""
    every = listeners(bolt)
    return [name for name, body in rows.items() if not [each for each in every if await hears(each, body)]]


async def _reached(listener: AsyncListener, rows: Probes) -> bool:
    return bool([name for name, body in rows.items() if await hears(listener, body)])


def unwritten(drawn: Iterable[str]) -> list[str]:
    """Action ids with no row, neither their own nor that of what stands before the colon."""
    return [each for each in drawn if each not in policy.PRESSES and each.partition(":")[0] not in policy.PRESSES]


def asked_for(sources: Iterable[str]) -> set[Action]:
    """Every action that is named in these modules."""
    return {Action[name] for source in sources for name in _named(ast.parse(source))}


def _named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Action":
            yield node.attr


def use_cases() -> list[str]:
    """The modules that ask the table."""
    every = (ROOT / "flows").rglob("*.py")
    return [each.read_text("utf-8") for each in every if each.name != "privacy.py"]


async def test_every_listener_has_a_row_and_every_row_a_listener() -> None:
    bolt = app()
    assert await without_a_row(bolt, probes()) == []
    assert await without_a_listener(bolt, probes()) == []


def test_everything_that_is_drawn_has_a_row() -> None:
    assert unwritten(action_ids()) == []
    assert {str(each.callback_id) for each in windows() if each.to_dict().get("submit")} <= policy.WINDOWS.keys()
    assert {name.partition(".")[0] for name in EVENTS} == policy.EVENTS.keys()


async def test_a_listener_without_a_row_is_noticed() -> None:
    bolt = app()

    @bolt.action("read_everything")
    async def planted(ack: AsyncAck) -> None:
        await ack()

    @bolt.view("everything_modal")
    async def planted_too(ack: AsyncAck) -> None:
        await ack()

    assert await without_a_row(bolt, probes()) == ["planted", "planted_too"]


async def test_a_row_without_a_listener_is_noticed() -> None:
    rows = {**probes(), "read_everything": press("read_everything")}
    assert await without_a_listener(app(), rows) == ["read_everything"]


def test_something_drawn_without_a_row_is_noticed() -> None:
    assert unwritten([ids.SHARE, f"{ids.LEAVE}:3", f"{ids.PROGRAMME}:sell"]) == [f"{ids.PROGRAMME}:sell"]


def test_every_action_of_the_table_is_asked_for() -> None:
    assert asked_for(use_cases()) == set(Action)


def test_an_action_that_nothing_asks_for_is_noticed() -> None:
    assert asked_for(["require(who, state, Action.READ)", "may(who, state, Action.SHARE)"]) == {
        Action.READ,
        Action.SHARE,
    }


@pytest.mark.parametrize("rows", [policy.COMMANDS, policy.EVENTS, policy.PRESSES, policy.WINDOWS])
def test_nothing_but_actions_is_asked_for(rows: Mapping[str, policy.Asks]) -> None:
    assert {each for asks in rows.values() for each in asks} <= set(Action)


def test_what_a_listener_may_lead_to_is_in_some_row() -> None:
    """What is asked at all is asked on the way from some listener, or it would decide nothing."""
    rows = (policy.COMMANDS, policy.EVENTS, policy.PRESSES, policy.WINDOWS)
    gate = {Action.KEEP_A_JOURNAL}
    assert {each for row in rows for asks in row.values() for each in asks} | gate == set(Action)
