"""Everything about sharing that Cairn can draw, for Slack itself to look at."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from slack_sdk.models.views import View

from bot.views.home import home_page
from bot.views.leaders import ON_HOME, leaders_modal
from bot.views.messages import message
from bot.views.own_words import own_words_modal
from bot.views.parts import Drawn
from bot.views.shared_entries import nothing_to_read_modal, shared_modal, shared_words_modal
from bot.views.sharing import share_modal
from flows.conversation.checks import IN_A_MESSAGE
from flows.conversation.definition_checks import MOST_QUESTIONS
from flows.conversation.script import Script, Value
from flows.conversation.sights import (
    Audience,
    HomeSight,
    Led,
    Listed,
    Opened,
    OwnAnswer,
    OwnWords,
    ReceiptSight,
    ShownTo,
)
from flows.sharing.sights import LeadersSight, SharedEntry, SharedSight, ShareSight
from flows.words import Words

_DAY = date(2026, 9, 30)  # a Wednesday in September: as long as a date gets in English
_MOMENT = datetime.combine(_DAY, time(15), UTC)
_ID = "about-something-with-an-id"
_SOMEBODY = "USLACKBOT"  # known in every workspace


def of_sharing(script: Script, words: Words) -> Iterator[tuple[str, Drawn | View]]:
    """Messages and windows, in the language of these words."""
    for name, audience in _audiences():
        receipt = ReceiptSight(_ID, script, _DAY, 3, stopped=False, audience=audience)
        yield f"receipt, {name}", message(receipt, words, "")
        yield f"share, {name}", share_modal(_share(script, audience), words)
    nobody = replace(_share(script, Audience(_DAY)), companions=())
    yield "share, with nobody", share_modal(nobody, words, on_top=True)
    own = OwnWords(script.title, _DAY, _DAY, _answers(script, 1, "w"), _ID, may_share=True)
    yield "own words, to be shared", own_words_modal(own, words)
    yield from _read(script, words)


def _read(script: Script, words: Words) -> Iterator[tuple[str, View]]:
    """What somebody sees who accompanies leaders."""
    led = [Led(f"{_ID}-{place}", _SOMEBODY) for place in range(ON_HOME + 1)]
    lines = [Listed(_ID, script.title, _MOMENT, 3)]
    yield "Home of a coach", View(type="home", blocks=list(home_page(HomeSight((), leaders=led), words).blocks))
    yield "a page of leaders", leaders_modal(LeadersSight(led, 1, more=True), words)
    yield "no leaders", leaders_modal(LeadersSight(()), words)
    yield "shared with you", shared_modal(SharedSight(_ID, _SOMEBODY, lines, 1, more=True), words)
    yield "nothing shared", shared_modal(SharedSight(_ID, _SOMEBODY, ()), words)
    answers = _answers(script, MOST_QUESTIONS, "w" * IN_A_MESSAGE)
    yield "shared entry", shared_words_modal(SharedEntry(_ID, _SOMEBODY, script.title, _DAY, _DAY, answers), words, 1)
    yield "not to be opened", nothing_to_read_modal(words("reading.failed"), words)


def _audiences() -> Iterator[tuple[str, Audience]]:
    """Nobody yet, somebody in a while, somebody now, and somebody who opened it."""
    yield "to be shared", Audience(_DAY, may_share=True)
    for seen in (False, True):
        shown = ShownTo("somebody", _SOMEBODY, (), _MOMENT, seen=seen)
        yield f"shown, {seen}", Audience(_DAY, [shown], may_share=True)
    some = ShownTo("somebody", _SOMEBODY, ("moment",), _MOMENT, seen=True)
    yield "an answer shown", Audience(_DAY, [some], [Opened(_SOMEBODY, (_DAY, _DAY))], may_share=True)


def _share(script: Script, audience: Audience) -> ShareSight:
    answers = _answers(script, MOST_QUESTIONS, "w")
    return ShareSight(_ID, script.title, _DAY, _DAY, answers, audience, [Led(_ID, _SOMEBODY)])


def _answers(script: Script, many: int, text: str) -> Sequence[OwnAnswer]:
    steps = [replace(script.first, id=f"step-{number}") for number in range(many)]
    return [OwnAnswer(each.asks[0], each, Value(text)) for each in steps]
