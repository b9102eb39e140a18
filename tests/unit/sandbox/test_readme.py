"""What the sandbox's own page for developers shows works, and what it names is there."""

import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.bot_app import SCOPES_OF_EVENTS
from sandbox.faults import FaultKind
from sandbox.mishaps import MishapKind

README = (Path(__file__).parents[3] / "sandbox" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


async def test_the_example_of_a_test_is_one() -> None:
    shown: dict[str, Any] = {}
    exec(next(example for example in EXAMPLES if "async def test_" in example), shown)  # the page's own words

    await next(made for name, made in shown.items() if name.startswith("test_"))()


def test_an_app_is_pointed_at_the_sandbox_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"URL": "http://127.0.0.1:1/api/", "BOT": "xoxb-1", "APP": "xapp-1"}.items():
        monkeypatch.setenv("SLACK_API_URL" if name == "URL" else f"SLACK_{name}_TOKEN", value)
    shown: dict[str, Any] = {}
    exec(next(example for example in EXAMPLES if "def build_app" in example), shown)  # the page's own words

    assert shown["build_app"]().client.base_url == "http://127.0.0.1:1/api/"


def test_all_that_can_go_wrong_is_listed() -> None:
    assert [kind for kind in [*FaultKind, *MishapKind] if f"`{kind}`" not in README] == []


def test_all_events_are_listed() -> None:
    families = {event.partition(".")[0] for event in SCOPES_OF_EVENTS} - {"reaction_added", "reaction_removed"}
    assert [event for event in sorted(families) if f"`{event}`" not in README] == []


def test_what_people_do_is_there() -> None:
    does = README[README.index("does what people do:") : README.index("`sandbox.admin` adds")]
    assert [name for name in re.findall(r"`(\w+)`", does) if not hasattr(Actor, name)] == []
