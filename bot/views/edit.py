"""The window in which an answer is changed."""

from dataclasses import replace

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import ids
from bot.views.fields import field
from bot.views.own_words import shown_value
from bot.views.parts import aside, filled, plain, strong
from flows.conversation.checks import Problem
from flows.conversation.script import Step
from flows.conversation.sights import OwnAnswer, OwnWords
from flows.conversation.written import Written, as_written, fits_a_field
from flows.words import Words


def edit_modal(own: OwnWords, answer: OwnAnswer, words: Words, mine: Written | None = None) -> View:
    """The field of an answer. With `mine`, the answer was changed meanwhile: both are shown, and mine is in the field.

    An answer too long for a field is not there to be changed here; the window says where it can be.
    """
    if mine is None and not fits_a_field(answer.step, answer.value):
        return _too_long(own, words)
    ask = filled(answer.ask, own.day, words)
    written = as_written(answer.step, answer.value) if mine is None else mine
    needed = replace(answer.step, required=True)
    meanwhile: list[Block] = []
    if mine is not None:
        meanwhile = [plain(words("edit.changed")), strong(words("edit.now")), *shown_value(answer, words)]
    return View(
        type="modal",
        callback_id=ids.EDIT_MODAL,
        private_metadata=ids.Pointer(own.conversation, answer.version, answer.step.id).packed(),
        title=words("edit.title"),
        submit=words("edit.save"),
        close=words("edit.close"),
        blocks=[*meanwhile, field(needed, ask, answer.step.hint, written, words), aside(words("edit.replaces"))],
    )


def problem_text(problem: Problem, step: Step, words: Words) -> str:
    """What is wrong with a field, under it."""
    if problem is Problem.EMPTY:
        return words("edit.empty")
    return words(f"question.problem.{problem}", count=step.max_length, low=step.low or 0, high=step.high or 0)


def _too_long(own: OwnWords, words: Words) -> View:
    return View(
        type="modal",
        callback_id=ids.EDIT_MODAL,
        private_metadata=ids.Pointer(own.conversation).packed(),
        title=words("edit.title"),
        close=words("edit.close"),
        blocks=[plain(words("edit.too_long"))],
    )
