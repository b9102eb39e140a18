"""Whatever somebody typed is found again in the file, and means nothing there: a reader of Markdown says so."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.journal.markdown import aside, heading, plain, quoted, strong, unquoted
from flows.text import clean
from tests.scenario.hostile import AS_TYPED, CLEANED

_PLAIN_PARTS = {"text", "text_special", "softbreak", "hardbreak"}
_HARMFUL = st.sampled_from("#>-+*=_`~|[]()!<&:.1$ \t\n\\ab;\u2028\x85")
TEXTS = st.text(alphabet=st.one_of(_HARMFUL, st.characters()), max_size=80)


def read(written: str) -> list[tuple[str, str]]:
    """What a reader sees: the kind of each piece, and its text, in which nothing may be marked up."""
    pieces = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(written):
        parts = token.children or []
        assert {part.type for part in parts} <= _PLAIN_PARTS, written
        text = "".join("\n" if part.type.endswith("break") else part.content for part in parts)
        pieces.append((token.type, text))
    return pieces


def as_shown(text: str) -> str:
    """As every reader shows it: what ends a line is not seen, nor how many empty lines follow each other."""
    return re.sub("\n{2,}", "\n\n", "\n".join(line.rstrip(" \t") for line in text.split("\n")))


@given(TEXTS)
def test_every_text_is_found_again(text: str) -> None:
    assert unquoted(quoted(text)) == text


@given(TEXTS.map(clean).filter(bool))
def test_a_text_is_one_quotation_of_plain_paragraphs(text: str) -> None:
    (first, _), *within, (last, _) = read(quoted(text))
    assert (first, last) == ("blockquote_open", "blockquote_close")
    assert {kind for kind, _ in within} == {"paragraph_open", "inline", "paragraph_close"}
    assert as_shown("\n\n".join(said for kind, said in within if kind == "inline")) == as_shown(text)


@given(TEXTS.map(clean).filter(str.split))
def test_a_title_is_one_heading_and_no_more(text: str) -> None:
    assert read(heading(2, text)) == [("heading_open", ""), ("inline", " ".join(text.split())), ("heading_close", "")]


@given(TEXTS.map(clean).filter(str.split))
def test_a_sentence_is_one_paragraph(text: str) -> None:
    assert read(plain(text)) == [("paragraph_open", ""), ("inline", " ".join(text.split())), ("paragraph_close", "")]


@given(TEXTS)
def test_no_line_begins_anything_but_a_quotation(text: str) -> None:
    assert all(line.startswith(">") for line in quoted(text).splitlines())


@pytest.mark.parametrize("text", [*AS_TYPED.values(), *(after for _, after in CLEANED.values())])
def test_what_would_do_harm_is_shown_as_it_was_typed(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert as_shown("\n\n".join(said for kind, said in read(quoted(text)) if kind == "inline")) == as_shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "We're done – 100% (almost), at 10:30. Tom & Ben said so!",
        "https://example.org/a_b?c=1&2#d",
        "3.5 hours; 1.000 €; 2)is no list",
        "snake_case stays, 'quotes' and \"quotes\" too",
    ],
)
def test_what_means_nothing_is_left_as_it_is(text: str) -> None:
    assert quoted(text) == f"> {text}"


def test_lines_stay_lines_and_empty_ones_stay_empty() -> None:
    assert quoted("one\n\n two\n# three") == "> one  \n>\n> &#32;two  \n> \\# three"


def test_ours_stands_out() -> None:
    assert (strong("A * B"), aside("kept aside"), heading(2, "C #")) == ("**A \\* B**", "*kept aside*", "## C \\#")
