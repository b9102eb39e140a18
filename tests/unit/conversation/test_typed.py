"""What people type is read kindly: one table for each kind of question."""

import tomllib
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.prompt_files import own_folder
from flows.conversation.checks import Problem, check
from flows.conversation.script import Kind, Step, Value
from flows.conversation.typed import Reading, read_typed, remark_alone
from flows.conversation.vocabulary import Control, Vocabulary, read_vocabulary, tidy
from tests.unit.conversation.scripts import script_of, step, step_of

SUNDAY = date(2026, 11, 22)
OPTIONS = ["Too little time", "Too little help", "Time and money", "Something else, really", "5"]


def vocabulary() -> Vocabulary:
    return read_vocabulary(tomllib.loads((own_folder() / "en/words/typed.toml").read_text(encoding="utf-8")))


ENGLISH = vocabulary()
READING = Reading(ENGLISH, SUNDAY)
SCALE = step_of(Kind.SCALE)
FROM_ZERO = script_of(step("q", "scale", low=0, high=9, labels={"0": "Low", "9": "High"})).first
NUMBER = step_of(Kind.NUMBER)


def asking(kind: str) -> Step:
    """A question with the five options o1 to o5."""
    options = [{"id": f"o{place}", "label": label} for place, label in enumerate(OPTIONS, start=1)]
    return script_of(step("q", kind, options=options)).first


CHOICE, CHOICES, YES_NO = asking("choice"), asking("choices"), step_of(Kind.YES_NO)
EVERY = [step_of(kind) for kind in Kind] + [FROM_ZERO, CHOICE, CHOICES]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("4", 4), ("four", 4), ("FOUR!", 4), ("  4 ", 4), ("4.", 4), ("4!!!", 4), ("\uff14", 4), ("\u0664", 4),
        ("4/5", 4), ("4 / 5", 4), ("4 out of 5", 4), ("four of five", 4), ("Five out of five!", 5),
        ("a 4", 4), ("about a 4", 4), ("I'd say 4", 4), ("I\u2019d say a four", 4), ("maybe 2", 2), ("It is a 3", 3),
    ],
)  # fmt: skip
def test_a_bare_number_on_a_scale(typed: str, number: int) -> None:
    assert read_typed(SCALE, typed, READING) == Value(number=number)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("4 – rough week", 4),
        ("4 - rough week", 4),
        ("4, rough week", 4),
        ("4: rough", 4),
        ("4 (rough)", 4),
        ("4 stars", 4),
        ("4\nrough week\nbut over", 4),
        ("4/5 because it ended well", 4),
        ("4 because I had 2 very long meetings", 4),
        ("It was a 3", 3),
        ("I feel like 3 today", 3),
        ("energy: two", 2),
        ("one of those weeks: 2", 2),
        ("four (rough)", 4),
        ("Four – rough", 4),
        ("4 four", 4),
        ("4\ufe0f\u20e3", 4),
    ],
)
def test_words_beside_a_number_stay_as_its_remark(typed: str, number: int) -> None:
    assert read_typed(SCALE, typed, READING) == Value(text=typed, number=number)


@pytest.mark.parametrize(
    "typed",
    [
        "", "a", "0", "6", "-4", "eleven", "4.5", "4,5", "4/10", "8/10", "5 out of 6", "3-4", "3 or 4", "four five",
        "between 3 and 4", "4 5", "not 4 but 3", "4th", "4x", "1st", "plenty", "none left", "99999999999999999999",
        "one of those weeks", "We had one good day this week", "one day at a time, I keep telling myself",
        "There were 3 meetings on Monday alone", "\u2b50\u2b50\u2b50\u2b50",
    ],
)  # fmt: skip
def test_no_number_is_guessed_for_a_scale(typed: str) -> None:
    assert read_typed(SCALE, typed, READING) is Problem.NOT_ON_SCALE


def test_a_scale_from_zero_takes_zero_and_its_own_end() -> None:
    assert read_typed(FROM_ZERO, "zero", READING) == Value(number=0)
    assert read_typed(FROM_ZERO, "0/9", READING) == Value(number=0)
    assert read_typed(FROM_ZERO, "9", READING) == Value(number=9)
    assert read_typed(FROM_ZERO, "4/5", READING) is Problem.NOT_ON_SCALE


@pytest.mark.parametrize(
    ("typed", "number", "remark"),
    [
        ("12", 12, False), ("twelve", 12, False), ("-3", -3, False), ("0", 0, False), ("zero", 0, False),
        ("about 12", 12, False), ("999999999", 999_999_999, False), ("-999999999", -999_999_999, False),
        ("12 people", 12, True), ("(12)", 12, True), ("I lead 12 people at the moment, most of them new", 12, True),
    ],
)  # fmt: skip
def test_a_number_alone_or_in_a_sentence(typed: str, number: int, remark: bool) -> None:
    assert read_typed(NUMBER, typed, READING) == Value(text=typed if remark else "", number=number)


@pytest.mark.parametrize(
    "typed", ["", "many", "3.5", "3,5", "1,000", "1.000", "1 000", "1000000000", "9" * 40, "a dozen", "12 or 13", "4th"]
)
def test_no_number_is_guessed(typed: str) -> None:
    assert read_typed(NUMBER, typed, READING) is Problem.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("Too little time", "o1"), ("too little TIME.", "o1"), ("1", "o1"), ("1.", "o1"), ("(1)", "o1"), ("#1", None),
        ("2", "o2"), ("too little h", "o2"), ("time and money", "o3"), ("Time", "o3"), ("some", "o4"),
        ("Something else, really!", "o4"), ("5", "o5"),
        ("", None), ("too little", None), ("6", None), ("0", None), ("-1", None), ("help", None), ("t", None),
        ("Too little time, Too little help", None), ("none", None), ("Something else: my own idea", None),
    ],
)  # fmt: skip
def test_one_option(typed: str, option: str | None) -> None:
    assert read_typed(CHOICE, typed, READING) == (Value(choices=(option,)) if option else Problem.NOT_AN_OPTION)


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("1, 2", "o1 o2"), ("2,1", "o2 o1"), ("1 and 2", "o1 o2"), ("1 AND 2", "o1 o2"), ("1 & 3", "o1 o3"),
        ("1;2;3", "o1 o2 o3"), ("1\n2\n", "o1 o2"), ("1 + 2", "o1 o2"), ("1,1", "o1"), ("1,", "o1"), (", 1", "o1"),
        ("Too little time", "o1"), ("too little time, TOO LITTLE HELP", "o1 o2"), ("Time and money", "o3"),
        ("time and money, too little help", "o3 o2"), ("Too little help and time and money", "o2 o3"),
        ("Something else, really", "o4"), ("something else, really and 1", "o4 o1"), ("1, 2, 3, 4 and 5",
        "o1 o2 o3 o4 o5"),
        ("", ""), (",,,", ""), ("and", ""), ("1 2", ""), ("1, nothing", ""), ("all of them", ""), ("1, 6", ""),
        ("too little", ""), ("understanding", ""),
    ],
)  # fmt: skip
def test_several_options(typed: str, options: str) -> None:
    expected = Value(choices=tuple(options.split())) if options else Problem.NOT_AN_OPTION
    assert read_typed(CHOICES, typed, READING) == expected


@pytest.mark.parametrize(
    ("typed", "answer", "remark"),
    [
        ("yes", "yes", False), ("Yes!", "yes", False), ("YES", "yes", False), ("y", "yes", False),
        ("of course", "yes", False), ("I did", "yes", False), ("\U0001f44d", "yes", False),
        ("\U0001f44d\U0001f3fd", "yes", False), (":+1:", "yes", False), (":thumbsup::skin-tone-3:", "yes", False),
        ("no", "no", False), ("Nope.", "no", False), ("not yet", "no", False), ("I didn\u2019t", "no", False),
        ("yes, but late", "yes", True), ("Yes. We did it", "yes", True), ("yes - at last", "yes", True),
        ("No, not really", "no", True), ("no – next week", "no", True), ("not yet: Friday", "no", True),
    ],
)  # fmt: skip
def test_yes_and_no(typed: str, answer: str, remark: bool) -> None:
    assert read_typed(YES_NO, typed, READING) == Value(text=typed if remark else "", choices=(answer,))


@pytest.mark.parametrize("typed", ["", "maybe", "yes and no", "no idea", "true story", "ja", "yesterday", "none", "1"])
def test_neither_yes_nor_no(typed: str) -> None:
    assert read_typed(YES_NO, typed, READING) is Problem.NOT_YES_OR_NO


@pytest.mark.parametrize(
    ("typed", "one", "several"),
    [
        ("<@U1>", ("U1",), ("U1",)),
        ("<@U1|ana>", ("U1",), ("U1",)),
        ("my manager <@W2>!", ("W2",), ("W2",)),
        ("<@U1> <@U1>", ("U1",), ("U1",)),
        ("<@U2> and <@U1>", None, ("U2", "U1")),
        ("@ana", None, None),
        ("Ana", None, None),
        ("<!channel>", None, None),
        ("<#C1>", None, None),
    ],
)
def test_people(typed: str, one: tuple[str, ...] | None, several: tuple[str, ...] | None) -> None:
    def expected(choices: tuple[str, ...] | None) -> Value | Problem:
        return Value(choices=choices) if choices else Problem.NOT_A_PERSON

    assert read_typed(step_of(Kind.PERSON), typed, READING) == expected(one)
    assert read_typed(step_of(Kind.PEOPLE), typed, READING) == expected(several)


def test_a_day_is_read_and_anything_else_is_not() -> None:
    assert read_typed(step_of(Kind.DATE), "Next Friday!", READING) == Value(day=date(2026, 11, 27))
    assert read_typed(step_of(Kind.DATE), "when I find the time", READING) is Problem.NOT_A_DATE


def test_words_are_kept_as_they_are_and_a_remark_has_its_limit_too() -> None:
    assert read_typed(step_of(Kind.TEXT), " 4 \n five ", READING) == Value(text=" 4 \n five ")
    assert read_typed(step_of(Kind.TEXT, max_length=5), "123456", READING) is Problem.TOO_LONG
    assert read_typed(step_of(Kind.SCALE, max_length=5), "4 rough", READING) is Problem.TOO_LONG


@pytest.mark.parametrize("kind", [Kind.SAY, Kind.RECALL])
def test_there_is_nothing_to_answer_where_there_is_only_something_to_read(kind: Kind) -> None:
    assert read_typed(step_of(kind), "Thank you", READING) is Problem.NOTHING_TO_ANSWER


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("4 - rough week", "rough week"), ("4 – Rough week", "Rough week"), ("4, rough week", "rough week"),
        ("4. Rough - but over", "Rough - but over"), ("4-rough week", "rough week"), ("4: rough", "rough"),
        ("4\nrough week\nbut over", "rough week\nbut over"), ("four, rough", "rough"), ("4/5: rough", "rough"),
        ("4 (a bit)", "(a bit)"), ("4!!! :)", ":)"), ("I'd say a 4, since Ben left", "since Ben left"), ("4", ""),
        ("4 people left", "4 people left"), ("4 rough week", "4 rough week"), ("It was a 4", "It was a 4"),
        ("4 people left, three stayed", "4 people left, three stayed"), ("4 :)", "4 :)"),
    ],
)  # fmt: skip
def test_a_remark_can_do_without_its_number_where_a_mark_parts_them(typed: str, remark: str) -> None:
    value = read_typed(SCALE, typed, READING)
    assert isinstance(value, Value)
    assert remark_alone(SCALE, value, READING) == remark


@pytest.mark.parametrize(("typed", "remark"), [("Yes, but late", "but late"), ("no - not yet", "not yet"), ("No", "")])
def test_a_remark_can_do_without_its_yes(typed: str, remark: str) -> None:
    value = read_typed(YES_NO, typed, READING)
    assert isinstance(value, Value)
    assert remark_alone(YES_NO, value, READING) == remark


def test_a_remark_beside_a_number_below_zero_can_do_without_it() -> None:
    cold = Value(number=-3, text="-3 - cold")
    assert read_typed(NUMBER, cold.text, READING) == cold
    assert remark_alone(NUMBER, cold, READING) == "cold"


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80) | st.text(
    "0123456789-/,.;:&+ \n()<@U>|" + "\u0664\u00b2\u2460\ufe0f\u20e3", max_size=40
)
PIECES = st.lists(
    st.sampled_from([*OPTIONS, *ENGLISH.numbers, "and", ",", "of", "out of", "/", "5", "-", "\n", "yes", "no", "a"])
).map(" ".join)


@given(st.sampled_from(EVERY), ANYTHING | PIECES)
@example(SCALE, "9" * 5000)
@example(NUMBER, "-" * 3000)
@example(CHOICES, "," * 3000)
@example(CHOICES, " and " * 600)
def test_whatever_is_typed_is_an_answer_that_fits_or_a_reason(asked: Step, typed: str) -> None:
    read = read_typed(asked, typed, READING)
    assert isinstance(read, Problem) or check(asked, read) is None


@given(st.integers(1, 5), st.sampled_from(["{}", " {} ", "{}.", "{}/5", "{} / 5", "{} out of 5", "about a {}"]))
def test_every_point_is_read_in_every_way_it_is_written(point: int, way: str) -> None:
    words = {number: word for word, number in ENGLISH.numbers.items()}
    assert read_typed(SCALE, way.format(point), READING) == Value(number=point)
    assert read_typed(SCALE, way.format(words[point]), READING) == Value(number=point)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("Skip!", "skip"),
        ("  I don\u2019t\n understand. ", "i don't understand"),
        ("?", "?"),
        ("...", "..."),
        ("STRASSE", "strasse"),
        ("stra\u00dfe", "strasse"),
        ("back, please;", "back, please"),
        ("", ""),
    ],
)
def test_words_are_compared_without_capitals_spaces_and_closing_marks(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


def test_a_word_file_may_write_its_words_as_people_do() -> None:
    table = tomllib.loads((own_folder() / "en/words/typed.toml").read_text(encoding="utf-8"))
    table["numbers"] = {"Drei\u00dfig": 30}
    table["dates"]["weekdays"] = {"Freitag": 5}
    table["control"]["skip"] = ["Weiter, bitte!"]
    table["yes_no"]["yes"] = ["Ja!"]
    german = Reading(read_vocabulary(table), SUNDAY)

    assert read_typed(NUMBER, "drei\u00dfig", german) == Value(number=30)
    assert read_typed(step_of(Kind.DATE), "Freitag", german) == Value(day=date(2026, 11, 27))
    assert read_typed(YES_NO, "ja", german) == Value(choices=("yes",))
    assert german.vocabulary.controls[tidy("weiter, bitte")] is Control.SKIP


def test_longer_phrases_are_tried_before_those_they_begin_with() -> None:
    for phrases in (ENGLISH.before, ENGLISH.out_of, ENGLISH.dates.this, ENGLISH.dates.ahead):
        assert list(phrases) == sorted(phrases, key=len, reverse=True)
