"""Slack is shown all that Cairn can draw: what any view function may return, and whatever else the tests draw."""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any, get_type_hints

from slack_sdk.models.views import View

import bot.views
from bot.doctor.drawings import Drawing, drawings
from bot.views.parts import Drawn
from flows.conversation.checks import Problem
from flows.conversation.definition_checks import NOT_YET
from flows.conversation.script import Kind
from flows.conversation.sights import Stage
from sandbox.checks.messages import check_blocks, check_text
from sandbox.checks.views import check_view
from tests.house.drawn import NEVER_SAID, action_ids, ids_in
from tests.unit.every_view import CONTACTS, PROMPTS, TOGETHER, everything

pytestmark = TOGETHER

Function = Callable[..., Any]


def view_functions() -> dict[str, Function]:
    """Every public function of the views that draws a whole message or view."""
    modules = [importlib.import_module(f"bot.views.{each.name}") for each in pkgutil.iter_modules(bot.views.__path__)]
    own = [
        (module.__name__, value)
        for module in modules
        for name, value in vars(module).items()
        if callable(value) and not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]
    return {f"{name}.{each.__name__}": each for name, each in own if draws(each)}


def draws(function: Function) -> bool:
    return not isinstance(function, type) and get_type_hints(function).get("return") in {Drawn, View}


@contextmanager
def watched() -> Iterator[set[CodeType]]:
    """The code that runs meanwhile."""
    ran: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            ran.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield ran
    finally:
        sys.setprofile(before)


def never_drawn(functions: dict[str, Function]) -> list[str]:
    """View functions that the drawings never come by."""
    with watched() as ran:
        list(drawings(PROMPTS, CONTACTS))
    return [name for name, function in functions.items() if function.__code__ not in ran]


def blocks_of(drawing: Drawing) -> list[dict[str, Any]]:
    drawn = drawing.drawn
    return [each.to_dict() for each in drawn.blocks or ()]


def shapes(blocks: list[dict[str, Any]]) -> set[str]:
    """The sorts of blocks and elements in them."""
    return ids_in(blocks, "type")


def test_every_view_function_is_drawn() -> None:
    functions = view_functions()
    assert {"bot.views.messages.message", "bot.views.own_words.own_words_modal"} <= functions.keys()
    assert never_drawn(functions) == []


def test_a_view_function_that_is_left_out_is_noticed() -> None:
    def goal_modal() -> View:
        return View(type="modal", title="Goal")

    assert draws(goal_modal)
    assert never_drawn({"bot.views.goals.goal_modal": goal_modal}) == ["bot.views.goals.goal_modal"]


def test_whatever_the_tests_draw_slack_is_shown_too() -> None:
    ours = [block for each in drawings(PROMPTS, CONTACTS) for block in blocks_of(each)]
    theirs = [block for _, _, blocks in everything("en") for block in blocks]
    assert shapes(theirs) - shapes(ours) == set()
    started_by_tests = {each for each in action_ids() if each.startswith(("start:widest-", "try_script:widest-"))}
    assert action_ids() - ids_in(ours, "action_id") - started_by_tests == set()


def test_every_kind_stage_and_complaint_is_there() -> None:
    names = {each.name for each in drawings(PROMPTS, CONTACTS)}
    wanted = [
        *(each for each in Kind if each not in NOT_YET),
        *Stage,
        *(each for each in Problem if each not in NEVER_SAID),
    ]
    assert [each for each in wanted if f"en: specimen, {each}" not in names] == []
    for script in PROMPTS.library.in_language("en"):
        assert [each for each in script.steps if f"en: {script.id}, {each}" not in names] == []


def test_names_tell_drawings_apart_and_the_sandbox_takes_them_all() -> None:
    everything_drawn = list(drawings(PROMPTS, CONTACTS))
    assert len({each.name for each in everything_drawn}) == len(everything_drawn)
    for each in everything_drawn:
        if isinstance(each.drawn, View):
            check_view(each.drawn.to_dict(), str(each.drawn.type))
        else:
            check_blocks(blocks_of(each))
            check_text(each.drawn.text)


def test_nobody_can_press_anything_on_what_the_check_shows() -> None:
    of_the_check = [
        block for each in drawings(PROMPTS, CONTACTS) if ": check, " in each.name for block in blocks_of(each)
    ]
    assert of_the_check
    assert ids_in(of_the_check, "action_id") == set()
