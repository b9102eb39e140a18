"""The words by which a search is read, per language, from `search.toml` and the dates of `typed.toml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale

from flows.conversation.vocabulary import DateWords, tidy

PARTS = ("early", "mid", "late")
"""The thirds of a month, in their order."""

WEEKS = ("first", "second", "third", "fourth", "last")
"""The weeks of a month, in their order."""


@dataclass(frozen=True, slots=True)
class SearchWords:
    """Everything needed to read a search. Phrases are tidied, and the longest come first.

    `parts` and `weeks` have a tuple for each of PARTS and WEEKS. `first_weekday` begins a week; Monday is 1.
    `known` has every word that a date may be made of.
    """

    dates: DateWords
    inside: tuple[str, ...]
    since: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]
    until: tuple[str, ...]
    between: tuple[str, ...]
    between_and: tuple[str, ...]
    starting: tuple[str, ...]
    ending: tuple[str, ...]
    last: tuple[str, ...]
    fillers: frozenset[str]
    doubtful: frozenset[str]
    everyday: frozenset[str]
    parts: tuple[tuple[str, ...], ...]
    weeks: tuple[tuple[str, ...], ...]
    first_weekday: int
    known: frozenset[str]


def read_search_words(table: Mapping[str, Any], dates: DateWords, locale: str) -> SearchWords:
    """Make search words of the tables of `search.toml`. `locale` such as "de" or "en_US" says when weeks begin.

    Raises KeyError for a missing table or list.
    """
    words = table["words"]
    return SearchWords(
        dates=dates,
        inside=_phrases(words["in"]),
        since=_phrases(words["since"]),
        after=_phrases(words["after"]),
        before=_phrases(words["before"]),
        until=_phrases(words["until"]),
        between=_phrases(words["between"]),
        between_and=_phrases(words["and"]),
        starting=_phrases(words["from"]),
        ending=_phrases(words["to"]),
        last=_phrases([*dates.last, *words["last"]]),
        fillers=frozenset(map(tidy, words["fillers"])),
        doubtful=frozenset(map(tidy, words["doubtful"])),
        everyday=frozenset(map(tidy, words["everyday"])),
        parts=tuple(_phrases(table["parts"][part]) for part in PARTS),
        weeks=tuple(_phrases(table["weeks"][week]) for week in WEEKS),
        first_weekday=Locale.parse(locale).first_week_day + 1,
        known=_every_word([table, *_words_of(dates)]),
    )


def _words_of(dates: DateWords) -> Iterable[Iterable[str]]:
    """Those of what a date is made of; not those that it may have around it."""
    keys = (dates.days, dates.weekdays, dates.months, dates.units, dates.numbers)
    return (*map(tuple, keys), dates.this, dates.last, dates.ago, dates.a)


def _phrases(phrases: Iterable[str]) -> tuple[str, ...]:
    """Each once, and "in the year" before "in"."""
    return tuple(sorted({tidy(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase)))


def _every_word(said: object) -> frozenset[str]:
    """The single words of all phrases, however deep they stand. Only what stands for a word, no key of ours."""
    if isinstance(said, str):
        return frozenset(tidy(said).split())
    inside = said.values() if isinstance(said, Mapping) else said if isinstance(said, Iterable) else ()
    return frozenset().union(*map(_every_word, inside))
