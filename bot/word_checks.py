"""What makes a word file unfit to be shown or read by, found before anybody meets it."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

from bot.views.parts import BUTTON_LENGTH
from flows.errors import BadScript
from flows.text import is_blank
from flows.words import Words

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

_SENTENCE = 400
"""Several sentences share a block of 3,000 characters."""

OPTION_LENGTH = 75
_LANGUAGE_NAME = 30
"""Longer than any language's own name."""

_ROOM: Mapping[str, int] = {
    "words.title": 24,
    "words.close": 24,
    "words.back": 24,
    "words.edit": BUTTON_LENGTH,
    "words.delete": BUTTON_LENGTH,
    "words.sure": 100,
    "words.sure_what": 300,
    "words.sure_yes": 30,
    "words.sure_no": 30,
    "journal.title": 24,
    "journal.find": 24,
    "journal.open": BUTTON_LENGTH,
    "journal.open_entry": BUTTON_LENGTH,
    "journal.newer": BUTTON_LENGTH,
    "journal.older": BUTTON_LENGTH,
    "edit.title": 24,
    "edit.save": 24,
    "edit.close": 24,
    "home.journal": 150,
    "home.help": BUTTON_LENGTH,
    "help.title": 150,
    "privacy.title": 150,
    "help.offer": 100,
    "help.button_*": BUTTON_LENGTH,
    "question.button.*": BUTTON_LENGTH,
    "question.short_version": BUTTON_LENGTH,
    "confirm.yes": BUTTON_LENGTH,
    "confirm.no": BUTTON_LENGTH,
    "receipt.show": BUTTON_LENGTH,
    "receipt.share": BUTTON_LENGTH,
    "receipt.share_now": BUTTON_LENGTH,
    "receipt.keep": BUTTON_LENGTH,
    "receipt.take_back": BUTTON_LENGTH,
    "share.title": 24,
    "share.submit": 24,
    "share.all": OPTION_LENGTH,
    "reading.leaders": 150,
    "reading.leaders_title": 24,
    "reading.title": 24,
    "reading.what": BUTTON_LENGTH,
    "reading.all_leaders": BUTTON_LENGTH,
    "settings.title": 24,
    "settings.save": 24,
    "settings.close": 24,
    "settings.answer_in.chat": OPTION_LENGTH,
    "settings.answer_in.form": OPTION_LENGTH,
    "settings.language.as_in_slack": OPTION_LENGTH - _LANGUAGE_NAME,
    "untyped.help.offer": 100,
}
"""How many characters Slack takes in these places."""

_ORDERS = frozenset({"dmy", "mdy", "ymd"})
_OPEN_TABLES = frozenset({"numbers", "dates.days", "dates.weekdays", "dates.months", "dates.units"})
"""Tables whose keys are the words themselves, so that any key will do."""


def check_language(language: str) -> None:
    """Refuse a folder that is named after no language."""
    try:
        known = language.isalpha() and language == Locale.parse(language).language
    except (ValueError, UnknownLocaleError):
        known = False
    if not known:
        raise BadScript(f"{language}: a folder with scripts or words must be named after a language, such as de")


def check_words(words: Words, base: Words, file: str) -> None:
    """Refuse a text that replaces nothing, cannot be filled in, or does not fit its place."""
    for key, text in words.texts.items():
        if key not in base.texts:
            raise BadScript(f"{file}: {key}: there is no such text to replace")
        for reason in _wrong_text(key, text, base.texts[key]):
            raise BadScript(f"{file}: {key}: {reason}")


def _wrong_text(key: str, text: str | Mapping[str, str], base: str | Mapping[str, str]) -> Iterator[str]:
    if isinstance(base, str) and not isinstance(text, str):
        yield "must be one text; nothing is counted here"
    known = {name for form in _forms(base) for name in _placeholders(form) or ()}
    room = _room(key)
    for form in _forms(text):
        if is_blank(form):
            yield "must be a text that is not empty"
        if len(form) > room:
            yield f"has {len(form)} characters; at most {room} fit"
        yield from _wrong_placeholders(form, known)


@cache
def _room(key: str) -> int:
    return next((size for place, size in _ROOM.items() if fnmatch(key, place)), _SENTENCE)


def _wrong_placeholders(form: str, known: set[str]) -> Iterator[str]:
    names = _placeholders(form)
    if names is None:
        yield "curly braces are for placeholders only"
    elif unknown := names - known:
        yield f"placeholder {{{min(unknown)}}} is not known here"


def _forms(text: str | Mapping[str, str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text.values())


def _placeholders(form: str) -> set[str] | None:
    """The names in curly braces; None where braces are not in pairs."""
    names = _PLACEHOLDER.findall(form)
    return set(names) if form.count("{") == form.count("}") == len(names) else None


def check_typed(table: Mapping[str, Any], base: Mapping[str, Any], file: str, prefix: str = "") -> None:
    """Refuse what replies could not be read by: a table, list or meaning that is none."""
    for key, value in table.items():
        where = f"{prefix}{key}"
        if isinstance(base.get(key), Mapping) and isinstance(value, Mapping) and where not in _OPEN_TABLES:
            check_typed(value, base[key], file, f"{where}.")
        elif reason := _wrong_entry(value, base.get(key)):
            raise BadScript(f"{file}: {where}: {reason}")


def _wrong_entry(value: object, base: object) -> str:
    if base is None:
        return "there is nothing of this name to replace"
    if isinstance(base, list):
        return "" if _is_list_of_words(value) else "must be a list of words"
    if isinstance(base, Mapping):
        return _wrong_meanings(value, base)
    return "" if value in _ORDERS else f"must be one of {', '.join(sorted(_ORDERS))}"


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and not is_blank(each) for each in value)


def _wrong_meanings(value: object, base: Mapping[str, Any]) -> str:
    """A word means a number, or one of the units there are."""
    if not isinstance(value, Mapping):
        return "must be a table of words and what they mean"
    numbers = all(isinstance(meaning, int) for meaning in base.values())
    for word, meaning in value.items():
        fits = type(meaning) is int if numbers else meaning in base.values()
        if not fits or is_blank(word):
            return f"'{word}' must mean {'a whole number' if numbers else ', '.join(sorted(set(base.values())))}"
    return ""
