"""Scripts and conversations to try: small ones written in a line, and a way to play them reply by reply."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from flows.conversation.checks import Problem
from flows.conversation.definitions import Source, read_script
from flows.conversation.engine import Act, Reply, advance, opened, path, set_aside
from flows.conversation.script import Kind, Script, Step, Value
from flows.conversation.state import Conversation

FILE = "check-in.toml"
STARTED = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)

HEAD: Mapping[str, Any] = {
    "id": "check-in",
    "version": 1,
    "title": "Check-in",
    "minutes": 3,
    "why": "A few questions about your week.",
    "subject": "week",
    "start_words": ["check in"],
    "starts_as": "Check in",
    "closing": "Thank you.",
}

_OPTIONS = [{"id": "time", "label": "Too little time"}, {"id": "help", "label": "Too little help"}]

NEEDED: Mapping[Kind, Mapping[str, Any]] = {
    Kind.SCALE: {"low": 1, "high": 5, "labels": {"1": "Low", "5": "High"}},
    Kind.LEVEL: {"low": -2, "high": 2},
    Kind.CHOICE: {"options": _OPTIONS},
    Kind.CHOICES: {"options": _OPTIONS},
    Kind.RECALL: {"from": "weekly-reflection", "weeks_ago": 4},
}
"""What a step of this kind cannot do without."""

FITTING: Mapping[Kind, Value] = {
    Kind.TEXT: Value(text="We shipped it."),
    Kind.SCALE: Value(number=4),
    Kind.LEVEL: Value(number=-1),
    Kind.NUMBER: Value(number=12),
    Kind.CHOICE: Value(choices=("time",)),
    Kind.CHOICES: Value(choices=("time", "help")),
    Kind.YES_NO: Value(choices=("yes",)),
    Kind.DATE: Value(day=date(2026, 11, 23)),
    Kind.PERSON: Value(choices=("U1",)),
    Kind.PEOPLE: Value(choices=("U1", "U2")),
    Kind.COMPETENCIES: Value(choices=("delegation",)),
    Kind.SAY: Value(),
    Kind.RECALL: Value(),
}
"""An answer that fits a step of this kind."""


def step(step_id: str, kind: str = "text", **keys: Any) -> dict[str, Any]:
    """One step as it stands in a file, with what its kind needs."""
    needed = NEEDED.get(Kind(kind), {}) if kind in set(Kind) else {}
    return {"id": step_id, "kind": kind, "ask": f"About {step_id}?", **needed, **keys}


def without(table: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """The table with these keys taken away."""
    return {key: value for key, value in table.items() if key not in keys}


def file_of(*steps: object, **head: Any) -> str:
    """The text of a script file with these steps."""
    return toml({**HEAD, **head, "steps": list(steps)})


def script_of(*steps: object, **head: Any) -> Script:
    """A script with these steps, read from its text as ever."""
    return read_script(Source(FILE, file_of(*steps, **head)))


def toml(table: Mapping[str, object]) -> str:
    """A table as TOML text, one key a line."""
    return "\n".join(f"{json.dumps(key)} = {_toml_value(value)}" for key, value in table.items())


def _toml_value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return value.isoformat() if isinstance(value, date) else str(value).lower()


def step_of(kind: Kind, **keys: Any) -> Step:
    """A step by itself, also of a kind that no script may hold yet."""
    stand_in = {Kind.LEVEL: Kind.NUMBER, Kind.COMPETENCIES: Kind.PEOPLE}.get(kind, kind)
    return replace(script_of(step("q", stand_in, **NEEDED.get(kind, {}), **keys)).first, kind=kind)


def fresh(script: Script, **fields: Any) -> Conversation:
    """A conversation that was just opened."""
    unasked = Conversation(
        id="C1",
        workspace="T1",
        person="U9",
        script=script.id,
        version=script.version,
        fingerprint=script.fingerprint,
        language=script.language,
        subject="week:2026-11-16",
        started_at=STARTED,
        asked_at=STARTED,
        at=None,
        **fields,
    )
    return opened(script, unasked)


class Talk:
    """A person in conversation: each method is one thing they do, and tells why it changed nothing, if so."""

    def __init__(self, script: Script, **fields: Any) -> None:
        self.script = script
        self.now = fresh(script, **fields)

    @property
    def path(self) -> list[str]:
        """The steps it leads through."""
        return list(path(self.script, self.now))

    @property
    def set_aside(self) -> frozenset[str]:
        """The steps it no longer leads through."""
        return set_aside(self.script, self.now)

    def answers(self, said: Value | str | int | None = None) -> Problem | None:
        """Answer the question asked now; nothing said means *Continue*."""
        return self.does(Act.ANSWER, said)

    def edits(self, step_id: str, said: Value | str | int | None) -> Problem | None:
        """Change what was answered to an earlier question."""
        return self.replies(Reply(Act.EDIT, step_id, value=_value(said)))

    def does_to(self, step_id: str, act: Act) -> Problem | None:
        """Do something with an answer that was given already."""
        return self.replies(Reply(act, step_id))

    def does(self, act: Act, said: Value | str | int | None = None) -> Problem | None:
        """Do something with the question asked now."""
        return self.replies(Reply(act, self.now.at or "", self.now.turn, _value(said)))

    def replies(self, reply: Reply) -> Problem | None:
        """Send one reply, however old it is."""
        before = self.now
        turn = advance(self.script, before, reply)
        assert turn.problem is None or turn.conversation is before, "a refused reply changed something"
        self.now = turn.conversation
        return turn.problem


def _value(said: Value | str | int | None) -> Value | None:
    if isinstance(said, str):
        return Value(text=said)
    return Value(number=said) if isinstance(said, int) else said
