"""A trigger opens one modal, within three seconds, for the person it came from."""

import pytest

from sandbox.acting.actor import Actor
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import modal


def _open(sandbox: Sandbox, trigger: str, method: str = "views.open") -> str | None:
    answer = sandbox.call(method, {"trigger_id": trigger, "view": modal()}, sandbox.app.token)
    return answer.get("error")


@pytest.mark.parametrize(("seconds", "error"), [(3.0, None), (3.001, "expired_trigger_id")])
def test_a_trigger_lives_three_seconds(sandbox: Sandbox, ana: Actor, seconds: float, error: str | None) -> None:
    trigger = sandbox.workspace.screens.issue_trigger(ana.person.id)
    sandbox.clock.advance(seconds)

    assert _open(sandbox, trigger) == error
    assert len(ana.open_views()) == (0 if error else 1)


@pytest.mark.parametrize("second", ["views.open", "views.push"])
def test_a_trigger_is_used_once(sandbox: Sandbox, ana: Actor, second: str) -> None:
    trigger = sandbox.workspace.screens.issue_trigger(ana.person.id)

    assert _open(sandbox, trigger) is None
    assert _open(sandbox, trigger, second) == "exchanged_trigger_id"
    assert len(ana.open_views()) == 1


def test_an_invalid_view_does_not_use_a_trigger_up(sandbox: Sandbox, ana: Actor) -> None:
    trigger = sandbox.workspace.screens.issue_trigger(ana.person.id)
    wrong = {"trigger_id": trigger, "view": {"type": "modal"}}

    assert sandbox.call("views.open", wrong, sandbox.app.token)["error"] == "invalid_arguments"
    assert _open(sandbox, trigger) is None


async def test_a_command_and_a_press_carry_a_trigger_of_their_own(sandbox: Sandbox, ana: Actor) -> None:
    await ana.command("/cairn", "reflect")
    await ana.command("/cairn", "reflect")

    first, second = (delivery.payload["trigger_id"] for delivery in sandbox.deliveries)
    assert first != second
    assert _open(sandbox, second) is None


def test_pushed_modals_know_their_root_and_the_one_below(sandbox: Sandbox, ana: Actor) -> None:
    issue = sandbox.workspace.screens.issue_trigger
    for method in ("views.open", "views.push", "views.push"):
        assert _open(sandbox, issue(ana.person.id), method) is None

    bottom, middle, top = ana.open_views()
    assert (middle.root_view_id, top.root_view_id) == (bottom.id, bottom.id)
    assert (bottom.previous_view_id, top.previous_view_id) == (None, middle.id)
