"""How a conversation moves: one story after another, told by what the person does."""

import pytest

from flows.conversation.checks import Problem
from flows.conversation.engine import ON_ENTRIES, Act, Reply
from flows.conversation.script import Script, Value
from flows.conversation.state import Entry, Outcome, Status
from tests.unit.conversation.scripts import Talk, fresh, script_of, step

YES = Value(choices=("yes",))


def test_a_conversation_opens_with_its_first_question(talk: Talk) -> None:
    assert (talk.now.at, talk.now.turn, talk.now.status) == ("went", 1, Status.OPEN)
    assert talk.path == ["went"]


def test_answers_lead_from_question_to_question_to_the_end(talk: Talk) -> None:
    asked = [talk.now.at]
    for said in ("Well", 4, "A rest"):
        assert talk.answers(said) is None
        asked.append(talk.now.at)

    assert asked == ["went", "energy", "next", None]
    assert (talk.now.status, talk.now.turn) == (Status.DONE, 3)
    assert talk.now.entries["went"] == Entry("went", Outcome.ANSWERED, Value(text="Well"))


def test_the_wording_that_was_asked_is_kept_with_the_answer(script: Script) -> None:
    talk = Talk(script, wordings={"went": 1})

    talk.answers("We shipped")
    talk.does(Act.SKIP)

    assert [entry.wording for entry in talk.now.entries.values()] == [1, 0]


def test_a_low_answer_is_asked_about(talk: Talk) -> None:
    talk.answers("Badly")
    talk.answers(2)

    assert talk.now.at == "drain"
    assert talk.path == ["went", "energy", "drain"]


def test_a_wrong_answer_asks_the_same_again_and_says_why(talk: Talk) -> None:
    talk.answers("Well")

    assert talk.answers(6) is Problem.NOT_ON_SCALE
    assert (talk.now.at, talk.now.turn) == ("energy", 2)
    assert talk.answers(5) is None


@pytest.mark.parametrize("act", sorted(set(Act) - ON_ENTRIES))
@pytest.mark.parametrize(
    ("step_id", "turn"), [("went", 1), ("went", 2), ("energy", 1), ("energy", 3), ("energy", None)]
)
def test_a_reply_to_any_other_question_changes_nothing(talk: Talk, act: Act, step_id: str, turn: int | None) -> None:
    talk.answers("Well")

    assert talk.replies(Reply(act, step_id, turn, Value(text="Well", number=3))) is Problem.STALE


@pytest.mark.parametrize("act", sorted(set(Act) - ON_ENTRIES))
@pytest.mark.parametrize("ended_by", [Act.STOP, Act.ANSWER])
def test_after_the_end_only_edits_count(act: Act, ended_by: Act) -> None:
    talk = Talk(script_of(step("only")))
    last = Reply(act, "only", 1, Value(text="More"))
    talk.does(ended_by, "All good")

    assert talk.replies(last) is Problem.OVER


def test_a_skipped_question_is_passed_without_its_branches(talk: Talk) -> None:
    talk.answers("Well")

    assert talk.does(Act.SKIP) is None
    assert talk.now.entries["energy"] == Entry("energy", Outcome.SKIPPED)
    assert talk.now.at == "next"


def test_a_required_question_cannot_be_skipped_until_it_was_answered_once() -> None:
    talk = Talk(script_of(step("agreed", "yes_no", required=True), step("more")))
    assert talk.does(Act.SKIP) is Problem.REQUIRED
    talk.answers(YES)
    talk.does(Act.BACK)

    assert talk.does(Act.SKIP) is None
    assert talk.now.entries["agreed"].value == YES
    assert talk.now.at == "more"


def test_going_back_asks_the_question_before_and_then_goes_on_where_one_was(talk: Talk) -> None:
    talk.answers("Well")
    talk.answers(4)

    talk.does(Act.BACK)
    assert (talk.now.at, talk.now.turn) == ("energy", 4)
    talk.does(Act.BACK)
    assert (talk.now.at, talk.now.turn) == ("went", 5)
    assert talk.does(Act.BACK) is Problem.NOTHING_BEFORE
    talk.answers("Very well")
    assert talk.now.at == "next"


def test_skipping_a_question_one_came_back_to_leaves_its_answer(talk: Talk) -> None:
    talk.answers("Well")
    talk.does(Act.BACK)

    talk.does(Act.SKIP)

    assert talk.now.entries["went"].value.text == "Well"
    assert talk.now.at == "energy"


def test_going_back_passes_over_what_takes_no_answer() -> None:
    talk = Talk(script_of(step("before"), step("pause", "say"), step("after")))
    talk.answers("One")
    talk.answers()
    assert talk.now.entries["pause"] == Entry("pause", Outcome.SEEN)

    talk.does(Act.BACK)

    assert talk.now.at == "before"


def test_there_is_nothing_before_the_first_question_even_after_a_text() -> None:
    talk = Talk(script_of(step("welcome", "say"), step("first")))
    talk.answers()

    assert talk.does(Act.BACK) is Problem.NOTHING_BEFORE


def test_words_typed_at_a_text_to_read_are_refused_not_dropped() -> None:
    talk = Talk(script_of(step("pause", "say"), step("after")))

    assert talk.answers("One more thing") is Problem.NOTHING_TO_ANSWER
    assert talk.now.at == "pause"


def test_what_is_put_aside_waits_and_an_answer_takes_it_up_again(talk: Talk) -> None:
    talk.does(Act.LATER)
    assert (talk.now.status, talk.now.at, talk.now.turn) == (Status.LATER, "went", 1)

    talk.answers("Well")

    assert (talk.now.status, talk.now.at) == (Status.OPEN, "energy")


def test_going_back_takes_up_what_was_put_aside(talk: Talk) -> None:
    talk.answers("Well")
    talk.does(Act.LATER)

    talk.does(Act.BACK)

    assert (talk.now.status, talk.now.at) == (Status.OPEN, "went")


def test_stopping_ends_it_and_keeps_what_was_said(talk: Talk) -> None:
    talk.answers("Well")
    talk.does(Act.STOP)

    assert (talk.now.status, talk.now.at) == (Status.STOPPED, None)
    assert talk.now.entries["went"].value.text == "Well"


@pytest.mark.parametrize(
    ("recalls", "asked"), [({}, "else"), ({"earlier": "C0"}, "earlier")], ids=["nothing to recall", "something"]
)
def test_earlier_words_are_shown_only_when_there_are_some(recalls: dict[str, str], asked: str) -> None:
    script = script_of(step("earlier", "recall", if_none="else"), step("changed"), step("else"))

    assert Talk(script, recalls=recalls).now.at == asked


def test_a_conversation_with_nothing_to_show_or_ask_is_done() -> None:
    script = script_of(step("earlier", "recall", if_none="end"), step("changed"))

    conversation = fresh(script)

    assert (conversation.at, conversation.status) == (None, Status.DONE)


@pytest.mark.parametrize(("short", "asked"), [(False, ["a", "b", "c", "d"]), (True, ["b", "d"])])
def test_the_short_version_asks_only_what_is_marked(short: bool, asked: list[str]) -> None:
    marked = (step("a"), step("b", short=True), step("c"), step("d", short=True))
    talk = Talk(script_of(*marked, minutes=6, short_minutes=2), short=short)

    for _ in asked:
        talk.answers("Fine")

    assert list(talk.now.entries) == asked
    assert talk.now.status is Status.DONE


def test_the_short_version_still_shows_no_memory_that_is_not_there() -> None:
    marked = (step("earlier", "recall", short=True, if_none="b"), step("a", short=True), step("b", short=True))
    script = script_of(*marked, short_minutes=2)

    assert Talk(script, short=True).now.at == "b"
    assert Talk(script, short=True, recalls={"earlier": "C0"}).now.at == "earlier"
