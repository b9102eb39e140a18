"""Every id that Cairn draws: on all messages that a unit test draws anyway, and on every window."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import product
from typing import Any

from slack_sdk.models.views import View

from bot.doctor.manager_windows import programme_windows
from bot.views.agreement import agreement_modal, agreements_modal, left_modal
from bot.views.changes import hand_over_modal
from bot.views.edit import edit_modal
from bot.views.form import form_modal
from bot.views.home import home_page
from bot.views.journal import SEARCH_LENGTH, journal_modal
from bot.views.leaders import leaders_modal
from bot.views.own_words import own_words_modal
from bot.views.set_up import set_up_modal
from bot.views.settings import settings_modal
from bot.views.shared_entries import nothing_to_read_modal, shared_modal, shared_words_modal
from bot.views.sharing import share_modal
from flows.conversation.checks import IN_A_FIELD, IN_A_MESSAGE, Problem
from flows.conversation.definition_checks import MOST_QUESTIONS
from flows.conversation.script import Kind, Script, Step, Value
from flows.conversation.showing import ON_HOME
from flows.conversation.sights import HomeSight, Led, Listed, OwnAnswer, OwnSettings, OwnWords
from flows.conversation.situation import NOWHERE
from flows.conversation.written import as_written
from flows.forms.sights import FieldSight, FormSight, LeftSight
from flows.journal.pages import PAGE
from flows.journal.sights import NO_SEARCH, JournalPage
from flows.journal.when import Search
from flows.managing.agreement_sights import AgreementSight, AgreementsSight, PactSight, SetUpSight
from flows.managing.sights import HandOver
from flows.people import AnswerIn
from flows.programmes.agreement import Shared
from flows.programmes.handing_over import Choice
from flows.roles import Role
from flows.sharing.reading import ENTRIES, LEADERS
from flows.sharing.sights import LeadersSight, SharedEntry, SharedSight, ShareSight
from flows.words import Words
from tests.unit.conversation.scripts import FITTING
from tests.unit.every_view import CONTACTS, DAY, ID, PROMPTS, RHYTHM, VARIANTS, audiences, everything, situations

NEVER_SAID = {Problem.STALE, Problem.OVER}
"""Problems that change how an old message looks, and are not put into words."""


@cache
def windows() -> tuple[View, ...]:
    """Every window, with and without answers."""
    return tuple(_windows())


def _windows() -> Iterator[View]:
    for words, scripts in VARIANTS.values():
        yield from agreements(words)
        for answer_in in (*AnswerIn, None):
            yield settings_modal(OwnSettings(answer_in, "", "de", tuple(PROMPTS.vocabularies), "en"), words)
        for script in scripts:
            answers = [OwnAnswer(each.asks[0], each, FITTING[each.kind], 2) for each in script.steps.values()]
            own = OwnWords(script.title, DAY, DAY, answers, ID, asks=True, may_share=True)
            parted = replace(own, answers=answers[:-1], aside=answers[-1:])
            yield own_words_modal(parted, words, note=words("words.deleted"), on_top=True)
            yield own_words_modal(OwnWords(script.title, DAY, DAY, [], ID), words)
            yield from edits(own, words)
            yield from forms(script, own, words)
        yield one_page_of_many(scripts[0], words)
        yield full_form(scripts[0], words)
        yield from journals(scripts, words)
        yield from (window for _, window in programme_windows(scripts, words))
        yield from shares(scripts, words)
        yield hand_over_modal(HandOver(ID, "U0COACH", list(Choice), DAY, words.language), words)


def agreements(words: Words) -> Iterator[View]:
    """Setting up for the first time and again, and agreements for both of the two, with as much in them as can be."""
    languages = tuple(PROMPTS.vocabularies)
    fresh = [PactSight(f"{ID[:-3]}{place}", "U0000ANA1", Role.COACH, DAY, None) for place in range(100, 150)]
    agreed = [replace(each, role=Role.MENTOR, said_on=DAY) for each in fresh]
    for pacts, rhythm, answer_in in (
        (fresh, None, AnswerIn.CHAT),
        (agreed[:1], RHYTHM, AnswerIn.FORM),
        ([], None, None),
    ):
        own = OwnSettings(answer_in, "", words.language, languages, words.language)
        yield set_up_modal(SetUpSight(ID, "W" * 80, own, rhythm, pacts), words, CONTACTS)
    most = max(situations(), key=lambda each: len(each.by))
    for is_leader, over in product((True, False), repeat=2):
        for pact, terms in ((fresh[0], frozenset(Shared)), (agreed[0], frozenset[Shared]())):
            sight = AgreementSight(pact, ID, "W" * 80, is_leader, terms, terms, ["U0000ANA1"] * 10, over=over)
            yield agreement_modal(sight, words)
            yield agreement_modal(replace(sight, others=list(most.by) * 3, other_said_on=DAY), words)
    yield agreements_modal(AgreementsSight(ID, "W" * 80, [*fresh, *agreed]), words)
    yield agreements_modal(AgreementsSight(ID, "W" * 80, agreed[:2]), words)
    yield left_modal(words)


def one_page_of_many(script: Script, words: Words) -> View:
    """The longest answers there can be."""
    steps = [replace(script.first, id=f"step-{number}") for number in range(MOST_QUESTIONS)]
    long = [OwnAnswer(each.asks[0], each, Value("w" * IN_A_MESSAGE)) for each in steps]
    return own_words_modal(OwnWords(script.title, DAY, DAY, long, ID), words, page=1)


def edits(own: OwnWords, words: Words) -> Iterator[View]:
    """Every answer being changed, also after it was changed elsewhere, and one that no field holds."""
    for answer in own.answers:
        if not answer.step.silent:
            yield edit_modal(own, answer, words)
            yield edit_modal(own, answer, words, mine=as_written(answer.step, answer.value))
    asked = Step("long", Kind.TEXT, ("?",), "end")
    yield edit_modal(own, OwnAnswer("?", asked, Value("x" * 3001)), words)


def forms(script: Script, own: OwnWords, words: Words) -> Iterator[View]:
    """All of a script in one form: empty, and with something in it and something else elsewhere."""
    steps = script.steps.values()
    empty = [FieldSight(step, step.asks[0]) for step in steps]
    held = [(step, as_written(step, FITTING[step.kind])) for step in steps]
    full = [
        FieldSight(step, step.asks[0], written, [written] if written else (), own if step.recall else None)
        for step, written in held
    ]
    for fields, overtaken in ((empty, False), (full, True), (full, False)):
        yield form_modal(FormSight(ID, ID, 1, script.title, DAY, fields, words.language, overtaken, overtaken), words)


def full_form(script: Script, words: Words) -> View:
    """As many questions as there can be, each with as much in its field and beside it as there can be."""
    long = [OwnAnswer(each.asks[0], each, Value("\U0001f331" * IN_A_MESSAGE)) for each in [script.first] * 3]
    steps = [Step(f"step-{number}", Kind.TEXT, ("w" * 300,), "end") for number in range(MOST_QUESTIONS)]
    held = ("\u4e2d" * IN_A_FIELD,)
    fields = [FieldSight(step, step.asks[0], held, [("\u00e9" * IN_A_MESSAGE,)]) for step in steps]
    recall = Step("recall", Kind.RECALL, ("w" * 300,), "end")
    too_long = FieldSight(steps[0], "?", elsewhere=[held], too_long=long[0])
    recalling = FieldSight(recall, "?", recalled=OwnWords(script.title, DAY, DAY, long, ID))
    left = [LeftSight(steps[0], "?", held)]
    sight = FormSight(ID, ID, 1, script.title, DAY, [recalling, too_long, *fields[1:]], words.language, left=left)
    return form_modal(sight, words)


def journals(scripts: Sequence[Script], words: Words) -> Iterator[View]:
    """An empty journal, a full page between others, a search, and one that finds nothing."""
    moment = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
    lines = [Listed(ID, script.title, moment, 999) for script in [*scripts] * PAGE][:PAGE]
    for search in (NO_SEARCH, Search(("x",), DAY, None), Search((), DAY, DAY), Search((), None, DAY)):
        yield journal_modal(JournalPage(lines, search, "x" * SEARCH_LENGTH, 1, older=True), words)
        yield journal_modal(JournalPage((), search, "x"), words)
    yield journal_modal(JournalPage(()), words)


def shares(scripts: Sequence[Script], words: Words) -> Iterator[View]:
    """Every window about sharing: from either side, empty, full, and page by page."""
    moment = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
    led = [Led(f"{ID[:-2]}{place:02}", f"U0000ANA{place}") for place in range(LEADERS)]
    steps = [Step(f"step-{number}", Kind.TEXT, ("w" * 300,), "end") for number in range(MOST_QUESTIONS)]
    answers = [OwnAnswer(each.asks[0], each, Value("w" * IN_A_MESSAGE)) for each in steps]
    for audience, companions, some in product(audiences(), (led, ()), (answers, ())):
        sight = ShareSight(ID, scripts[0].title, DAY, DAY, some, audience, companions)
        yield share_modal(sight, words, words("share.shared"), on_top=bool(companions))
    yield leaders_modal(LeadersSight(()), words)
    yield leaders_modal(LeadersSight(led, 1, more=True), words, first=LEADERS + 1)
    lines = [Listed(ID, script.title, moment, 999) for script in [*scripts] * ENTRIES][:ENTRIES]
    for some_lines in (lines, ()):
        yield shared_modal(SharedSight(ID, "U0000ANA1", some_lines, 1, more=True), words, on_top=True)
    for page in (0, 1):
        entry = SharedEntry(ID, "U0000ANA1", scripts[0].title, DAY, DAY, answers)
        yield shared_words_modal(entry, words, page, on_top=True)
    yield nothing_to_read_modal(words("reading.failed"), words)


def homes() -> Iterator[View]:
    """The Home tab, with and without entries."""
    moment = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
    for words, scripts in VARIANTS.values():
        lines = [Listed(ID, script.title, moment, 1) for script in [*scripts] * ON_HOME][:ON_HOME]
        many = [Led(f"{ID[:-2]}{place:02}", f"U0000ANA{place}") for place in range(99)]
        led: list[tuple[list[Listed], Sequence[Led]]] = [(lines, many), ([], many[:1]), ([], ())]
        for (some, leaders), situation in product(led, (NOWHERE, *situations())):
            home = home_page(HomeSight(some, situation, leaders, programmes=bool(some)), words)
            yield View(type="home", blocks=list(home.blocks))
            reader = home_page(HomeSight((), situation, leaders, only_reads=True), words)
            yield View(type="home", blocks=list(reader.blocks))


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
def callback_ids() -> frozenset[str]:
    """The id of every window."""
    return frozenset(str(window.callback_id) for window in windows())


@cache
def action_ids() -> frozenset[str]:
    """Every action id that stands on any button, picker or box."""
    blocks = [drawn for variant in VARIANTS for _, _, drawn in everything(variant)]
    views = [view.to_dict() for view in (*windows(), *homes())]
    told = [block for view in views for block in view["blocks"] if tells(block)]
    return frozenset(ids_in(blocks, "action_id") | ids_in(told, "action_id"))


def tells(block: dict[str, Any]) -> bool:
    """Whether Slack tells of what is done in a block before its window is sent off."""
    return block["type"] != "input" or bool(block.get("dispatch_action"))
