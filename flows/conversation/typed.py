"""Read kindly what somebody typed as the answer to a step: "4", "four", "4/5", "4 - rough week", "next Friday".

Words beside a number, a yes or an option are kept as its remark: nothing typed is dropped.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flows.conversation.checks import Problem, check
from flows.conversation.script import Kind, Step, Value
from flows.conversation.typed_dates import read_date
from flows.conversation.vocabulary import Vocabulary, tidy

_DIGITS = re.compile(r"(?<![\w.,])-?\d+(?![\w]|[.,]\d)")
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_FEW_WORDS = 2
_LIST = re.compile(r"\s*(?:[,;\n&+]|\band\b)\s*")


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
    return check(step, value) or value


def _text(_: Step, text: str, __: Reading) -> Value:
    return Value(text=text)


def _scale(step: Step, text: str, reading: Reading) -> Value | Problem:
    return _numbered(step, text, reading, Problem.NOT_ON_SCALE)


def _number(step: Step, text: str, reading: Reading) -> Value | Problem:
    return _numbered(step, text, reading, Problem.NOT_A_NUMBER)


def _numbered(step: Step, text: str, reading: Reading, problem: Problem) -> Value | Problem:
    found = _leading_number(step, tidy(text), reading.vocabulary)
    if found is None:
        numbers = _all_numbers(tidy(text), reading.vocabulary)
        found = (numbers[0], "words") if len(numbers) == 1 else None
    if found is None:
        return problem
    number, rest = found
    return Value(number=number, text=text if rest else "")


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
    rest = said[match.end() :].strip(" .,!-–—:;")
    if number is None or end != step.high or _another_number(match[1], rest, vocabulary):
        return None
    return number, rest


def _another_number(first: str, rest: str, vocabulary: Vocabulary) -> bool:
    """Whether what follows makes the first number doubtful: "one of those weeks: 2", "3 or 4", "3-4"."""
    if first in vocabulary.numbers and _DIGITS.search(rest):
        return True
    return len(rest.split()) <= _FEW_WORDS and bool(_all_numbers(rest, vocabulary))


def _without_beginning(said: str, beginnings: tuple[str, ...]) -> str:
    found = next((each for each in beginnings if said.startswith(f"{each} ")), "")
    return said[len(found) :].strip()


def _all_numbers(said: str, vocabulary: Vocabulary) -> list[int]:
    digits = [int(each) for each in _DIGITS.findall(said) if len(each) < 10]
    words = [vocabulary.numbers[word] for word in re.findall(r"\w+", said) if word in vocabulary.numbers]
    return digits or words


def _as_number(said: str, vocabulary: Vocabulary) -> int | None:
    if said in vocabulary.numbers:
        return vocabulary.numbers[said]
    return int(said) if len(said) < 10 else None


def _choice(step: Step, text: str, _: Reading) -> Value | Problem:
    option = _option(step, text)
    return Problem.NOT_AN_OPTION if option is None else Value(choices=(option,))


def _choices(step: Step, text: str, _: Reading) -> Value | Problem:
    whole = _option(step, text)
    options = [whole] if whole else [_option(step, part) for part in _LIST.split(text.strip()) if part]
    known = tuple(dict.fromkeys(option for option in options if option))
    return Value(choices=known) if known and None not in options else Problem.NOT_AN_OPTION


def _option(step: Step, text: str) -> str | None:
    """An option by its label, its place in the list counting from 1, or the beginning of just one label."""
    said = tidy(text)
    labels = {option.id: tidy(option.label) for option in step.options}
    places = {str(place): option.id for place, option in enumerate(step.options, start=1)}
    if said in places:
        return places[said]
    exact = [each for each, label in labels.items() if label == said]
    beginning = [each for each, label in labels.items() if label.startswith(said)] if said else []
    found = exact or beginning
    return found[0] if len(found) == 1 else None


def _yes_no(_: Step, text: str, reading: Reading) -> Value | Problem:
    said = tidy(text)
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
