"""Scripts of every shape, and the answers that fit them or do not."""

from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from flows.conversation.checks import check
from flows.conversation.definition_checks import NOT_YET
from flows.conversation.script import END, SILENT_KINDS, Kind, Step, Value
from tests.unit.conversation.scripts import file_of, step

MOST_STEPS = 7

_KINDS = [kind for kind in Kind if kind not in NOT_YET]

_WORDS = st.sampled_from(["Fine", "Tired", "x" * 59, "x" * 60, "We shipped it, after all"])
_PEOPLE = st.lists(st.sampled_from(["U1", "U2", "U3"]), min_size=1, max_size=3, unique=True).map(tuple)
_WRONG = st.sampled_from(
    [None, Value(), Value(text=" "), Value(text="x" * 3001), Value(number=99), Value(choices=("other", "another"))]
)


def script_files() -> st.SearchStrategy[str]:
    """The text of a good script: any kinds, ways that only lead on, memories, branches, maybe a short version.

    Made by even chance: scripts drawn piece by piece are mostly short and seldom branch.
    """
    return st.builds(_script_file, st.randoms(use_true_random=True), st.integers(1, MOST_STEPS) | st.just(MOST_STEPS))


def _script_file(chance: Random, size: int) -> str:
    ids = [f"s{number}" for number in range(size)]
    steps = _reached([_step(chance, each, [*ids[place + 1 :], END]) for place, each in enumerate(ids)])
    if not _short_begins(steps):
        return file_of(*({**each, "short": False} for each in steps))
    return file_of(*steps, minutes=8, short_minutes=2)


def _step(chance: Random, step_id: str, onward: list[str]) -> dict[str, Any]:
    kind = chance.choice([*_CONDITIONS, *_CONDITIONS, *_KINDS])
    keys: dict[str, Any] = {
        "next": chance.choice([*onward[:1] * 8, *onward]),
        "short": chance.random() < 0.5,
        "required": kind not in SILENT_KINDS and chance.random() < 0.3,
        "branches": _branches(chance, kind, onward),
    }
    if kind is Kind.RECALL:
        keys["if_none"] = chance.choice(onward)
    return step(step_id, kind, **keys)


def _branches(chance: Random, kind: Kind, onward: list[str]) -> list[dict[str, Any]]:
    conditions = chance.sample(_CONDITIONS[kind], k=chance.randint(0, 2)) if kind in _CONDITIONS else []
    return [{**condition, "next": chance.choice(onward)} for condition in conditions]


_NUMBERS: list[dict[str, Any]] = [{"at_most": -1}, {"at_most": 2}, {"at_least": 4}]
_OPTIONS: list[dict[str, Any]] = [{"equals": "time"}, {"equals": "help"}]
_CONDITIONS: dict[Kind, list[dict[str, Any]]] = {
    Kind.TEXT: [{"shorter_than": 5}, {"shorter_than": 60}],
    Kind.SCALE: _NUMBERS,
    Kind.NUMBER: _NUMBERS,
    Kind.CHOICE: _OPTIONS,
    Kind.CHOICES: _OPTIONS,
    Kind.YES_NO: [{"equals": "yes"}, {"equals": "no"}],
}


def _reached(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps that some way leads to. Ways only lead on, so one pass finds them all."""
    reached = {steps[0]["id"]}
    for each in steps:
        if each["id"] in reached:
            branches = [branch["next"] for branch in each["branches"]]
            reached |= {each["next"], *branches, each.get("if_none", END)}
    return [each for each in steps if each["id"] in reached]


def _short_begins(steps: list[dict[str, Any]]) -> bool:
    """Whether a short version would ask anything: a marked step on the way that `next` leads."""
    known = {each["id"]: each for each in steps}
    here = steps[0]["id"]
    while here != END and not known[here]["short"]:
        here = known[here]["next"]
    return bool(here != END)


def answers(asked: Step) -> st.SearchStrategy[Value | None]:
    """Answers that fit the step."""
    return _ANSWERS[asked.kind]


def wrong_answers(asked: Step) -> st.SearchStrategy[Value | None]:
    """Answers that do not."""
    return (_WRONG | _WORDS.map(lambda text: Value(text=text))).filter(lambda value: check(asked, value) is not None)


_ANSWERS: dict[Kind, st.SearchStrategy[Value | None]] = {
    Kind.TEXT: st.builds(Value, text=_WORDS),
    Kind.SCALE: st.builds(Value, text=st.just("") | _WORDS, number=st.integers(1, 5)),
    Kind.NUMBER: st.builds(Value, number=st.integers(-5, 5)),
    Kind.CHOICE: st.builds(Value, choices=st.sampled_from([("time",), ("help",)])),
    Kind.CHOICES: st.builds(Value, choices=st.sampled_from([("time",), ("help",), ("help", "time")])),
    Kind.YES_NO: st.builds(Value, text=st.just("") | _WORDS, choices=st.sampled_from([("yes",), ("no",)])),
    Kind.DATE: st.builds(Value, day=st.dates(date(2026, 1, 1), date(2027, 12, 31))),
    Kind.PERSON: st.builds(Value, choices=_PEOPLE.map(lambda people: people[:1])),
    Kind.PEOPLE: st.builds(Value, choices=_PEOPLE),
    Kind.SAY: st.sampled_from([None, Value()]),
    Kind.RECALL: st.sampled_from([None, Value()]),
}
