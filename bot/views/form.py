"""The window in which a person answers: one field for each question, up to the next branch."""

from collections.abc import Iterator, Mapping

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import ids
from bot.views.answer_elements import chosen_label
from bot.views.fields import block_of, field
from bot.views.own_words import answer_blocks, quoted
from bot.views.parts import aside, filled, link, people, plain, strong
from flows.conversation.checks import IN_A_FIELD, Problem
from flows.conversation.script import Kind, Step, Value
from flows.conversation.written import Written, read_written
from flows.forms.sights import FieldSight, FormSight
from flows.words import Words

_SAID = frozenset({Problem.EMPTY, Problem.TOO_LONG, Problem.REQUIRED, Problem.STALE})
"""Problems with a sentence of their own. The fields themselves see to the others; only a forged form has them."""


def form_modal(sight: FormSight, words: Words) -> View:
    """A form with what was typed in it so far."""
    asks = any(not each.step.silent for each in sight.fields)
    blocks: list[Block] = [strong(sight.title)]
    blocks += [plain(words("form.clash"))] if sight.clashes else []
    blocks += [block for each in sight.fields for block in _blocks(each, sight, words)]
    return View(
        type="modal",
        callback_id=ids.FORM_MODAL,
        private_metadata=sight.id,
        title=words("form.title"),
        submit=words("form.save" if asks else "form.go_on"),
        close=words("form.close"),
        blocks=[*blocks, *([aside(words("form.kept"))] if asks else [])],
    )


def form_errors(steps: Mapping[str, Step], problems: Mapping[str, Problem], words: Words) -> dict[str, str]:
    """What to say under which field."""
    return {block_of(step): _problem(steps[step], problem, words) for step, problem in problems.items()}


def _problem(step: Step, problem: Problem, words: Words) -> str:
    name = problem if problem in _SAID else "not_taken"
    return words(f"form.problem.{name}", count=min(step.max_length, IN_A_FIELD))


def _blocks(each: FieldSight, sight: FormSight, words: Words) -> Iterator[Block]:
    step, ask = each.step, filled(each.ask, sight.day, words)
    if step.silent:
        yield strong(ask)
    if step.link:
        yield link(step.link)
    if each.recalled:
        yield aside(words("form.wrote"))
        for answer in each.recalled.answers:
            yield from answer_blocks(answer, each.recalled.day, words)
    if each.elsewhere:
        yield aside(words("form.elsewhere"))
        yield from _other(step, each.elsewhere, words)
    if not step.silent:
        yield field(step, ask, filled(step.hint, sight.day, words), each.written, words, told=True)


def _other(step: Step, held: Written, words: Words) -> Iterator[Block]:
    """What another device holds, for reading."""
    value = read_written(step, held)
    if step.kind in {Kind.PERSON, Kind.PEOPLE}:
        yield people(held)
    elif isinstance(value, Value) and (label := chosen_label(step, value, words)):
        yield plain(label)
    else:
        yield from quoted(held[0])
