"""What a typed text becomes."""

import pytest

from sandbox.composing import compose, escape
from sandbox.records import Person

PEOPLE = [
    Person("U1", "ana", "Ana", "Ana Ruiz"),
    Person("U2", "ana.b", "Ana B", "Ana Berg"),
]
TYPED = {
    "a < b && c > d": "a &lt; b &amp;&amp; c &gt; d",
    "<!channel>": "&lt;!channel&gt;",
    "<@U1>": "&lt;@U1&gt;",
    "thanks @Ana!": "thanks <@U1>!",
    "thanks @Ana Ruiz": "thanks <@U1>",
    "thanks @Ana Berg": "thanks <@U2>",
    "@Anabel is not here": "@Anabel is not here",
    "mail me @ noon": "mail me @ noon",
    "see https://a.b/c?d=1&e=2.": "see <https://a.b/c?d=1&amp;e=2>.",
    "(http://a.b)": "(<http://a.b>)",
    "two\nlines": "two\nlines",
}


@pytest.mark.parametrize("typed", TYPED)
def test_a_typed_text_is_stored_in_slacks_markup(typed: str) -> None:
    assert compose(typed, PEOPLE, "b").text == TYPED[typed]


def test_the_block_holds_the_words_as_typed() -> None:
    (block,) = compose("Hi @Ana, <see> https://a.b", PEOPLE, "b1").blocks

    assert block == {
        "type": "rich_text",
        "block_id": "b1",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Hi "},
                    {"type": "user", "user_id": "U1"},
                    {"type": "text", "text": ", <see> "},
                    {"type": "link", "url": "https://a.b"},
                ],
            }
        ],
    }


def test_nothing_typed_is_nothing_drawn() -> None:
    assert compose("", PEOPLE, "b").blocks == ()


def test_an_ampersand_is_escaped_once() -> None:
    assert escape("&lt;") == "&amp;lt;"
