"""A text is found when all words of a search occur in it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.journal.when import matches, read_search
from tests.unit.journal.searches import ENGLISH

TODAY = date(2026, 11, 22)


def found(looked_for: str, text: str) -> bool:
    return matches(read_search(looked_for, TODAY, ENGLISH), text)


@pytest.mark.parametrize(
    ("looked_for", "text"),
    [
        ("", ""), ("", "anything"), ("feedback", "Feedback helped."), ("FEEDBACK team", "My team gave me feedback"),
        ("gespräch", "Ein Mitarbeitergespräch"), ("cafe", "In the Café"), ("café", "In the cafe\u0301"),
        ("schon", "schön"), ("schön", "Scho\u0308n war es"), ("strasse", "Straße"), ("straße", "STRASSE"),
        ("STRAẞE", "strasse"), ("don't", "I don’t know"), ("don’t", "I don't know"), ("ﬁrst", "first"),
        ('"one to one"', "My one\nto  One went well"), ('"art"', "State of the art."), ('"café"', "Café!"),
        ('"art"', "Starting art"), ("👍", "Good 👍"), ("last month", "no matter what stands here"), ("가", "가족"),
        ('"\u00b4"', "An accent \u00b4 by itself"),
    ],
)  # fmt: skip
def test_a_text_is_found(looked_for: str, text: str) -> None:
    assert found(looked_for, text)


@pytest.mark.parametrize(
    ("looked_for", "text"),
    [
        ("feedback", ""), ("feedback team", "Only feedback"), ("schön", "schon"), ("bär", "Baer"), ("bär", "Bar"),
        ("café", "cafe"), ('"one to one"', "one on one"), ('"one to one"', "someone to one"), ('"art"', "start"),
        ('"art"', "artful"), ('"art"', "start artful"), ('"to one"', "to ones"),
    ],
)  # fmt: skip
def test_a_text_is_not_found(looked_for: str, text: str) -> None:
    assert not found(looked_for, text)


@given(st.text(), st.text(), st.text(), st.booleans())
def test_nothing_that_is_typed_breaks_it_and_what_stands_there_is_found(
    before: str, text: str, after: str, quoted: bool
) -> None:
    search = read_search(f'"{text}"' if quoted else text, TODAY, ENGLISH)
    assert matches(search, f"{before} {' '.join(search.words)} {after}")
