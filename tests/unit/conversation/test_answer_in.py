"""Which of chat and form holds for a conversation: every combination of what may be chosen."""

from itertools import product

import pytest

from flows.conversation.answer_in import Choices
from flows.people import AnswerIn

CHAT, FORM = AnswerIn.CHAT, AnswerIn.FORM
EVERY = [
    Choices(script, workspace, conversation, person)
    for script, workspace, conversation, person in product(
        (None, FORM), (CHAT, FORM), (None, CHAT, FORM), (None, CHAT, FORM)
    )
]


def first_say(choices: Choices) -> AnswerIn:
    """The rule as a list: the first that says something counts."""
    required = FORM if FORM in {choices.script, choices.workspace} else None
    return next(each for each in (required, choices.conversation, choices.person, CHAT) if each)


@pytest.mark.parametrize("choices", EVERY, ids=str)
def test_whoever_has_the_stronger_say_comes_first(choices: Choices) -> None:
    assert choices.held is first_say(choices)
    assert choices.in_form is (choices.held is FORM)
    assert choices.form_required is (choices.script is FORM or choices.workspace is FORM)


def test_all_combinations_are_tried_and_both_ways_are_met() -> None:
    assert len(set(EVERY)) == 2 * 2 * 3 * 3
    assert {each.held for each in EVERY} == set(AnswerIn)


def test_nobody_says_anything_and_it_is_chat() -> None:
    assert Choices().held is CHAT
