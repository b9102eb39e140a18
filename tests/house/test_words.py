"""Every word key that the code names exists, every key that exists is named, and no sentence stands in the code."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pytest

from bot.prompt_files import UNTYPED
from flows.conversation.checks import Problem
from flows.conversation.definition_checks import NOT_YET
from flows.conversation.deletions import DeletionState
from flows.conversation.presses import Button
from flows.conversation.script import Kind
from flows.conversation.sights import Stage
from flows.conversation.vocabulary import Control, Page
from flows.forms.sights import Missing
from flows.managing.window_sights import Told
from flows.people import AnswerIn
from flows.programmes.agreement import Shared
from flows.programmes.cohort import Obstacle, Remark
from flows.programmes.cohort_file import RowFault
from flows.programmes.enrolment import Reason
from flows.programmes.handing_over import Choice
from flows.programmes.programme import Cadence, Fault
from flows.programmes.written_design import Unread
from flows.roles import COACHING, Role
from tests.house import tree
from tests.house.drawn import NEVER_SAID
from tests.unit.every_view import ENGLISH

Module = tuple[str, ast.Module]

NOTICES = (
    "edit_aside", "edit_unread", "edit_word", "file_unsure", "help", "journal", "leaders", "members_only", "no_manager",
    "nothing_open", "not_available", "not_understood", "old_button", "only_reads", "only_text", "privacy", "programme",
    "settings", "too_early", "too_slow", "was_not_saved",
)  # fmt: skip
"""What a delivery may say: help and privacy are pages of their own, the rest are keys of notice.toml."""

FAMILIES: Mapping[str, Iterable[str]] = {
    "notice.{}": [each for each in NOTICES if each not in {"help", "privacy"}],
    "notice.not_saved_{}": ("form", "typed", "pressed"),
    "form.problem.{}": ("empty", "too_long", "required", "stale", "not_taken", *Missing),
    "deletion.{}": [*DeletionState],
    "deletion.button.{}": ("put_back", "delete_now", "keep", "hide"),
    "words.{}": ("previous", "next"),
    "agreement.kind.{}": list(Shared),
    "agreement.role.{}": list(Role),
    "set_up.answer_in.{}": list(AnswerIn),
    "set_up.{}.missing": ("days", "hour", "minutes", "answer_in"),
    "privacy.{}": ("slack", "words", "kept", "roles", "stop", "model"),
    "question.button.{}": ("skip", "back", "later", "stop", "help", "yes", "no", "in_form", "go_on_in_form"),
    "question.how.{}": [each for each in Kind if each not in NOT_YET],
    "question.problem.{}": [each for each in Problem if each not in NEVER_SAID],
    "question.stage.{}": [each for each in Stage if each is not Stage.ASKED],
    "settings.answer_in.{}": list(AnswerIn),
    "enrolling.{}": ("unreachable", "unsaved"),
    "programme.do.{}": ("preview", "leader", "table", "change", "managers"),
    "programme.done.{}": ("changed", "taken_out", "ended", "begun", "tried"),
    "programme.every.{}": list(Cadence),
    "programme.fault.{}": [*Fault, *Unread],
    "programme.counts.{}": list(Told),
    "programme.told.{}": list(Told),
    "programme.role.{}": list(Role),
    "changes.comes.{}": sorted(COACHING),
    "changes.farewell.{}": (Reason.LEFT, Reason.TAKEN_OUT, Reason.PROGRAMME_OVER),
    "changes.hand_over.choice.{}": list(Choice),
    "changes.hand_over.chosen.{}": list(Choice),
    "cohort.fault.{}": list(RowFault),
    "cohort.obstacle.{}": list(Obstacle),
    "cohort.remark.{}": list(Remark),
}
"""Keys that are put together while Cairn runs, by their pattern."""

SAYERS = {"say", "_say", "notice"}
"""Functions that are given the name of a notice."""

READ_BY_PEOPLE = ("bot/listeners", "bot/views", "flows")
READ_BY_COACHES = {"flows/conversation/definition_checks.py", "flows/conversation/library.py"}
"""Say what is wrong with a script, to those who write scripts and check them."""

# Short pieces that nobody reads: names of headers, formats for dates and such.
NOT_READ: frozenset[str] = frozenset({"EEEE d MMMM", "EEEE d MMMM y"})

_SENTENCE = re.compile(r"[A-Za-z’']{2,}[,;:.]? [A-Za-z’']{1,}")


class Text(NamedTuple):
    """A text in the code, and its line."""

    lineno: int
    value: str


def keys_named(modules: Iterable[Module]) -> tuple[set[str], set[str]]:
    """The keys given to a catalogue as they are, and the patterns of those put together."""
    plain, made = set[str](), set[str]()
    for _, module in modules:
        for call in _calls(module):
            if call.args and _speaks(call.func):
                for each in _branches(call.args[0]):
                    plain |= {text.value for text in _texts([each])}
                    made |= {_pattern(each)} if isinstance(each, ast.JoinedStr) else set()
    return plain, made


def notices_named(modules: Iterable[Module]) -> set[str]:
    """The notices that are asked for by name."""
    calls = [call for _, module in modules for call in _calls(module) if _name(call.func) in SAYERS]
    given = [each for call in calls for argument in call.args for each in _branches(argument)]
    return {each.value for each in _texts(given)}


def sentences(modules: Iterable[Module]) -> list[str]:
    """Texts in the code that read like something said to a person. What is raised or logged is for operators."""
    return [
        f"{name}:{each.lineno}: {each.value}"
        for name, module in modules
        for each in _texts(_spoken(module))
        if _SENTENCE.search(each.value) and each.value not in NOT_READ
    ]


def _calls(module: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module) if isinstance(node, ast.Call))


def _speaks(called: ast.expr) -> bool:
    """`words(…)`, `self.words(…)` and `reception.words(language)(…)`, but not `reception.words(language)`."""
    return _name(called.func if isinstance(called, ast.Call) else called) == "words"


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Name):
        return called.id
    return called.attr if isinstance(called, ast.Attribute) else ""


def _branches(given: ast.expr) -> list[ast.expr]:
    return [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]


def _pattern(made: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in made.values)


def _texts(nodes: Iterable[ast.AST]) -> list[Text]:
    constants = [node for node in nodes if isinstance(node, ast.Constant)]
    return [Text(each.lineno, each.value) for each in constants if isinstance(each.value, str)]


def _spoken(module: ast.AST) -> Iterator[ast.AST]:
    """Every node but docstrings, annotations, what is raised, and what is logged or complained of."""
    for node in ast.iter_child_nodes(module):
        documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        complains = isinstance(node, ast.Call) and _name(node.func) in {
            "wrong",
            "BadScript",
            "error",
            "warning",
            "info",
        }
        if not (documents or complains or isinstance(node, ast.Raise)):
            yield node
            yield from _spoken(node)


def everything_named() -> set[str]:
    plain, _ = keys_named(tree.code("bot", "flows"))
    return plain | {pattern.format(each) for pattern, every in FAMILIES.items() for each in every}


def test_every_key_that_is_named_exists() -> None:
    assert everything_named() - ENGLISH.texts.keys() == set()


def test_every_key_that_exists_is_named() -> None:
    assert ENGLISH.texts.keys() - everything_named() - standing_in() == set()


def standing_in() -> set[str]:
    """Keys of the texts that take the place of others where nothing is typed to Cairn."""
    return {f"{UNTYPED}{key}" for key in everything_named()}


def test_every_pattern_of_keys_is_listed() -> None:
    _, made = keys_named(tree.code("bot", "flows"))
    assert made == FAMILIES.keys()


def test_the_notices_are_listed() -> None:
    named = notices_named(tree.code("bot", "flows"))
    assert named | set(Page) | {Control.HELP} == set(NOTICES)  # what is asked for by its name is said under it
    assert {f"notice.{each}" for each in NOTICES} - ENGLISH.texts.keys() == {"notice.help", "notice.privacy"}


def test_keys_are_found_however_they_are_named() -> None:
    code = """
words("a.b"); self.words("c.d", count=1); reception.words(language)("e.f"); words("g.h" if x else "i.j")
words(f"k.{each}"); reception.words(language); swords("l.m"); say(desk, inbound, "old"); voice.notice("new", place)
"""
    planted = [("planted.py", ast.parse(code))]
    assert keys_named(planted) == ({"a.b", "c.d", "e.f", "g.h", "i.j"}, {"k.{}"})
    assert notices_named(planted) == {"old", "new"}


def test_no_sentence_stands_in_the_code() -> None:
    assert sentences([each for each in tree.code(*READ_BY_PEOPLE) if each[0] not in READ_BY_COACHES]) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('await ack("Thank you for that.")', 1),
        ('text = f"About {minutes} minutes left"', 1),
        ('plain("You wrote " + name)', 1),
        ('yield plain("Nothing to see.")', 1),
        ('def f():\n    """Say thank you for that."""\n', 0),
        ('raise NotSaved("the store could not take it")', 0),
        ('words("question.how.text")', 0),
    ],
)
def test_a_sentence_in_the_code_is_noticed(code: str, found: int) -> None:
    assert len(sentences([("planted.py", ast.parse(code))])) == found


def test_the_buttons_of_a_question_have_words_or_an_own_key() -> None:
    plain, _ = keys_named(tree.code("bot/views"))
    own = {Button.ANSWER, Button.GO_ON, Button.IN_CHAT, Button.SHORTEN}
    assert {*FAMILIES["question.button.{}"]} >= {each.value for each in Button if each not in own}
    assert {"question.button.go_on", "question.short_version", "question.button.done"} <= plain
