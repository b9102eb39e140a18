"""Every script that comes with Cairn, on every way through it: no dead end, no lost step, an end that is reached."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.prompt_files import read_prompts
from flows.conversation.checks import check
from flows.conversation.engine import Act, Reply, advance, opened, path
from flows.conversation.script import Kind, Script, Step, Value
from flows.conversation.state import Conversation, Outcome, Status
from tests.unit.conversation.scripts import fresh

SCRIPTS = read_prompts().library.in_language("en")
EACH = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
BRIEF, FULL = "Brief.", "A whole paragraph about what happened, long enough for every question that asks for depth."


def answers(step: Step) -> Iterator[Value]:
    """One answer for each way on, at the very edge of each branch."""
    if step.silent:
        yield Value()
    elif step.kind is Kind.TEXT:
        edges = [branch.shorter_than for branch in step.branches if branch.shorter_than is not None]
        yield from (Value(text=text) for edge in edges for text in ("x" * (edge - 1), "x" * edge))
        yield from (Value(text=BRIEF), Value(text=FULL))
    elif step.kind is Kind.SCALE:
        yield from (Value(number=point) for point in range(step.low or 0, (step.high or 0) + 1))
    elif step.kind in {Kind.CHOICE, Kind.CHOICES}:
        yield from (Value(choices=(option.id,)) for option in step.options)
    else:
        yield from (Value(choices=(answer,)) for answer in ("yes", "no"))


def replies(script: Script, now: Conversation) -> Iterator[Reply]:
    """Everything that leads on from here."""
    step = script.steps[now.at or ""]
    for value in answers(step):
        assert check(step, value) is None
        yield Reply(Act.ANSWER, step.id, now.turn, value)
    if not step.required:
        yield Reply(Act.SKIP, step.id, now.turn)


def beginnings(script: Script) -> Iterator[Conversation]:
    """The whole and the short version, with every combination of memories."""
    recalling = [step.id for step in script.steps.values() if step.recall]
    for mask in range(2 ** len(recalling)):
        found = {step: "C0" for place, step in enumerate(recalling) if mask >> place & 1}
        begun = opened(script, replace(fresh(script), recalls=found, entries={}))
        yield begun
        if script.short_minutes:
            yield opened(script, replace(begun, short=True))


def shape(now: Conversation) -> tuple[object, ...]:
    """What decides about the way on."""
    return (now.at, now.status, now.short, tuple(sorted(now.recalls)), *(
        (step, entry.outcome, len(entry.value.text) < 60) for step, entry in now.entries.items()
    ))  # fmt: skip


def ends(script: Script) -> list[Conversation]:
    """Every way in which the script can end, each once."""
    waiting, known, found = list(beginnings(script)), set[tuple[object, ...]](), []
    while waiting:
        now = waiting.pop()
        if now.is_over:
            found.append(now)
            continue
        following = [advance(script, now, reply) for reply in replies(script, now)]
        assert all(turn.problem is None for turn in following), now.at
        fresh_ones = {shape(turn.conversation): turn.conversation for turn in following}
        waiting += [each for key, each in fresh_ones.items() if key not in known]
        known |= fresh_ones.keys()
    return found


@EACH
def test_every_way_comes_to_its_end_and_every_step_is_met(script: Script) -> None:
    found = ends(script)
    assert found
    assert all(each.status is Status.DONE and each.at is None for each in found)
    assert {step for each in found for step in each.entries} == set(script.steps)


@EACH
def test_nothing_answered_is_left_beside_the_way(script: Script) -> None:
    for each in ends(script):
        assert set(path(script, each)) == set(each.entries)


@EACH
def test_whoever_only_skips_comes_to_the_end_without_an_answer(script: Script) -> None:
    for now in beginnings(script):
        here = now
        while here.at:
            act = Act.ANSWER if script.steps[here.at].silent else Act.SKIP
            value = Value() if act is Act.ANSWER else None
            here = advance(script, here, Reply(act, here.at, here.turn, value)).conversation
        assert Outcome.ANSWERED not in {entry.outcome for entry in here.entries.values()}


@EACH
def test_from_every_question_one_can_go_back_stop_or_put_it_aside(script: Script) -> None:
    for now in beginnings(script):
        here, asked = now, 0
        while here.at:
            back = advance(script, here, Reply(Act.BACK, here.at, here.turn))
            assert (back.problem is None) is (asked > 0)
            assert advance(script, here, Reply(Act.LATER, here.at, here.turn)).conversation.status is Status.LATER
            assert advance(script, here, Reply(Act.STOP, here.at, here.turn)).conversation.is_over
            asked += not script.steps[here.at].silent
            value = next(answers(script.steps[here.at]))
            here = advance(script, here, Reply(Act.ANSWER, here.at, here.turn, value)).conversation


@EACH
def test_the_short_version_asks_less_and_what_is_marked(script: Script) -> None:
    if not script.short_minutes:
        assert not any(step.short for step in script.steps.values())
        return
    marked = {step.id for step in script.steps.values() if step.short}
    assert 0 < len(marked) < len(script.steps)
    for each in ends(script):
        assert (set(each.entries) <= marked) is each.short
