"""A message as its author typed it, to be changed."""

import pytest

from sandbox.clock import ManualClock
from sandbox.composing import compose
from sandbox.page.own_words import as_typed
from sandbox.seed import northwind

PEOPLE = {"U1": "Ana Ruiz"}


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("1 &lt; 2 &amp; 3 &gt; 2", "1 < 2 & 3 > 2"),
        ("&amp;lt;", "&lt;"),
        ("<@U1> and <@U9>", "@Ana Ruiz and @U9"),
        ("<https://x.y/?a=1&amp;b=2>", "https://x.y/?a=1&b=2"),
        ("<https://x.y|words>", "words"),
        ("<#C1|general>", "general"),
    ],
)
def test_marks_become_words_again(kept: str, typed: str) -> None:
    assert as_typed(kept, PEOPLE) == typed


@pytest.mark.parametrize("typed", ["a < b & c", "@Ben Okafor, look: https://x.y/z.", "&lt; <b>\n@nobody", "*bold*"])
def test_what_was_typed_comes_back_as_it_was(typed: str) -> None:
    workspace = northwind(ManualClock())
    kept = compose(typed, workspace.people.values(), "b").text
    names = {person.id: person.real_name for person in workspace.people.values()}
    assert as_typed(kept, names) == typed
