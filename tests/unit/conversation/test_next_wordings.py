"""Questions sound different each week: wordings come in turn, never the same twice running."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.prompt_files import read_prompts
from flows.conversation.checks import check
from flows.conversation.engine import Act, Reply, advance
from flows.conversation.script import Kind, Script, Value
from flows.conversation.starting import next_wordings
from flows.conversation.state import Conversation
from tests.unit.conversation.scripts import fresh, script_of, step

WEEKS = 52
LONG = Value(text="A whole paragraph about what happened, long enough that nothing needs to be asked twice.")
SHORT = Value(text="Short.")
ALL_IN_TURN = script_of(step("a", ask=["a0", "a1", "a2"]), step("b", ask=["b0", "b1"]), step("c"))


def ours() -> tuple[Script, ...]:
    return read_prompts().library.in_language("en")


def played(script: Script, wordings: Mapping[str, int], said: Value) -> Conversation:
    """A run from its first question to its last."""
    now = fresh(script, wordings=wordings, recalls={each: "C0" for each, step in script.steps.items() if step.recall})
    while now.at:
        asked = script.steps[now.at]
        value = Value() if asked.silent else Value(number=3) if asked.kind is Kind.SCALE else said
        assert check(asked, value) is None
        now = advance(script, now, Reply(Act.ANSWER, now.at, now.turn, value)).conversation
    return now


def a_year(script: Script, said: Sequence[Value]) -> list[dict[str, str]]:
    """What was asked in each week of a year, by step."""
    previous, asked = None, []
    for week in range(WEEKS):
        previous = played(script, next_wordings(script, previous), said[week % len(said)])
        entries = previous.entries.values()
        asked.append({each.step: script.steps[each.step].wording(each.wording) for each in entries})
    return asked


@pytest.mark.parametrize("script", ours(), ids=lambda script: script.id)
@pytest.mark.parametrize("said", [[LONG], [SHORT], [LONG, SHORT, SHORT]], ids=["long", "short", "by turns"])
def test_no_question_is_worded_alike_twice_running(script: Script, said: Sequence[Value]) -> None:
    weeks = a_year(script, said)
    for asked in script.steps.values():
        heard = [week[asked.id] for week in weeks if asked.id in week]
        if len(asked.asks) > 1:
            assert all(one != following for one, following in pairwise(heard))
        assert set(heard) in ({*asked.asks}, set())


def test_a_year_of_weekly_reflections_hardly_repeats_itself() -> None:
    weekly = read_prompts().library.script("weekly-reflection", "en")
    weeks = a_year(weekly, [LONG])
    assert len({week["moment"] for week in weeks}) >= 8
    pairs = [(week["moment"], week["meaning"]) for week in weeks]
    assert len(set(pairs)) == len(pairs)
    assert len({week["energy"] for week in weeks}) == 1  # so that the numbers can be compared


def test_the_first_time_every_question_has_its_first_wording() -> None:
    assert next_wordings(ALL_IN_TURN, None) == {}
    assert [each.wording for each in played(ALL_IN_TURN, {}, SHORT).entries.values()] == [0, 0, 0]


def test_what_was_asked_moves_on_and_what_was_not_stays() -> None:
    stopped_at_b = advance(ALL_IN_TURN, fresh(ALL_IN_TURN), Reply(Act.ANSWER, "a", 1, SHORT)).conversation
    stopped = advance(ALL_IN_TURN, stopped_at_b, Reply(Act.STOP, "b", 2)).conversation

    for left_off in (stopped_at_b, stopped):
        assert next_wordings(ALL_IN_TURN, left_off) == {"a": 1, "b": 1, "c": 0}


def test_a_skipped_question_was_asked_too() -> None:
    skipped = advance(ALL_IN_TURN, fresh(ALL_IN_TURN), Reply(Act.SKIP, "a", 1)).conversation
    assert next_wordings(ALL_IN_TURN, skipped)["a"] == 1


def test_a_step_that_the_script_has_lost_or_gained_does_no_harm() -> None:
    before = played(ALL_IN_TURN, {"a": 4, "gone": 7}, SHORT)
    changed = script_of(step("a", ask=["a0", "a1"]), step("new", ask=["n0", "n1"]))
    earlier = replace(before, entries={key: each for key, each in before.entries.items() if key == "a"})
    assert next_wordings(changed, earlier) == {"a": 5, "new": 1}
