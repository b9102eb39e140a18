"""The window in which a person answers: one field for each question, up to the next branch.

What they wrote elsewhere and earlier is shown beside, as far as there is room; a button leads to the rest.
"""

from collections.abc import Iterator, Mapping, Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import ids
from bot.views.answer_elements import chosen_label
from bot.views.fields import block_of, field
from bot.views.own_words import answer_blocks, quoted
from bot.views.parts import aside, button, buttons, filled, link, people, plain, strong
from bot.views.room import Shown, fitted
from flows.conversation.checks import IN_A_FIELD, Problem
from flows.conversation.script import Kind, Step, Value
from flows.conversation.written import Written, read_written
from flows.forms.sights import FieldSight, FormSight, LeftSight, Missing
from flows.words import Words

_SAID = frozenset({Problem.EMPTY, Problem.TOO_LONG, Problem.REQUIRED, Problem.STALE, *Missing})
"""Problems with a sentence of their own. The fields themselves see to the others; only a forged form has them."""

Parts = Iterator[Block | Shown]


def form_modal(sight: FormSight, words: Words) -> View:
    """A form with what was typed in it so far."""
    asks = any(_has_field(each) for each in sight.fields)
    save = words("form.save_and_go_on") if sight.goes_on else words("form.save")
    return View(
        type="modal",
        callback_id=ids.FORM_MODAL,
        private_metadata=sight.id,
        title=words("form.title"),
        submit=save if asks else words("form.go_on"),
        close=words("form.close"),
        blocks=fitted([*_parts(sight, words), *([aside(words("form.kept"))] if asks else [])]),
    )


def form_errors(steps: Mapping[str, Step], problems: Mapping[str, Problem | Missing], words: Words) -> dict[str, str]:
    """What to say under which field."""
    return {block_of(step): _problem(steps[step], problem, words) for step, problem in problems.items()}


def _problem(step: Step, problem: Problem | Missing, words: Words) -> str:
    name = problem if problem in _SAID else "not_taken"
    return words(f"form.problem.{name}", count=min(step.max_length, IN_A_FIELD))


def _has_field(each: FieldSight) -> bool:
    return not each.step.silent and each.too_long is None


def _parts(sight: FormSight, words: Words) -> Parts:
    yield strong(sight.title)
    if sight.overtaken:
        yield plain(words("form.overtaken"))
    elif any(each.elsewhere for each in sight.fields):
        yield plain(words("form.clash"))
    for each in sight.fields:
        yield from _of_a_step(each, sight, words)
    for left in sight.left:
        yield from _left(left, sight, words)


def _of_a_step(each: FieldSight, sight: FormSight, words: Words) -> Parts:
    step, ask = each.step, filled(each.ask, sight.day, words)
    if not _has_field(each):
        yield strong(ask)
    if step.link:
        yield link(step.link)
    yield from _recalled(each, sight, words)
    if each.too_long:
        yield Shown(list(quoted(each.too_long.value.text)), _rest(step, ask, sight, words))
        yield aside(words("form.too_long"))
    for number, other in enumerate(each.elsewhere, start=1):
        yield aside(words("form.elsewhere"))
        yield Shown(list(_other(step, other, words)), _rest(step, ask, sight, words, number))
    if _has_field(each):
        yield field(step, ask, filled(step.hint, sight.day, words), each.written, words, told=True)


def _recalled(each: FieldSight, sight: FormSight, words: Words) -> Parts:
    if each.recalled:
        earlier = each.recalled
        yield aside(words("form.wrote"))
        pieces = [block for answer in earlier.answers for block in answer_blocks(answer, earlier.day, words)]
        pointer = ids.Pointer(sight.conversation, sight.turn, each.step.id).packed()
        show = button(words("question.button.show_recalled"), ids.SHOW_RECALLED, pointer)
        yield Shown(pieces, [aside(words("form.more")), buttons(f"recalled:{each.step.id}", [show])])


def _left(left: LeftSight, sight: FormSight, words: Words) -> Parts:
    """What was typed for a step that is not asked here."""
    yield aside(words("form.left"))
    yield strong(filled(left.ask, sight.day, words))
    yield Shown(list(_other(left.step, left.written, words)), [aside(words("form.more"))])


def _rest(step: Step, ask: str, sight: FormSight, words: Words, number: int = 0) -> Sequence[Block]:
    """Where all of it can be read."""
    read_as = words("form.all_of", ask=ask)
    show = button(words("form.all"), ids.SHOW_WORDS, ids.Pointer(sight.conversation).packed(), read_as=read_as)
    return [aside(words("form.more")), buttons(f"rest:{number}:{step.id}", [show])]


def _other(step: Step, held: Written, words: Words) -> Iterator[Block]:
    """What was written elsewhere, for reading."""
    value = read_written(step, held)
    if step.kind in {Kind.PERSON, Kind.PEOPLE}:
        yield people(held)
    elif isinstance(value, Value) and (label := chosen_label(step, value, words)):
        yield plain(label)
    else:
        yield from quoted(held[0])
