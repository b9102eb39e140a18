"""The window in which a person reads their own words: whole, in order, quoted and never parsed."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.own_words import own_words_modal
from flows.conversation.definition_checks import MOST_QUESTIONS
from flows.conversation.script import Kind, Value
from flows.conversation.sights import OwnAnswer, OwnWords
from flows.text import pieces
from flows.words import Words
from sandbox.checks.views import check_view
from tests.unit.conversation.scripts import step_of
from tests.unit.every_view import DAY, ENGLISH, stretched_words, visible

LETTERS = ["x", "\u00e9", "&", "\U0001f331"]


def window(*answers: OwnAnswer, title: str = "A talk", words: Words = ENGLISH) -> dict[str, Any]:
    view: dict[str, Any] = own_words_modal(OwnWords(title, DAY, DAY, answers), words).to_dict()
    check_view(view, "modal")
    return view


def quoted(view: Mapping[str, Any]) -> list[str]:
    """The person's own words in a window, without what keeps their direction to themselves."""
    found = []
    for block in view["blocks"]:
        for part in block.get("elements", []) if block["type"] == "rich_text" else []:
            if part["type"] == "rich_text_quote":
                assert [each["type"] for each in part["elements"]] == ["text"]
                text = part["elements"][0]["text"]
                assert text[0] + text[-1] == "\u2068\u2069"
                found.append(text[1:-1])
    return found


@pytest.mark.parametrize("letter", [*LETTERS, "<", "e\u0301", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\n"])
def test_long_answers_are_shown_whole_and_nothing_is_torn(letter: str) -> None:
    for length in (1, 2899, 2900, 2901, 3000):
        text = (letter * length)[:length]
        shown = quoted(window(OwnAnswer("What happened?", step_of(Kind.TEXT), Value(text=text))))
        assert "".join(shown) == text
        assert all(len(piece) <= 2900 for piece in shown)
        assert all(not unicodedata.category(piece[0]).startswith("M") and piece[0] != "\u200d" for piece in shown)


@given(st.text(max_size=60), st.integers(1, 20))
def test_pieces_of_a_text_make_it_up_and_fit(text: str, limit: int) -> None:
    parts = list(pieces(text, limit))
    assert "".join(parts) == text
    assert all(1 <= len(part) <= limit for part in parts)


@pytest.mark.parametrize("letter", LETTERS)
def test_the_longest_conversation_fits_one_window(letter: str) -> None:
    widest_step = replace(step_of(Kind.TEXT), asks=(letter * 600,))
    answers = [OwnAnswer(letter * 600, widest_step, Value(text=letter * 3000))] * MOST_QUESTIONS
    view = window(*answers, title=letter * 60, words=stretched_words())
    assert "".join(quoted(view)) == letter * 3000 * MOST_QUESTIONS


@pytest.mark.parametrize("letter", LETTERS)
def test_what_one_window_cannot_hold_is_shown_page_by_page(letter: str) -> None:
    steps = [replace(step_of(Kind.TEXT), id=f"step-{number}") for number in range(MOST_QUESTIONS)]
    answers = [OwnAnswer("What happened?", each, Value(text=letter * 40_000)) for each in steps]
    own = OwnWords("A talk", DAY, DAY, answers, "C1")
    pages = [own_words_modal(own, ENGLISH, page).to_dict() for page in range(30)]
    many = len({page["blocks"][-2]["elements"][0]["text"] for page in pages})
    for place, page in enumerate(pages[:many]):
        check_view(page, "modal")
        assert f"Page {place + 1} of {many}" in list(visible(page["blocks"]))
        ways = [element["value"] for element in page["blocks"][-1]["elements"]]
        assert ways == [f"C1.{other}." for other in (place - 1, place + 1) if 0 <= other < many]
    assert "".join(piece for page in pages[:many] for piece in quoted(page)) == letter * 40_000 * MOST_QUESTIONS
    assert pages[many:] == [pages[many - 1]] * (30 - many), "what became fewer pages meanwhile ends with the last"


def test_every_kind_of_answer_can_be_seen_again() -> None:
    scale, choices, date_step, yes_no = (step_of(kind) for kind in (Kind.SCALE, Kind.CHOICES, Kind.DATE, Kind.YES_NO))
    people = step_of(Kind.PEOPLE)
    view = window(
        OwnAnswer("How was {week.start}?", scale, Value(number=4, text="4 - rough")),
        OwnAnswer("Why?", choices, Value(choices=("time", "help"))),
        OwnAnswer("When?", date_step, Value(day=DAY)),
        OwnAnswer("Well?", yes_no, Value(choices=("no",), text="no, not yet")),
        OwnAnswer("Who?", people, Value(choices=("U1", "W2", "not <!here> an id"))),
        OwnAnswer("How many?", step_of(Kind.NUMBER), Value(number=0)),
    )
    shown = list(visible(view["blocks"]))
    for expected in (
        "How was Wednesday 30 September?", "4", "Too little time, Too little help", "Wednesday, 30 September 2026",
        "No", "<@U1>, <@W2>", "0",
    ):  # fmt: skip
        assert expected in shown
    assert quoted(view) == ["4 - rough", "no, not yet"]


def test_a_window_without_words_says_so() -> None:
    assert "Nothing is kept of this conversation." in list(visible(window()["blocks"]))
