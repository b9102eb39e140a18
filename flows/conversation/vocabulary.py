"""The words by which typed replies are read, per language, from `typed.toml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

_Meaning = TypeVar("_Meaning")

_TRAILING = ".,!?…;: "
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})


class Control(StrEnum):
    """A whole message that steers the conversation and is no answer."""

    SKIP = "skip"
    BACK = "back"
    LATER = "later"
    STOP = "stop"
    HELP = "help"


class Page(StrEnum):
    """A whole message that asks to see something, and is no answer either."""

    JOURNAL = "journal"
    LEADERS = "leaders"
    PRIVACY = "privacy"
    PROGRAMME = "programme"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class DateWords:
    """How dates are written. `order` reads digits alone: "dmy" makes 3/4 the third of April."""

    order: str
    days: Mapping[str, int]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    units: Mapping[str, str]
    this: tuple[str, ...]
    next: tuple[str, ...]
    last: tuple[str, ...]
    within: tuple[str, ...]
    ago: tuple[str, ...]
    ahead: tuple[str, ...]
    a: tuple[str, ...]
    ordinals: tuple[str, ...]
    ignored: frozenset[str]
    numbers: Mapping[str, int]


_Sense = Control | Page | int | str
"""What a word means: it steers, asks to see something, is a number, or is a yes or no."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything needed to read what somebody typed. All keys are tidied (see `tidy`)."""

    controls: Mapping[str, Control]
    yes: frozenset[str]
    no: frozenset[str]
    numbers: Mapping[str, int]
    out_of: tuple[str, ...]
    before: tuple[str, ...]
    between: tuple[str, ...]
    dates: DateWords
    pages: Mapping[str, Page]


def tidy(text: str) -> str:
    """The form in which words are compared: lower case, single spaces, no closing marks. "?" stays "?"."""
    plain = re.sub(r"\s+", " ", text.translate(_APOSTROPHES).casefold()).strip()
    return plain.rstrip(_TRAILING) or plain


def read_vocabulary(table: Mapping[str, Any]) -> Vocabulary:
    """Make a vocabulary of the tables of `typed.toml`. Raises KeyError for a missing table."""
    scale, yes_no = table["scale"], table["yes_no"]
    return Vocabulary(
        controls={tidy(word): control for control in Control for word in table["control"][control]},
        yes=frozenset(map(tidy, yes_no["yes"])),
        no=frozenset(map(tidy, yes_no["no"])),
        numbers=_tidied(table["numbers"]),
        out_of=_longest_first(scale["of"]),
        before=_longest_first(scale["before"]),
        between=_longest_first(table["choices"]["between"]),
        dates=_date_words(table["dates"], _tidied(table["numbers"])),
        pages={tidy(word): page for page in Page for word in table["pages"][page]},
    )


def shared(vocabularies: Mapping[str, Vocabulary]) -> dict[str, Vocabulary]:
    """Every vocabulary with what the others add to it: people type words of any language they work in.

    Where a word means two things, it means what it does in their own language; then the first one that knows it counts.
    """
    everybody = tuple(vocabularies.values())
    return {language: _with_others(own, everybody) for language, own in vocabularies.items()}


def _with_others(own: Vocabulary, everybody: tuple[Vocabulary, ...]) -> Vocabulary:
    """Steering words, pages, yes, no and the words of a scale. How dates are written is each language's own affair."""
    known, added = _meant(own), dict[str, _Sense]()
    for other in everybody:
        added |= {word: sense for word, sense in _meant(other).items() if word not in known | added}
    return replace(
        own,
        controls={**own.controls, **{word: sense for word, sense in added.items() if isinstance(sense, Control)}},
        pages={**own.pages, **{word: sense for word, sense in added.items() if isinstance(sense, Page)}},
        yes=own.yes | _those(added, "yes"),
        no=own.no | _those(added, "no"),
        numbers={**own.numbers, **{word: sense for word, sense in added.items() if isinstance(sense, int)}},
        out_of=_longest_first([word for each in everybody for word in each.out_of]),
        before=_longest_first([word for each in everybody for word in each.before]),
    )


def _meant(vocabulary: Vocabulary) -> dict[str, _Sense]:
    """What each word means that is compared as a whole."""
    named = {"yes": vocabulary.yes, "no": vocabulary.no}
    meant: dict[str, _Sense] = {word: name for name, words in named.items() for word in words}
    return {**meant, **vocabulary.numbers, **vocabulary.pages, **vocabulary.controls}


def _those(meant: Mapping[str, _Sense], name: str) -> frozenset[str]:
    return frozenset(word for word, sense in meant.items() if sense == name)


def _tidied(words: Mapping[str, _Meaning]) -> dict[str, _Meaning]:
    """So that "Vier" or "dreißig" in a word file is found in what was typed, which is compared tidied."""
    return {tidy(word): meaning for word, meaning in words.items()}


def _date_words(table: Mapping[str, Any], numbers: Mapping[str, int]) -> DateWords:
    words = table["words"]
    return DateWords(
        order=table["order"],
        days=_tidied(table["days"]),
        weekdays=_tidied(table["weekdays"]),
        months=_tidied(table["months"]),
        units=_tidied(table["units"]),
        this=_longest_first(words["this"]),
        next=_longest_first(words["next"]),
        last=_longest_first(words["last"]),
        within=_longest_first(words["in"]),
        ago=_longest_first(words["ago"]),
        ahead=_longest_first(words["ahead"]),
        a=_longest_first(words["a"]),
        ordinals=_longest_first(words["ordinals"]),
        ignored=frozenset(map(tidy, words["ignored"])),
        numbers=numbers,
    )


def _longest_first(words: list[str]) -> tuple[str, ...]:
    """So that "about a" is tried before "about"."""
    return tuple(sorted(dict.fromkeys(map(tidy, words)), key=len, reverse=True))
