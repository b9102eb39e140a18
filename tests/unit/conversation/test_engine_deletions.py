"""What hiding, putting back and deleting an answer do: nobody is asked again, and what was not deleted stays."""

import pytest

from flows.conversation.checks import Problem
from flows.conversation.engine import Act, Reply, shown
from flows.conversation.script import Value
from flows.conversation.state import Entry, Outcome, Source, Status
from tests.unit.conversation.scripts import Talk, script_of, step

IN_A_MESSAGE = Source("D1", "1.5")


def test_a_hidden_answer_is_as_it_was_once_it_is_back(talk: Talk) -> None:
    talk.answers("Well")
    before = talk.now

    assert talk.does_to("went", Act.HIDE) is None
    assert talk.now.entries["went"].hidden
    assert (talk.now.at, talk.now.turn, talk.path) == ("energy", 2, ["went", "energy"])
    assert talk.does_to("went", Act.PUT_BACK) is None
    assert talk.now == before


def test_a_deleted_answer_leaves_nothing_and_is_not_asked_for_again(talk: Talk) -> None:
    talk.answers("Well")

    talk.does_to("went", Act.DELETE)
    assert talk.now.entries["went"] == Entry("went", Outcome.DELETED)
    assert talk.now.at == "energy"


def test_a_deletion_leads_nowhere_else(talk: Talk) -> None:
    for said in ("Badly", 1, "Meetings"):
        talk.answers(said)
    before = talk.path

    talk.does_to("energy", Act.DELETE)
    assert talk.now.entries["energy"] == Entry("energy", Outcome.DELETED, led="drain")
    assert talk.path == before
    assert talk.set_aside == set()
    assert (talk.now.at, talk.now.turn, talk.now.status) == ("support", 4, Status.OPEN)


def test_a_deletion_asks_nothing_more_of_what_was_done() -> None:
    talk = Talk(script_of(step("why", branches=[{"shorter_than": 10, "next": "end"}]), step("more")))
    talk.answers("No idea")
    assert talk.now.status is Status.DONE

    talk.does_to("why", Act.DELETE)
    assert (talk.now.at, talk.now.status) == (None, Status.DONE)


def test_what_is_answered_anew_leads_where_it_says(talk: Talk) -> None:
    for said in ("Badly", 1, "Meetings"):
        talk.answers(said)
    talk.does_to("energy", Act.DELETE)

    talk.edits("energy", 4)
    assert talk.path == ["went", "energy", "next"]


@pytest.mark.parametrize("act", [Act.HIDE, Act.PUT_BACK, Act.DELETE])
@pytest.mark.parametrize("step", ["went", "energy", "next"])
def test_there_must_be_an_answer(talk: Talk, act: Act, step: str) -> None:
    talk.does(Act.SKIP)

    assert talk.does_to(step, act) is Problem.STALE


@pytest.mark.parametrize("done", [Act.HIDE, Act.DELETE])
def test_twice_is_once(talk: Talk, done: Act) -> None:
    talk.answers("Well")
    talk.does_to("went", done)

    assert talk.does_to("went", done) is Problem.STALE


def test_a_new_answer_is_not_hidden(talk: Talk) -> None:
    talk.answers("Well")
    talk.does_to("went", Act.HIDE)

    talk.edits("went", "Quite well")
    assert talk.now.entries["went"] == Entry("went", Outcome.ANSWERED, Value("Quite well"))


def test_a_changed_answer_still_follows_its_message(talk: Talk) -> None:
    talk.replies(Reply(Act.ANSWER, "went", 1, Value("Well"), IN_A_MESSAGE))
    talk.edits("went", "Quite well")
    assert talk.now.entries["went"].source == IN_A_MESSAGE


@pytest.mark.parametrize("act", [Act.HIDE, Act.PUT_BACK, Act.DELETE])
def test_what_happens_to_a_message_leaves_the_answer_in_another_alone(talk: Talk, act: Act) -> None:
    talk.replies(Reply(Act.ANSWER, "went", 1, Value("Well"), IN_A_MESSAGE))
    if act is Act.PUT_BACK:
        talk.does_to("went", Act.HIDE)

    assert talk.replies(Reply(act, "went", source=Source("D1", "1.4"))) is Problem.STALE
    assert talk.replies(Reply(act, "went", source=Source("D1", "1.5", edit="2.0"))) is None


def test_what_was_pressed_is_in_no_message_that_could_be_deleted(talk: Talk) -> None:
    talk.answers("Well")

    assert talk.replies(Reply(Act.HIDE, "went", source=IN_A_MESSAGE)) is Problem.STALE


def test_a_late_change_of_a_deleted_message_stays_hidden(talk: Talk) -> None:
    talk.replies(Reply(Act.ANSWER, "went", 1, Value("Well"), IN_A_MESSAGE))
    talk.does_to("went", Act.HIDE)

    changed = Source("D1", "1.5", edit="1.9")
    talk.replies(Reply(Act.EDIT, "went", value=Value("Quite well"), source=changed))
    assert talk.now.entries["went"] == Entry("went", Outcome.ANSWERED, Value("Quite well"), source=changed, hidden=True)
    assert shown(talk.script, talk.now) == ()


def test_deleting_leaves_the_question_one_came_back_to(talk: Talk) -> None:
    talk.answers("Well")
    talk.does(Act.BACK)

    talk.does_to("went", Act.DELETE)
    assert (talk.now.at, talk.now.turn, talk.now.status) == ("went", 3, Status.OPEN)
    talk.answers("Quite well")
    assert talk.now.entries["went"].outcome is Outcome.ANSWERED


def test_what_is_longer_than_a_form_must_have_been_typed(talk: Talk) -> None:
    long = Value("x" * 3001)

    assert talk.replies(Reply(Act.ANSWER, "went", 1, long)) is Problem.TOO_LONG
    assert talk.replies(Reply(Act.ANSWER, "went", 1, long, IN_A_MESSAGE)) is None
    assert talk.replies(Reply(Act.EDIT, "went", value=long)) is Problem.TOO_LONG


def test_an_answer_given_anew_follows_the_new_message(talk: Talk) -> None:
    talk.replies(Reply(Act.ANSWER, "went", 1, Value("Well"), IN_A_MESSAGE))
    talk.does(Act.BACK)
    talk.answers("Quite well")
    assert talk.now.entries["went"].source is None


@pytest.mark.parametrize(
    ("entry", "bare"),
    [
        (Entry("energy", Outcome.ANSWERED, Value(number=4)), Value(number=4)),
        (Entry("energy", Outcome.ANSWERED, Value("4 - rough", number=4)), None),
        (Entry("energy", Outcome.ANSWERED, Value(number=4), hidden=True), None),
    ],
)
def test_a_message_shows_neither_words_nor_what_is_hidden(entry: Entry, bare: Value | None) -> None:
    assert entry.bare == bare
