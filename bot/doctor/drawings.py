"""Everything that Cairn can draw, once each, with nobody's words in it: for Slack itself to look at.

Every question of every script, every stage and complaint, every kind of question with texts as long as they may be,
every notice, confirmation, receipt, deletion and window.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from slack_sdk.models.views import View

from bot.doctor.manager_windows import programme_windows
from bot.doctor.programme_drawings import agreement_windows, of_programmes
from bot.doctor.sharing_drawings import of_sharing
from bot.doctor.specimen import ANSWERS, specimen
from bot.prompt_files import Prompts
from bot.views.checking import checked_home, checked_message, checking_message
from bot.views.edit import edit_modal
from bot.views.form import form_modal
from bot.views.home import home_page
from bot.views.journal import journal_modal
from bot.views.messages import message
from bot.views.own_words import own_words_modal
from bot.views.parts import Drawn
from bot.views.settings import settings_modal
from flows.conversation.checks import IN_A_MESSAGE, Problem
from flows.conversation.definition_checks import MOST_QUESTIONS
from flows.conversation.deletions import DeletionState
from flows.conversation.script import Script, Step, Value
from flows.conversation.sights import (
    Candidate,
    ConfirmSight,
    DeletionSight,
    HomeSight,
    JournalFileSight,
    Listed,
    NoticeSight,
    Offer,
    OwnAnswer,
    OwnSettings,
    OwnWords,
    QuestionSight,
    ReceiptSight,
    Sight,
    Stage,
)
from flows.conversation.written import as_written
from flows.forms.sights import FieldSight, FormSight
from flows.journal.sights import JournalPage
from flows.journal.when import Search
from flows.people import AnswerIn
from flows.words import Words

_DAY = date(2026, 9, 30)  # a Wednesday in September: as long as a date gets in English
_ID = "conversation-with-an-id"
_SOMEBODY = "USLACKBOT"  # the one user who is in every workspace
_NEVER_SAID = frozenset({Problem.STALE, Problem.OVER})
_WITH_A_REFERENCE = "notice.went_wrong"  # said as bare text, never drawn


@dataclass(frozen=True, slots=True)
class Drawing:
    """One thing that Cairn draws, with a name to find it by."""

    name: str
    drawn: Drawn | View


def drawings(prompts: Prompts, contacts: str) -> Iterator[Drawing]:
    """Everything, in every language there is."""
    for language, words in prompts.catalogues.items():
        scripts = (*prompts.library.in_language(language), specimen(language))
        for name, sight in _sights(scripts, words):
            yield Drawing(f"{language}: {name}", message(sight, words, contacts))
        for name, view in _all_windows(scripts, words, tuple(prompts.vocabularies)):
            yield Drawing(f"{language}: {name}", view)
        for name, drawn in (*of_programmes(words), *of_sharing(scripts[0], words)):
            yield Drawing(f"{language}: {name}", drawn)
        for name, drawn in _of_the_check(words):
            yield Drawing(f"{language}: {name}", drawn)


def _all_windows(scripts: Sequence[Script], words: Words, languages: tuple[str, ...]) -> Iterator[tuple[str, View]]:
    for name, own in _windows(scripts):
        yield name, own_words_modal(own, words)
        for answer in own.answers:
            if not answer.step.silent:
                yield f"{name}, {answer.step.id} edited", edit_modal(own, answer, words)
    yield "one page of many", own_words_modal(_long_words(scripts[0]), words, page=1)
    yield from _forms(scripts, words)
    yield from _of_the_journal(scripts, words)
    yield from _of_the_settings(words, languages)
    yield from programme_windows(scripts, words)
    yield from agreement_windows(words, languages)


def _of_the_settings(words: Words, languages: tuple[str, ...]) -> Iterator[tuple[str, View]]:
    for answer_in in (AnswerIn.CHAT, None):
        own = OwnSettings(answer_in, "", words.language, languages, words.language)
        yield f"settings, {answer_in or 'no choice'}", settings_modal(own, words)


def _of_the_check(words: Words) -> Iterator[tuple[str, Drawn | View]]:
    yield "check, posted", checking_message(words)
    yield "check, updated", checked_message(words)
    yield "check, Home", checked_home(words)


def _forms(scripts: Sequence[Script], words: Words) -> Iterator[tuple[str, View]]:
    """All the questions of a script in one form, as two devices left it."""
    for script in scripts:
        fields = [
            FieldSight(step, max(step.asks, key=len), written, [written] if written else ())
            for step in script.steps.values()
            for written in [as_written(step, _answer(step))]
        ]
        yield f"{script.id}, in a form", form_modal(_form(script, fields, words), words)


def _form(script: Script, fields: Sequence[FieldSight], words: Words) -> FormSight:
    return FormSight(_ID, _ID, 1, script.title, _DAY, fields, words.language, overtaken=True)


def _of_the_journal(scripts: Sequence[Script], words: Words) -> Iterator[tuple[str, View]]:
    """An empty page, a page between others, and Home."""
    moment = datetime.combine(_DAY, time(15), UTC)
    lines = [Listed(_ID, script.title, moment, 3) for script in scripts]
    search = Search(("a",), _DAY, _DAY)
    yield "empty page of the journal", journal_modal(JournalPage(()), words)
    yield "page of the journal", journal_modal(JournalPage(lines, search, "a", 1, older=True), words)
    home = home_page(HomeSight(lines, programmes=True), words)
    yield "Home", View(type="home", blocks=list(home.blocks))


def _sights(scripts: Sequence[Script], words: Words) -> Iterator[tuple[str, Sight]]:
    for script in scripts:
        yield from _questions(script)
        yield from _receipts(script)
    *_, last = scripts
    yield from _stages_and_complaints(last)
    yield from _notices(scripts, words)
    yield from _confirmations(scripts)
    yield from _deletions()
    yield "the journal as a file", JournalFileSight(_DAY)


def _questions(script: Script) -> Iterator[tuple[str, Sight]]:
    """Each step with its longest wording, the first one as it opens the conversation."""
    for step in script.steps.values():
        yield f"{script.id}, {step.id}", _question(script, step, Stage.ASKED)


def _stages_and_complaints(script: Script) -> Iterator[tuple[str, Sight]]:
    first = _question(script, script.first, Stage.ASKED)
    yield f"{script.id}, seen by somebody", replace(first, seen_by=["USLACKBOT"])
    yield f"{script.id}, in the form", replace(_question(script, script.first, Stage.ASKED), in_form=True)
    for step in script.steps.values():
        yield f"{script.id}, {step.id}, answered", _question(script, step, Stage.ANSWERED)
    for stage in Stage:
        yield f"{script.id}, {stage}", _question(script, script.first, stage)
    for problem in Problem:
        if problem not in _NEVER_SAID:
            yield f"{script.id}, {problem}", _question(script, script.first, Stage.ASKED, problem)


def _question(script: Script, step: Step, stage: Stage, problem: Problem | None = None) -> QuestionSight:
    first = step is script.first
    return QuestionSight(
        conversation=_ID,
        turn=1,
        script=script,
        step=step,
        ask=max(step.asks, key=len),
        day=_DAY,
        stage=stage,
        opening=first,
        first=first,
        short=False,
        pressed=None if stage is Stage.ASKED else _answer(step),
        problem=problem,
    )


def _receipts(script: Script) -> Iterator[tuple[str, Sight]]:
    yield f"{script.id}, receipt", ReceiptSight(_ID, script, _DAY, 3, stopped=False)
    yield f"{script.id}, empty receipt", ReceiptSight(_ID, script, _DAY, 0, stopped=True)


def _notices(scripts: Sequence[Script], words: Words) -> Iterator[tuple[str, Sight]]:
    offers = [Offer(each.id, each.starts_as, each.start_words[0], each.minutes) for each in scripts]
    standing = sorted(
        key.partition(".")[2] for key in words.texts if key.startswith("notice.") and key != _WITH_A_REFERENCE
    )
    for word in ("help", "privacy", *standing):
        yield word, NoticeSight(word, offers)


def _confirmations(scripts: Sequence[Script]) -> Iterator[tuple[str, Sight]]:
    waiting = [Candidate(_ID, 1, each.title, max(each.first.asks, key=len), _DAY) for each in scripts]
    for many in (0, 1, len(waiting)):
        yield f"confirm {many}", ConfirmSight(_ID, waiting[:many], settled=False)
    yield "confirm, settled", ConfirmSight(_ID, (), settled=True)


def _deletions() -> Iterator[tuple[str, Sight]]:
    until = datetime.combine(_DAY, time.max, UTC)
    for state in DeletionState:
        yield f"deletion, {state}", DeletionSight(_ID, {state: 1}, until)
    yield "deletion, all at once", DeletionSight(_ID, dict.fromkeys(DeletionState, 999), until)


def _long_words(script: Script) -> OwnWords:
    """More than two windows hold."""
    steps = [replace(script.first, id=f"step-{number}") for number in range(MOST_QUESTIONS)]
    answers = [OwnAnswer(each.asks[0], each, Value("w" * IN_A_MESSAGE)) for each in steps]
    return OwnWords(script.title, _DAY, _DAY, answers, _ID)


def _windows(scripts: Sequence[Script]) -> Iterator[tuple[str, OwnWords]]:
    for script in scripts:
        answers = [OwnAnswer(max(each.asks, key=len), each, _answer(each)) for each in script.steps.values()]
        said, aside = answers[:-1], answers[-1:]
        yield f"{script.id}, own words", OwnWords(script.title, _DAY, _DAY, said, _ID, aside=aside, asks=True)
    yield "no words", OwnWords(scripts[0].title, _DAY, _DAY, ())


def _answer(step: Step) -> Value:
    """An answer that fits; of a script's own options, all."""
    return Value(choices=tuple(each.id for each in step.options)) if step.options else ANSWERS[step.kind]
