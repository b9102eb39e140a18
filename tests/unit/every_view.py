"""Everything that Cairn ever shows, in English, in a longer language, and with every text as long as it may be."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import product
from typing import Any

import pytest

from bot.prompt_files import read_prompts
from bot.views.messages import message
from bot.views.parts import Drawn
from bot.views.welcome import programme_message
from flows.conversation.checks import Problem
from flows.conversation.definition_checks import NOT_YET
from flows.conversation.definitions import Source, read_script
from flows.conversation.deletions import DeletionState
from flows.conversation.script import Kind, Option, Script, Step, Value
from flows.conversation.sights import (
    Audience,
    Candidate,
    ConfirmSight,
    DeletionSight,
    NoticeSight,
    Offer,
    Opened,
    QuestionSight,
    ReceiptSight,
    ShownTo,
    Sight,
    Stage,
)
from flows.conversation.situation import Accompanied, Accompanying, Part, Situation
from flows.managing.agreement_sights import ProposalSight
from flows.managing.sights import (
    Answer,
    CoachWelcomeSight,
    FarewellSight,
    NewCoachSight,
    ProgrammeSight,
    WelcomeSight,
)
from flows.programmes.agreement import Shared
from flows.programmes.enrolment import Reason
from flows.programmes.handing_over import Choice
from flows.rhythm import Rhythm
from flows.roles import Role
from flows.text import NAME_LENGTH
from flows.words import Words
from tests.unit.conversation.scripts import HEAD, step, toml

TOGETHER = pytest.mark.xdist_group("drawn")
"""For tests that look at all of it: in one worker it is drawn once, and in three three times."""

PROMPTS = read_prompts()
ENGLISH = PROMPTS.catalogues["en"]
DAY = date(2026, 9, 30)  # a Wednesday: the longest weekday, in the month with the longest name
ID = "conversation-with-an-id-of-32-ch"
CONTACTS = "HR care team: #hr-care; Employee helpline: +34 900 000 000, day and night"

RHYTHM = Rhythm(frozenset(range(1, 8)), time(23, 59), 15)

_ACCENTS = str.maketrans(
    "aceinouyACEINOUY",
    "\u00e0\u00e7\u00e9\u00ee\u00f1\u00f6\u00fb\u00ff\u00c0\u00c7\u00c9\u00ce\u00d1\u00d6\u00db\u0178",
)


def stretched(text: str) -> str:
    """A language that is two fifths longer than English and full of accents; placeholders stay."""
    parts = re.split(r"(\{[^{}]*\})", text)
    accented = "".join(part if part.startswith("{") else part.translate(_ACCENTS) for part in parts)
    return accented + "~" * (len(text) * 2 // 5)


def stretched_words() -> Words:
    texts = {
        key: stretched(text) if isinstance(text, str) else {form: stretched(each) for form, each in text.items()}
        for key, text in ENGLISH.texts.items()
    }
    return Words("de", texts)


def stretched_script(script: Script) -> Script:
    texts: dict[str, Any] = {
        name: stretched(getattr(script, name)) for name in ("title", "why", "closing", "starts_as")
    }
    return replace(script, steps={key: stretched_step(each) for key, each in script.steps.items()}, **texts)


def stretched_step(asked: Step) -> Step:
    return replace(
        asked,
        asks=tuple(map(stretched, asked.asks)),
        hint=stretched(asked.hint),
        labels={point: stretched(label) for point, label in asked.labels.items()},
        options=tuple(Option(each.id, stretched(each.label)) for each in asked.options),
    )


def widest(letter: str) -> Script:
    """Every kind of question, each text as long as it may be."""

    def full(size: int, start: str = "") -> str:
        return (start + letter * size)[:size]

    options = [{"id": f"o{place}", "label": full(75, f"{place} ")} for place in range(10)]
    needed: Mapping[Kind, dict[str, Any]] = {
        Kind.SCALE: {"low": 0, "high": 9, "labels": {str(point): full(75, f"{point}") for point in range(10)}},
        Kind.CHOICE: {"options": options},
        Kind.CHOICES: {"options": options},
        Kind.SAY: {"link": "https://example.org/" + "x" * 280},
    }
    kinds = [kind for kind in Kind if kind not in NOT_YET]
    steps = [
        step(f"s{place}".ljust(40, "-"), kind, ask=full(600), hint=full(200), short=True, **needed.get(kind, {}))
        for place, kind in enumerate(kinds)
    ]
    head = {"title": full(60), "why": full(300), "closing": full(300), "starts_as": full(60), "start_words": [full(40)]}
    whole = {**HEAD, **head, "minutes": 999_999_999, "short_minutes": 999_999_998, "support": True, "steps": steps}
    return read_script(Source("widest.toml", toml(whole)))


OURS = PROMPTS.library.in_language("en")
VARIANTS: Mapping[str, tuple[Words, tuple[Script, ...]]] = {
    "en": (ENGLISH, OURS),
    "stretched": (stretched_words(), tuple(map(stretched_script, OURS))),
    "widest": (stretched_words(), tuple(replace(widest(each), id=f"widest-{ord(each)}") for each in "&\U0001f331")),
}


def question(script: Script, asked: Step, **fields: Any) -> QuestionSight:
    plain: dict[str, Any] = {
        "stage": Stage.ASKED, "opening": False, "first": False, "short": False, "pressed": None, "problem": None,
    }  # fmt: skip
    return QuestionSight(ID, 999_999, script, asked, asked.asks[0], DAY, **{**plain, **fields})


PRESSED: Mapping[Kind, Value] = {
    Kind.SCALE: Value(number=4),
    Kind.NUMBER: Value(number=-12),
    Kind.DATE: Value(day=DAY),
    Kind.YES_NO: Value(choices=("no",)),
    Kind.PERSON: Value(choices=("U1",)),
}


def questions(script: Script) -> Iterator[QuestionSight]:
    """Every step with every wording at every stage, at the beginning and later, with every complaint."""
    for asked in script.steps.values():
        options = tuple(each.id for each in asked.options)
        pressed = PRESSED.get(asked.kind) or Value(choices=options if asked.kind is Kind.CHOICES else options[:1])
        for ask, stage, opening in product(asked.asks, Stage, (True, False)):
            yield replace(
                question(script, asked, stage=stage, opening=opening, first=opening, pressed=pressed), ask=ask
            )
        for in_form, may_choose in product((True, False), repeat=2):
            yield question(script, asked, opening=True, in_form=in_form, may_choose=may_choose)
        for seen_by in (["U0000ANA1"], ["U0000ANA1", "U0000BEN1"], None):
            yield question(script, asked, opening=True, seen_by=seen_by)
        for problem in set(Problem) - {Problem.STALE, Problem.OVER}:  # after those nothing is asked again
            yield question(script, asked, opening=True, short=True, problem=problem)


def receipts(script: Script) -> Iterator[ReceiptSight]:
    for answers, stopped in product((0, 1, 2, 999), (True, False)):
        yield ReceiptSight(ID, script, DAY, answers, stopped)
    for audience in audiences():
        yield ReceiptSight(ID, script, DAY, 2, stopped=False, audience=audience)


def audiences() -> Iterator[Audience]:
    """Nobody yet, somebody in a while, somebody now, all of them at once, and nobody any more."""
    soon = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
    opened = [Opened("U0000ANA1", (DAY, DAY)), Opened("U0000BEN1", (DAY,))]
    yield Audience(DAY, may_share=True)
    yield Audience(DAY, opened=opened, may_share=True)
    some = [
        ShownTo("ana", "U0000ANA1", (), soon, seen=False),
        ShownTo("ben", "U0000BEN1", (), soon, seen=True),
        ShownTo("mia", "U0000MIA1", ("moment", "meaning"), soon, seen=True),
    ]
    for today, shown in product((DAY, date(2026, 9, 29)), [*([each] for each in some), some]):
        yield Audience(today, shown, opened, may_share=True)
        yield Audience(today, shown)


def offers(scripts: Sequence[Script]) -> list[Offer]:
    return [Offer(each.id, each.starts_as, each.start_words[0], each.minutes) for each in scripts]


def situations() -> Iterator[Situation]:
    """A leader with everybody around them, as much as there can be of it, and a coach."""
    name, person = "W" * NAME_LENGTH, "U0000ANA1"
    parts = [Part(f"{ID[:-2]}{place:02}", f"{place:02}{name[2:]}") for place in range(12)]
    kinds = ((True, frozenset[Shared]()), (True, frozenset(Shared)), (False, frozenset[Shared]()))
    by = [
        Accompanied(f"{role[:3]}-{place}", person, role, DAY, agreed, shared)
        for role in Role
        for place, (agreed, shared) in enumerate(kinds)
    ]
    of = [Accompanying(f"programme-{place}", f"{place:02}{name[2:]}", [person] * 50) for place in range(12)]
    yield Situation(parts, parts, by, of, RHYTHM)
    yield Situation(invited=parts[:1])
    yield Situation(joined=parts[:1], by=by[:1])
    yield Situation(of=of[:1])


def notices(scripts: Sequence[Script]) -> Iterator[NoticeSight]:
    standing = {key.removeprefix("notice.") for key in ENGLISH.texts if key.startswith("notice.")}
    for word in sorted(standing - {"went_wrong"} | {"help", "privacy"}):  # that one is said with a reference
        yield NoticeSight(word, offers(scripts))
        yield NoticeSight(word, offers(scripts), accompanies=True, manages=True)
    for situation in situations():
        yield NoticeSight("privacy", offers(scripts), situation)


def confirmations(scripts: Sequence[Script]) -> Iterator[ConfirmSight]:
    open_questions = [Candidate(ID, 2, each.title, each.first.asks[0], DAY) for each in scripts]
    yield ConfirmSight(ID, (), settled=True)
    for many in range(len(open_questions) + 1):
        yield ConfirmSight(ID, open_questions[:many], settled=False)


def deletions() -> Iterator[DeletionSight]:
    """Every state alone and all of them at once, of one answer and of many."""
    for many in (1, 999):
        for states in (*([state] for state in DeletionState), list(DeletionState)):
            yield DeletionSight(ID, dict.fromkeys(states, many), datetime(2026, 9, 30, 23, 59, tzinfo=UTC))


def sights(scripts: Sequence[Script]) -> Iterator[Sight]:
    for script in scripts:
        yield from questions(script)
        yield from receipts(script)
    yield from notices(scripts)
    yield from confirmations(scripts)
    yield from deletions()


def programme_sights() -> Iterator[ProgrammeSight]:
    """Every message about a programme."""
    people, name = ["U0000ANA1", "U0000BEN1"], "W" * NAME_LENGTH
    for answer, by in product(Answer, ("U0000MIA1", "")):
        yield WelcomeSight(ID, name, by, people, answer)
        yield WelcomeSight(ID, name, by, people[:1], answer, known=True)
        yield WelcomeSight(ID, name, by, [], answer, reminds=True)
    yield WelcomeSight(ID, name, "", people, Answer.ACCEPTED, rhythm=RHYTHM)
    for by in ("U0000MIA1", ""):
        yield CoachWelcomeSight(ID, name, by, people)
    yield CoachWelcomeSight(ID, name, "", [], over=True)
    yield WelcomeSight(ID, name, people[0], people, Answer.OPEN, outside=[(each, DAY) for each in people])
    for choice in (None, *Choice):
        yield NewCoachSight(ID, name, people[0], people[1], Role.COACH, people, DAY, choice is None, choice)
    yield NewCoachSight(ID, name, people[0], people[1], Role.MENTOR, (), over=True)
    yield NewCoachSight(ID, name, "", people[1], Role.COACH, (), DAY, stays=True)
    yield NewCoachSight(ID, name, "", people[1], Role.COACH, (), DAY, stays=True, over=True)
    yield NewCoachSight(ID, name, "", "", Role.COACH, people)
    for reason in (Reason.LEFT, Reason.TAKEN_OUT, Reason.PROGRAMME_OVER):
        for alone in (False, True):
            yield FarewellSight(ID, name, reason, asks=True, alone=alone)
        yield FarewellSight(ID, name, reason)
    for to_coach, settled in product((True, False), repeat=2):
        yield ProposalSight(ID, "U0000ANA1", to_coach, frozenset(Shared), settled)


@cache
def everything(variant: str) -> list[tuple[Sight | ProgrammeSight, Drawn, list[dict[str, Any]]]]:
    """All that is ever said in a variant: what it shows, how it is drawn, and its blocks as they go out."""
    words, scripts = VARIANTS[variant]
    drawn: list[tuple[Sight | ProgrammeSight, Drawn]] = [
        (sight, message(sight, words, CONTACTS)) for sight in sights(scripts)
    ]
    drawn += [(sight, programme_message(sight, words)) for sight in programme_sights()]
    return [(sight, each, as_json(each)) for sight, each in drawn]


def as_json(drawn: Drawn) -> list[dict[str, Any]]:
    """The blocks as they go out; Slack's own models check them on the way."""
    return [block.to_dict() for block in drawn.blocks]


_UNSEEN = frozenset({"accessibility_label", "confirm"})


def visible(node: object) -> Iterator[str]:
    """Every text that can be seen in blocks; what a button asks back is seen when it is pressed."""
    if isinstance(node, dict):
        yield from (node[key] for key in ("text", "url") if isinstance(node.get(key), str))
        yield from (text for key, value in node.items() if key not in _UNSEEN for text in visible(value))
    elif isinstance(node, list):
        yield from (text for each in node for text in visible(each))
