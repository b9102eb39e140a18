"""Every message and window that Cairn can draw, drawn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from slack_sdk.models.views import View

from bot.prompt_files import Prompts, read_prompts
from bot.views.messages import message
from bot.views.own_words import own_words_modal
from bot.views.parts import Drawn
from flows.conversation.checks import Problem
from flows.conversation.definition_checks import NOT_YET
from flows.conversation.library import BASE_LANGUAGE
from flows.conversation.script import Kind, Script
from flows.conversation.sights import (
    Candidate,
    ConfirmSight,
    NoticeSight,
    Offer,
    OwnAnswer,
    OwnWords,
    QuestionSight,
    ReceiptSight,
    Sight,
    Stage,
)
from flows.words import Words
from tests.unit.conversation.scripts import FITTING, script_of, step

DAY = date(2026, 11, 16)
CONTACTS = "HR care team: #hr-care"
NEVER_SAID = {Problem.STALE, Problem.OVER}
"""Problems that change how an old message looks, and are not put into words."""


@cache
def prompts() -> Prompts:
    """The prompts that come with Cairn."""
    return read_prompts()


def words() -> Words:
    """The base language's words."""
    return prompts().catalogues[BASE_LANGUAGE]


def notice_words() -> list[str]:
    """Every notice there is."""
    return ["help", "privacy", *(key.removeprefix("notice.") for key in words().texts if key.startswith("notice."))]


def scripts() -> list[Script]:
    """The scripts that come with Cairn, and one with every kind of step that a script may have."""
    every_kind = [step(kind.value, kind.value, hint="A hint.") for kind in Kind if kind not in NOT_YET]
    return [*prompts().library.scripts.values(), script_of(*every_kind)]


def messages() -> Iterator[Drawn]:
    """Every message, at every stage, with and without what may be there."""
    for sight in (*_questions(), *_receipts(), *_notices(), *_confirmations()):
        yield message(sight, words(), CONTACTS)


def windows() -> Iterator[View]:
    """Every window."""
    for script in scripts():
        answers = [OwnAnswer(each.asks[0], each, FITTING[each.kind]) for each in script.steps.values()]
        yield own_words_modal(OwnWords(script.title, DAY, DAY, answers), words())
        yield own_words_modal(OwnWords(script.title, DAY, DAY, []), words())


def _questions() -> Iterator[Sight]:
    yes_or_no = (True, False)
    for script in scripts():
        for each, stage, opening, first, short in product(
            script.steps.values(), Stage, yes_or_no, yes_or_no, yes_or_no
        ):
            pressed = None if each.kind is Kind.TEXT else FITTING[each.kind]
            sight = QuestionSight(
                "conversation", 1, script, each, each.asks[0], DAY, stage, opening, first, short, pressed, None
            )
            yield sight
            if stage is Stage.ASKED and opening and first:
                yield from (replace(sight, problem=problem) for problem in Problem if problem not in NEVER_SAID)


def _receipts() -> Iterator[Sight]:
    for script, answers, stopped in product(scripts(), (0, 1, 3), (True, False)):
        yield ReceiptSight("conversation", script, answers, stopped)


def _notices() -> Iterator[Sight]:
    offers = [Offer(each.id, each.starts_as, each.start_words[0], each.minutes) for each in scripts()]
    plain = [word for word in notice_words() if word != "went_wrong"]  # it needs a reference, and is no delivery
    yield from (NoticeSight(word, offers) for word in plain)


def _confirmations() -> Iterator[Sight]:
    one = Candidate("conversation", 1, "Weekly reflection", "How was the week?", DAY)
    yield ConfirmSight("held", (), settled=True)
    yield from (ConfirmSight("held", [one] * many, settled=False) for many in (0, 1, 2))


def ids_in(drawn: object, key: str) -> set[str]:
    """Every value of this key in drawn blocks or a drawn view, however deep."""
    if isinstance(drawn, dict):
        own = {drawn[key]} if isinstance(drawn.get(key), str) else set[str]()
        return own.union(*(ids_in(each, key) for each in drawn.values()))
    return set[str]().union(*(ids_in(each, key) for each in drawn)) if isinstance(drawn, list) else set()


@cache
def action_ids() -> frozenset[str]:
    """Every action id that stands on any button, picker or box."""
    blocks: list[Any] = [block.to_dict() for drawn in messages() for block in drawn.blocks]
    return frozenset(ids_in(blocks, "action_id") | ids_in([view.to_dict() for view in windows()], "action_id"))
