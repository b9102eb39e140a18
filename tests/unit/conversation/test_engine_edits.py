"""What changing an earlier answer does: nothing is lost, and only what is no longer reached is set aside."""

import pytest

from flows.conversation.checks import Problem
from flows.conversation.engine import Act
from flows.conversation.script import Value
from flows.conversation.state import Entry, Outcome, Status
from tests.unit.conversation.scripts import Talk, script_of, step

YES = Value(choices=("yes",))


def test_an_edit_elsewhere_leaves_aside_what_was_put_aside(talk: Talk) -> None:
    talk.answers("Well")
    talk.does(Act.LATER)

    talk.edits("went", "Quite well")

    assert (talk.now.status, talk.now.at, talk.now.turn) == (Status.LATER, "energy", 2)


def test_an_edit_after_stopping_does_not_begin_again(talk: Talk) -> None:
    talk.answers("Well")
    talk.does(Act.STOP)

    assert talk.edits("went", "Quite well") is None
    assert (talk.now.status, talk.now.at, talk.now.turn) == (Status.STOPPED, None, 2)
    assert talk.now.entries["went"].value.text == "Quite well"


def test_an_edit_that_changes_no_way_leaves_the_open_question(talk: Talk) -> None:
    talk.answers("Well")
    talk.answers(4)

    assert talk.edits("energy", 3) is None
    assert (talk.now.at, talk.now.turn) == ("next", 3)


def test_an_edit_that_leads_elsewhere_asks_there_keeps_what_fits_and_loses_nothing(talk: Talk) -> None:
    for said in ("Badly", 1, "Meetings", YES):
        talk.answers(said)

    talk.edits("energy", 4)
    assert talk.path == ["went", "energy", "next"]
    assert talk.set_aside == {"drain", "support"}
    assert talk.now.at == "next"
    talk.edits("energy", 2)
    assert talk.path == ["went", "energy", "drain", "support", "next"]
    assert talk.now.entries["drain"].value.text == "Meetings"


def test_an_edit_reopens_a_finished_conversation_where_it_leads_to_new_questions(talk: Talk) -> None:
    for said in ("Well", 4, "A rest"):
        talk.answers(said)

    talk.edits("energy", 2)
    assert (talk.now.status, talk.now.at, talk.now.turn) == (Status.OPEN, "drain", 4)
    talk.edits("energy", 3)
    assert (talk.now.status, talk.now.at, talk.now.turn) == (Status.DONE, None, 4)


def test_an_edit_that_takes_the_open_question_away_asks_the_next_one(talk: Talk) -> None:
    talk.answers("Badly")
    talk.answers(1)

    talk.edits("energy", 4)

    assert (talk.now.at, talk.now.turn) == ("next", 4)


def test_editing_the_question_one_came_back_to_goes_on(talk: Talk) -> None:
    talk.answers("Well")
    talk.does(Act.BACK)

    talk.edits("went", "Quite well")

    assert (talk.now.at, talk.now.turn) == ("energy", 4)


def test_an_edit_elsewhere_leaves_the_question_one_came_back_to(talk: Talk) -> None:
    talk.answers("Well")
    talk.answers(4)
    talk.does(Act.BACK)

    talk.edits("went", "Quite well")

    assert (talk.now.at, talk.now.turn) == ("energy", 4)


def test_what_was_skipped_may_be_answered_by_an_edit(talk: Talk) -> None:
    talk.does(Act.SKIP)

    talk.edits("went", "Well after all")

    assert talk.now.entries["went"] == Entry("went", Outcome.ANSWERED, Value(text="Well after all"))


@pytest.mark.parametrize(
    ("step_id", "said", "problem"),
    [
        ("energy", "Fine", Problem.STALE),  # not answered yet: there is nothing to edit
        ("nowhere", "Fine", Problem.STALE),
        ("welcome", "Fine", Problem.STALE),
        ("went", "  ", Problem.EMPTY),
        ("went", None, Problem.EMPTY),
    ],
)
def test_an_edit_that_cannot_be_changes_nothing(step_id: str, said: str | None, problem: Problem) -> None:
    talk = Talk(script_of(step("welcome", "say"), step("went"), step("energy", "scale")))
    talk.answers()
    talk.answers("Well")

    assert talk.edits(step_id, said) is problem
