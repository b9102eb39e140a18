"""Where a step leads, and how it is worded."""

from dataclasses import replace
from typing import Any

import pytest

from flows.conversation.script import END, Branch, Kind, Value
from flows.conversation.state import Status
from tests.unit.conversation.scripts import Talk, fresh, script_of, step, step_of


@pytest.mark.parametrize(
    ("condition", "value", "taken"),
    [
        ({"shorter_than": 60}, Value(text="x" * 59), True),
        ({"shorter_than": 60}, Value(text="x" * 60), False),
        ({"shorter_than": 60}, Value(text="  " + "x" * 59 + "\n"), True),
        ({"shorter_than": 60}, Value(text="  " + "x" * 60), False),
        ({"at_most": 2}, Value(number=1), True),
        ({"at_most": 2}, Value(number=2), True),
        ({"at_most": 2}, Value(number=3), False),
        ({"at_most": 0}, Value(number=0), True),
        ({"at_most": 2}, Value(), False),
        ({"at_least": 4}, Value(number=3), False),
        ({"at_least": 4}, Value(number=4), True),
        ({"at_least": 4}, Value(number=5), True),
        ({"at_least": 0}, Value(number=-1), False),
        ({"at_least": 4}, Value(), False),
        ({"equals": "time"}, Value(choices=("help", "time")), True),
        ({"equals": "time"}, Value(choices=("help",)), False),
        ({"equals": "time"}, Value(text="time"), False),
        ({}, Value(number=1), False),
    ],
)
def test_a_branch_is_taken_exactly_when_its_condition_holds(
    condition: dict[str, Any], value: Value, taken: bool
) -> None:
    assert Branch("elsewhere", **condition).holds_for(value) is taken


@pytest.mark.parametrize(
    ("kind", "condition", "value"),
    [
        ("text", {"shorter_than": 10}, Value(text="Short")),
        ("scale", {"at_most": 2}, Value(number=2)),
        ("number", {"at_least": 2}, Value(number=2)),
        ("yes_no", {"equals": "no"}, Value(choices=("no",))),
    ],
)
def test_the_first_branch_that_holds_is_taken(kind: str, condition: dict[str, Any], value: Value) -> None:
    branches = [{**condition, "next": "first"}, {**condition, "next": "second"}]
    talk = Talk(script_of(step("q", kind, branches=branches), step("usual"), step("first"), step("second")))

    talk.answers(value)

    assert talk.now.at == "first"


def test_a_step_knows_every_way_on() -> None:
    script = script_of(
        step("earlier", "recall", if_none="sure"),
        step("energy", "scale", branches=[{"at_most": 2, "next": "support"}, {"at_least": 5, "next": "end"}]),
        step("sure", "yes_no"),
        step("support"),
    )

    assert script.steps["earlier"].targets() == ("energy", "sure")
    assert script.steps["energy"].targets() == ("sure", "support", END)
    assert script.steps["support"].targets() == (END,)


def test_wordings_come_in_turn() -> None:
    asked = script_of(step("q", ask=["One?", "Two?", "Three?"])).first

    assert [asked.wording(turn) for turn in range(5)] == ["One?", "Two?", "Three?", "One?", "Two?"]


def test_only_what_takes_no_answer_is_silent() -> None:
    silent = {kind for kind in Kind if step_of(kind).silent}

    assert silent == {Kind.SAY, Kind.RECALL}


@pytest.mark.parametrize(
    ("status", "over"),
    [(Status.OPEN, False), (Status.LATER, False), (Status.STOPPED, True), (Status.DONE, True)],
)
def test_a_conversation_put_aside_is_not_over(status: Status, over: bool) -> None:
    conversation = replace(fresh(script_of(step("q"))), status=status)

    assert conversation.is_over is over
