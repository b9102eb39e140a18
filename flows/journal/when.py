"""Read what somebody looks for in their journal: words, and between which days. Then find it in a text. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flows.conversation.vocabulary import tidy
from flows.journal.search_words import SearchWords
from flows.journal.spans import Bounds, read_bounds

_QUOTED = re.compile(r'"([^"]*)"')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_MARKS = ".,;:!?…()[]{}<>*_~`'’‘\""
_DASHES = "–—-"
_EDGES = _MARKS + _DASHES
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")

_LONGEST = 14
"""Words of a phrase that is tried as a date: "between the first week of May 2025 and the end of May 2026" and a few."""


_TRIED = 50
"""Words from which on a date is looked for. Nobody searches with more; a line full of numbers would take seconds."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: all of `words`, written between `since` and `until`, both days included.

    `since` is never after `until`; None is no limit. `whole` says which of the words were quoted: they are phrases, or
    words that are no part of longer ones.
    """

    words: tuple[str, ...]
    since: date | None
    until: date | None
    whole: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word as it was typed and tidied. A quoted phrase is tidied to nothing: it is no date."""

    typed: str
    said: str


def read_search(text: str, today: date, words: SearchWords) -> Search:
    """Read a line such as "delegation since June". What is no date, or does not fit the dates before it, is a word."""
    pieces = [*_pieces(text, words)]
    kept: list[_Piece] = []
    bounds: Bounds = (None, None)
    at = 0
    while at < len(pieces):
        size, found = _date_at(pieces, at, today, words) if at < _TRIED else (1, None)
        both = _meet(bounds, found) if found else None
        bounds = both or bounds
        kept += [] if both else [pieces[at]]
        at += size if both else 1
    return Search(
        tuple(each.typed for each in kept if each.typed),
        *bounds,
        frozenset(each.typed for each in kept if not each.said),
    )


def matches(search: Search, text: str) -> bool:
    """Whether all words occur in a text; its date is not looked at.

    Case does not count. An accent counts where it was typed: "schön" is not found in "schon", but "cafe" in "café". A
    word is found inside longer ones too, unless it was quoted.
    """
    exact = _folded(text)
    bare = _without_accents(exact)
    return all(_occurs(word, exact, bare, whole=word in search.whole) for word in search.words)


def _pieces(text: str, words: SearchWords) -> Iterator[_Piece]:
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES)
    for place, part in enumerate(_QUOTED.split(plain)):
        if place % 2:
            yield from [_Piece(phrase, "")] if (phrase := " ".join(part.split())) else []
        else:
            yield from (
                _piece(each) for token in part.split() for each in _apart(token, words) if _says_something(each)
            )


def _piece(token: str) -> _Piece:
    return _Piece("", "-") if token in _DASHES else _Piece(token.strip(_EDGES), tidy(token.strip(_EDGES)))


def _says_something(token: str) -> bool:
    return token in _DASHES or bool(token.strip(_EDGES))


def _apart(token: str, words: SearchWords) -> Sequence[str]:
    """March-May, 2025–2026 and 3.-10. in three; 3-10-2026 and well-known stay as they are."""
    for dash in _DASHES:
        left, found, right = token.partition(dash)
        kinds = (_kind(left, words), _kind(right, words))
        if found and all(kinds) and (dash != "-" or (kinds[0] == kinds[1] != "digits")):
            return left, dash, right
    return (token,)


def _kind(token: str, words: SearchWords) -> str:
    """What a part of a token is that may be two: a word of dates, a year, a day with its full stop, or digits."""
    if tidy(token) in words.known:
        return "word"
    if token.isdecimal() and len(token) == 4:
        return "year"
    if token.endswith(".") and token[:-1].isdecimal():
        return "day"
    return "digits" if token[:1].isdecimal() else ""


def _date_at(pieces: Sequence[_Piece], at: int, today: date, words: SearchWords) -> tuple[int, Bounds | None]:
    """How many pieces from here on are a date, as many as possible, and which."""
    said = [each.said for each in pieces[at : at + _LONGEST]]
    run = next((size for size, word in enumerate(said) if not _may_be_of_a_date(word, words)), len(said))
    for size in range(run, 0, -1):
        if bounds := read_bounds(" ".join(said[:size]), today, words, alone=size == len(pieces)):
            return size, bounds
    return 1, None


def _may_be_of_a_date(word: str, words: SearchWords) -> bool:
    return word in words.known or word[:1].isdecimal()


def _meet(one: Bounds, other: Bounds) -> Bounds | None:
    """The days that both leave; None when there are none."""
    since = max((day for day in (one[0], other[0]) if day), default=None)
    until = min((day for day in (one[1], other[1]) if day), default=None)
    return None if since and until and since > until else (since, until)


def _folded(text: str) -> str:
    """The form in which texts are compared with their accents: those are marks of their own after their letter."""
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'")).casefold()


def _without_accents(folded: str) -> str:
    return folded if folded.isascii() else _ACCENTS.sub("", folded)


def _occurs(word: str, exact: str, bare: str, *, whole: bool) -> bool:
    sought = _folded(word)
    text = bare if sought == _without_accents(sought) else exact
    return _stands_alone(_single_spaced(sought), _single_spaced(text)) if whole else sought in text


def _single_spaced(folded: str) -> str:
    """Without what only lays out the text; folding may have made a space, as it does of an accent that stands alone."""
    return " ".join(folded.split())


def _stands_alone(phrase: str, text: str) -> bool:
    """Whether it occurs with no letter or digit right before or after it."""
    at = text.find(phrase)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(phrase) :][:1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = text.find(phrase, at + 1)
    return False
