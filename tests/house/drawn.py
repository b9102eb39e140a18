"""Every id that Cairn draws: on all messages that a unit test draws anyway, and on every window."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

from slack_sdk.models.views import View

from bot.views.own_words import own_words_modal
from bot.views.settings import settings_modal
from flows.conversation.checks import IN_A_MESSAGE, Problem
from flows.conversation.definition_checks import MOST_QUESTIONS
from flows.conversation.script import Value
from flows.conversation.sights import OwnAnswer, OwnSettings, OwnWords
from flows.people import AnswerIn
from tests.unit.conversation.scripts import FITTING
from tests.unit.every_view import DAY, ENGLISH, ID, PROMPTS, VARIANTS, everything

NEVER_SAID = {Problem.STALE, Problem.OVER}
"""Problems that change how an old message looks, and are not put into words."""


def windows() -> Iterator[View]:
    """Every window, with and without answers, and with and without something to choose."""
    for answer_in in (*AnswerIn, None):
        yield settings_modal(OwnSettings(answer_in, "", "de", tuple(PROMPTS.vocabularies), "en"), ENGLISH)
    for script in chain.from_iterable(scripts for _, scripts in VARIANTS.values()):
        answers = [OwnAnswer(each.asks[0], each, FITTING[each.kind]) for each in script.steps.values()]
        yield own_words_modal(OwnWords(script.title, DAY, DAY, answers), ENGLISH)
        yield own_words_modal(OwnWords(script.title, DAY, DAY, []), ENGLISH)
        long = [OwnAnswer(script.first.asks[0], script.first, Value("w" * IN_A_MESSAGE))] * MOST_QUESTIONS
        yield own_words_modal(OwnWords(script.title, DAY, DAY, long, ID), ENGLISH, page=1)


def ids_in(drawn: object, key: str) -> set[str]:
    """Every value of this key in drawn blocks or a drawn view, however deep."""
    if isinstance(drawn, dict):
        own = {drawn[key]} if isinstance(drawn.get(key), str) else set[str]()
        return own.union(*(ids_in(each, key) for each in drawn.values()))
    return set[str]().union(*(ids_in(each, key) for each in drawn)) if isinstance(drawn, list) else set()


def pressed_in(view: View) -> list[object]:
    """The blocks of a window that report at once; other fields are read only when it is sent."""
    return [each for each in view.to_dict()["blocks"] if each["type"] != "input" or each.get("dispatch_action")]


@cache
def action_ids() -> frozenset[str]:
    """Every action id that stands on any button, picker or box."""
    blocks = [drawn for variant in VARIANTS for _, _, drawn in everything(variant)]
    return frozenset(ids_in(blocks, "action_id") | ids_in([pressed_in(view) for view in windows()], "action_id"))
