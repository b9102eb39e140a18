"""What people type is made safe, and otherwise left alone."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows import text
from flows.text import clean, from_slack, is_blank, one_line

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too
AWKWARD = st.text(
    st.sampled_from(
        "a 1#\u5b57\u20e3\u0301\u0302\u094d\u0915\u0628\u200b\u200c\u200d\u200e\u2028\u202e\u2066"
        "\ufe00\ufe0e\ufe0f\ufeff\n\t\r\x00\x85"
        "\ud800\udc00\U0001f468\U0001f3fd\U0001f3f4\U000e0067\U000e0062\U000e007f\U000e0100\U000e0001<>|&;"
    )
)
TYPED = ANY_TEXT | AWKWARD

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
HEART_ON_FIRE = "\u2764\ufe0f\u200d\U0001f525"
CODER = "\U0001f469\U0001f3fd\u200d\U0001f4bb"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07c\x7fd\x85e", "abcde"),
        ("one\r\ntwo\tthree\nfour", "one\ntwo\tthree\nfour"),
        ("old\rmac", "oldmac"),
        ("\r\r\n", ""),
        ("half \ud83d of an emoji", "half \ufffd of an emoji"),
        ("safe\u202egpj.exe\u202c", "safegpj.exe"),
        ("\u2066left\u2069 \u2067right\u2069", "left right"),
        ("z\u200be\u2060r\ufeffo\xad", "zero"),
        ("tags\U000e0041\U000e0042 hide words", "tags hide words"),
        ("pass\u200d\u200d\u200dword", "password"),
        ("a\ufe0f\ufe0f", "a"),
        ("  \n outer space \t\n", "outer space"),
        ("e" + "\u0301" * 9 + "!", "e" + "\u0301" * 4 + "!"),
        ("e" + "\u0301\u200d" * 9, "e" + "\u0301" * 4),
    ],
)
def test_what_must_not_stay_goes(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        FAMILY,
        HEART_ON_FIRE,
        CODER,
        SCOTLAND,
        "1\ufe0f\u20e3",
        "\u2603\ufe0e",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian "I want", with its non-joiner
        "\u0915\u094d\u200d\u0937",  # Hindi, a half form
        "\u09b0\u200d\u09cd\u09af",  # Bengali, a joiner before a mark
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # Sinhala "Sri"
        "\u845b\U000e0100\u98fe",  # a name in the form its bearer uses
        "\u05e9\u05dc\u05d5\u05dd!\u200f (ok)",  # Hebrew, with a mark that keeps the "!" in its place
        "na\xefve na\u00efve nai\u0308ve \ufb01n",  # no normalisation
        "Tr\u1ecb\u0323nh \U0001fae8",  # an emoji newer than Python's tables
        "<!channel> <@U1> *x* ``` :sob: =1+1",
    ],
)
def test_what_people_write_stays_as_it_is(typed: str) -> None:
    assert clean(typed) == typed


def test_runs_of_joiners_in_words_and_emoji_become_one() -> None:
    assert clean("\u0645\u06cc\u200c\u200c\u200c\u062e") == "\u0645\u06cc\u200c\u062e"
    assert clean("\U0001f468\u200d\u200d\ufe0f\U0001f469") == "\U0001f468\u200d\U0001f469"
    assert clean("\U0001f468\u200d") == "\U0001f468"


@pytest.mark.parametrize("after", ["", " \u062e", "a", "1", "\u060c"])
def test_a_joiner_with_nothing_to_join_goes(after: str) -> None:
    assert clean(f"\u06cc\u200c{after}") == f"\u06cc{after}"


def test_only_text_in_which_something_may_combine_is_looked_at_closely() -> None:
    marks = [each for each in map(chr, range(0x110000)) if unicodedata.category(each).startswith("M")]
    assert not [each for each in marks if not text._MAY_COMBINE.match(each)]


def test_length_is_nobodys_business_here() -> None:
    for full in ("x" * 3000, "&" * 3000, "\U0001f600" * 3000):
        assert clean(full) == full


@given(TYPED)
@example("\u0301\u200d" * 6)
@example("\U0001f3f4\U000e0067\u200d\U0001f468")
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(TYPED)
def test_cleaned_text_can_be_stored_anywhere(typed: str) -> None:
    kept = clean(typed)
    kept.encode("utf-8")
    assert not any(unicodedata.category(one) == "Cc" and one not in "\n\t" for one in kept)
    assert kept == kept.strip()


@given(TYPED)
def test_nothing_is_invented(typed: str) -> None:
    left = iter(re.sub("[\ud800-\udfff]", "\ufffd", typed.replace("\r\n", "\n")))
    assert all(any(one == source for source in left) for one in clean(typed))


@given(st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="\u2800")))
def test_letters_numbers_and_signs_are_never_touched(typed: str) -> None:
    assert clean(typed) == typed


@pytest.mark.parametrize(
    "typed", ["", "   ", "\n\t", "\u200b\u200d\ufeff", "\u200e\u200f", "\u3164", "\u2800\u115f", "\xa0", "\u034f\u0301"]
)
def test_nothing_to_see_is_blank(typed: str) -> None:
    assert is_blank(typed)


@pytest.mark.parametrize("typed", [".", " 0 ", "\U0001f600", "\U0001fae8", "\ue000", "\ud800", "\u5b57"])
def test_anything_to_see_is_not_blank(typed: str) -> None:
    assert not is_blank(typed)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada\nLovelace", "Ada Lovelace"),
        ("  Ada \u2028 \t L ", "Ada L"),
        ("", "a colleague"),
        ("\u3164\u200b", "a colleague"),
        ("\u202eadA", "adA"),
        ("*Ada* <!here>", "*Ada* <!here>"),
        ("\u05e2\u05d3\u05d4", "\u05e2\u05d3\u05d4"),
        ("x" * 80, "x" * 80),
        ("x" * 200, "x" * 79 + "…"),
        ("x" * 78 + "e\u0301" + "y" * 9, "x" * 78 + "…"),
        ("x" * 77 + FAMILY + "y" * 9, "x" * 77 + "…"),
        ("x" * 78 + "\U0001f469\U0001f3fd" + "y" * 9, "x" * 78 + "…"),
        ("x" * 78 + "  y" + "z" * 9, "x" * 78 + "…"),
        (FAMILY[:2] * 60, ("\U0001f468\u200d" * 40)[:79].removesuffix("\u200d") + "…"),  # one endless emoji
    ],
)
def test_a_display_name_fits_on_one_short_line(name: str, shown: str) -> None:
    assert one_line(name, 80, "a colleague") == shown


@given(TYPED, st.integers(min_value=1, max_value=90))
def test_a_line_is_one_line_and_within_its_limit(name: str, limit: int) -> None:
    line = one_line(name, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert line == clean(line)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("see <http://example.com|example.com> now", "see example.com now"),
        ("<http://example.com/|example.com>", "example.com"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<https://a.example/x|https://a.example/x>", "https://a.example/x"),
        ("<https://a.example|our plan>", "our plan (https://a.example)"),
        ("<https://evil.example|bank.example>", "bank.example (https://evil.example)"),
        ("<mailto:ada@example.com|ada@example.com>", "ada@example.com"),
        ("<mailto:ada@example.com>", "ada@example.com"),
        ("<tel:+44800|+44 800>", "+44 800"),
        ("<https://a.example|>", "https://a.example"),
        (
            "<!channel> <!here> <!subteam^S1> <@U1> <#C1|general>",
            "<!channel> <!here> <!subteam^S1> <@U1> <#C1|general>",
        ),
        ("&lt;!here&gt;", "<!here>"),
        ("&lt;https://a|b&gt;", "<https://a|b>"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;", "&amp;"),
        ("&amp;amp;lt;", "&amp;lt;"),
        ("AT&amp;T &nbsp; &copy;", "AT&T &nbsp; &copy;"),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 6", "5 < 6 && 7 > 6"),
        ("a\u200b\x00 \ud800 ", "a \ufffd"),
    ],
)
def test_a_slack_message_reads_as_it_was_typed(sent: str, typed: str) -> None:
    assert from_slack(sent) == typed


@given(TYPED)
def test_what_slack_escapes_comes_back_unchanged(typed: str) -> None:
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert from_slack(escaped) == clean(typed)


@given(TYPED)
def test_no_message_can_break_the_reading(sent: str) -> None:
    assert clean(from_slack(sent)) == from_slack(sent)
