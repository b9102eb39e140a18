"""A script that nobody is ever asked: every kind of question there is, with texts as long as they may be.

Scripts of one's own may use any kind at any length, so Slack is to see them all before somebody does.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flows.conversation.definition_checks import NOT_YET
from flows.conversation.script import END, Audience, Kind, Option, Recall, Script, Step, Value

_TITLE, _SENTENCE, _ASK, _HINT, _LABEL = 60, 300, 600, 200, 75

ANSWERS: Mapping[Kind, Value] = {
    Kind.TEXT: Value(text="w" * 3000),
    Kind.SCALE: Value(number=4, text="4 - as usual"),
    Kind.CHOICE: Value(choices=("o1",)),
    Kind.CHOICES: Value(choices=("o1", "o2")),
    Kind.YES_NO: Value(choices=("no",), text="no, not yet"),
    Kind.NUMBER: Value(number=-12),
    Kind.DATE: Value(day=date(2026, 9, 30)),
    Kind.PERSON: Value(choices=("USLACKBOT",)),
    Kind.PEOPLE: Value(choices=("USLACKBOT", "USLACKBOT")),
    Kind.SAY: Value(),
    Kind.RECALL: Value(),
}
"""An answer to a step of each kind. The one person in it is Slack's own, whom every workspace has."""

_OPTIONS = tuple(Option(f"o{place}", f"{place} ".ljust(_LABEL, "o")) for place in range(10))
_NEEDED: Mapping[Kind, Mapping[str, Any]] = {
    Kind.SCALE: {"low": 0, "high": 9, "labels": {point: f"{point}".ljust(_LABEL, "l") for point in range(10)}},
    Kind.CHOICE: {"options": _OPTIONS},
    Kind.CHOICES: {"options": _OPTIONS},
    Kind.SAY: {"link": "https://example.org/".ljust(300, "x")},
    Kind.RECALL: {"recall": Recall("specimen", 4, END)},
}


def specimen(language: str) -> Script:
    """The script. It opens with a text, as most do, and every step may be left out in its short version."""
    kinds = [kind for kind in Kind if kind not in NOT_YET]
    return Script(
        id="specimen",
        version=1,
        language=language,
        title=_filled("Title", _TITLE),
        minutes=99,
        why=_filled("Why", _SENTENCE),
        closing=_filled("Closing", _SENTENCE),
        subject="week",
        audience=Audience.SELF,
        cites=(),
        start_words=("specimen",),
        starts_as=_filled("Start", _TITLE),
        steps={kind.value: _step(kind) for kind in kinds},
        fingerprint="specimen",
        source=(),
        support=True,
        short_minutes=98,
    )


def _step(kind: Kind) -> Step:
    hint = "" if kind is Kind.TEXT else _filled("Hint", _HINT)
    return Step(kind.value, kind, (_filled("Ask", _ASK),), END, hint=hint, **_NEEDED.get(kind, {}))


def _filled(word: str, length: int) -> str:
    """A text of this length with characters that Slack counts and escapes in ways of its own."""
    return f"{word} <&> \u00e9 \U0001f331 ".ljust(length, "&")
