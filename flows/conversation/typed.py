"""Read kindly what somebody typed as the answer to a step: "4", "four", "4/5", "4 - rough week", "next Friday".

Words beside a number, a yes or an option are kept as its remark: nothing typed is dropped.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from flows.conversation.checks import Problem, check
from flows.conversation.script import Kind, Step, Value
from flows.conversation.typed_dates import read_date
from flows.conversation.vocabulary import Vocabulary, tidy

_DIGITS = re.compile(r"(?<![\w.,])-?\d+(?![\w]|[.,]\d)")
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff]|:skin-tone-[2-6]:")
_MARKS = " .,!-–—:;("
_ENDS = re.compile(r"(?<=\S)\s*(?:[.,!;\n–—-][\s.,!;–—-]*|:\s+|(?=\())")
_MOST_DIGITS = 9
_FEW_WORDS = 2
_SHORT_SENTENCE = 6
_MOST_PIECES = 99  # ten labels with a few marks each; far more would take long to try


@dataclass(frozen=True, slots=True)
class Reading:
    """By what somebody's words are read: their language's vocabulary and their own today."""

    vocabulary: Vocabulary
    today: date


def read_typed(step: Step, text: str, reading: Reading) -> Value | Problem:
    """The value that `text` gives `step`, or why it gives none."""
    value = _READERS[step.kind](step, text, reading)
    if isinstance(value, Problem):
        return value
    return check(step, value, in_message=True) or value


def remark_alone(step: Step, value: Value, reading: Reading) -> str:
    """What was typed beside a number or a yes, without that: "rough week" of "4 - rough week".

    Where no mark stands between them they may belong together, as in "4 people left": then it is all of it.
    """
    if not value.text:
        return ""
    first, *rest = _ENDS.split(value.text, maxsplit=1)
    says_it = rest and read_typed(step, first, reading) == replace(value, text="")
    return rest[0] if says_it else value.text


def _text(_: Step, text: str, __: Reading) -> Value:
    return Value(text=text)


def _scale(step: Step, text: str, reading: Reading) -> Value | Problem:
    """In a sentence, only a number near its end is taken: "We had one good day" rates nothing."""
    said = tidy(text).split()
    ending = " ".join(said[-_FEW_WORDS:]) if len(said) <= _SHORT_SENTENCE else ""
    return _numbered(step, text, reading, ending) or Problem.NOT_ON_SCALE


def _number(step: Step, text: str, reading: Reading) -> Value | Problem:
    return _numbered(step, text, reading, tidy(text)) or Problem.NOT_A_NUMBER


def _numbered(step: Step, text: str, reading: Reading, ending: str) -> Value | None:
    """A number with which the text begins, or else the only one there is, if it stands in its `ending`."""
    said = tidy(text)
    if found := _leading_number(step, said, reading.vocabulary):
        number, rest = found
        return Value(number=number, text=text if rest else "")
    numbers = _all_numbers(said, reading.vocabulary)
    if len(numbers) == 1 and numbers == _all_numbers(ending, reading.vocabulary):
        return Value(number=numbers[0], text=text)
    return None


def _leading_number(step: Step, said: str, vocabulary: Vocabulary) -> tuple[int, str] | None:
    """A number at the beginning, with what follows it. "4/10" is no answer on a scale that ends at 5."""
    said = _without_beginning(said, vocabulary.before)
    numbers = "|".join((r"-?\d+", *map(re.escape, vocabulary.numbers)))
    top = "|".join(map(re.escape, vocabulary.out_of))
    match = re.match(rf"({numbers})(?!\w|[.,]\d)(?:\s*(?:{top})\s*({numbers})(?!\w))?", said)
    if match is None:
        return None
    end = _as_number(match[2], vocabulary) if match[2] else step.high
    number = _as_number(match[1], vocabulary)
    rest = said[match.end() :].strip(_MARKS)
    if number is None or end != step.high or _is_doubtful(match[1], said[match.end() :], rest, vocabulary):
        return None
    return number, rest


def _is_doubtful(first: str, after: str, rest: str, vocabulary: Vocabulary) -> bool:
    """Whether what follows makes the first number doubtful: "one day at a time", "3 or 4", "3-4"."""
    runs_on = rest and after.strip()[0] not in _MARKS
    if first in vocabulary.numbers and (runs_on or _DIGITS.search(rest)):
        return True
    return len(rest.split()) <= _FEW_WORDS and bool(_all_numbers(rest, vocabulary))


def _without_beginning(said: str, beginnings: tuple[str, ...]) -> str:
    found = next((each for each in beginnings if said.startswith(f"{each} ")), "")
    return said[len(found) :].strip()


def _all_numbers(said: str, vocabulary: Vocabulary) -> list[int]:
    digits = [int(each) for each in _DIGITS.findall(said) if _fits(each)]
    words = [vocabulary.numbers[word] for word in re.findall(r"\w+", said) if word in vocabulary.numbers]
    return digits or words


def _as_number(said: str, vocabulary: Vocabulary) -> int | None:
    if said in vocabulary.numbers:
        return vocabulary.numbers[said]
    return int(said) if _fits(said) else None


def _fits(digits: str) -> bool:
    """Every store holds nine digits, and nobody means more."""
    return len(digits.lstrip("-")) <= _MOST_DIGITS


def _choice(step: Step, text: str, _: Reading) -> Value | Problem:
    option = _option(step, text)
    return Problem.NOT_AN_OPTION if option is None else Value(choices=(option,))


def _choices(step: Step, text: str, reading: Reading) -> Value | Problem:
    """Options with commas or "and" between them."""
    between = "|".join(map(re.escape, reading.vocabulary.between))
    pieces = re.split(rf"([,;\n&+]|(?<!\w)(?:{between})(?!\w))", text.casefold())
    options = _listed(step, pieces) if len(pieces) <= _MOST_PIECES else []
    return Value(choices=tuple(dict.fromkeys(options))) if options else Problem.NOT_AN_OPTION


def _listed(step: Step, pieces: list[str]) -> list[str]:
    """The options in pieces of text and the marks between them; none when any piece is none.

    A label may hold such marks itself, so several pieces are tried together before one alone.
    """
    options: list[str] = []
    at = 0
    while at < len(pieces):
        read = ((_option(step, "".join(pieces[at:end])), end) for end in range(len(pieces), at, -2))
        option, end = next((found for found in read if found[0]), (None, at + 1))
        if option is None and pieces[at].strip():
            return []
        options += [option] if option else []
        at = end + 1
    return options


def _option(step: Step, text: str) -> str | None:
    """An option by its label, its place in the list counting from 1, or the beginning of just one label."""
    said = tidy(text)
    labels = {option.id: tidy(option.label) for option in step.options}
    places = {str(place): option.id for place, option in enumerate(step.options, start=1)}
    if (place := said.strip("(). ")) in places:
        return places[place]
    exact = [each for each, label in labels.items() if label == said]
    beginning = [each for each, label in labels.items() if label.startswith(said)] if said else []
    found = exact or beginning
    return found[0] if len(found) == 1 else None


def _yes_no(_: Step, text: str, reading: Reading) -> Value | Problem:
    said = tidy(_SKIN_TONE.sub("", text))
    for answer, words in (("yes", reading.vocabulary.yes), ("no", reading.vocabulary.no)):
        if said in words:
            return Value(choices=(answer,))
    return _yes_or_no_with_remark(text, said, reading.vocabulary)


def _yes_or_no_with_remark(text: str, said: str, vocabulary: Vocabulary) -> Value | Problem:
    first = tidy(re.split(r"[,.;:!\n–—]|\s-\s", said, maxsplit=1)[0])
    if first in vocabulary.yes:
        return Value(choices=("yes",), text=text)
    return Value(choices=("no",), text=text) if first in vocabulary.no else Problem.NOT_YES_OR_NO


def _date(_: Step, text: str, reading: Reading) -> Value | Problem:
    day = read_date(tidy(text), reading.today, reading.vocabulary.dates)
    return Problem.NOT_A_DATE if day is None else Value(day=day)


def _people(_: Step, text: str, __: Reading) -> Value | Problem:
    people = tuple(dict.fromkeys(_PERSON.findall(text)))
    return Value(choices=people) if people else Problem.NOT_A_PERSON


def _nothing(_: Step, __: str, ___: Reading) -> Problem:
    return Problem.NOTHING_TO_ANSWER


_READERS: dict[Kind, Callable[[Step, str, Reading], Value | Problem]] = {
    Kind.TEXT: _text,
    Kind.SCALE: _scale,
    Kind.LEVEL: _scale,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.COMPETENCIES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.PERSON: _people,
    Kind.PEOPLE: _people,
    Kind.SAY: _nothing,
    Kind.RECALL: _nothing,
}
