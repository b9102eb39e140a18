"""Interface words in one language, with plural forms, falling back key by key to the base language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time, get_day_names, match_skeleton
from babel.numbers import format_decimal

from flows.errors import BadScript


@dataclass(frozen=True, slots=True)
class Words:
    """A catalogue: dotted keys such as `receipt.only_you` to texts, or to plural forms of one."""

    language: str
    texts: Mapping[str, str | Mapping[str, str]]

    def __call__(self, key: str, **facts: str | int) -> str:
        """The text of `key`, its placeholders filled, numbers as this language writes them.

        Plural forms go by the fact named `count`.
        """
        text = self.texts[key]
        if not isinstance(text, str):
            text = text[self._form(text, int(facts["count"]))]
        said = {name: self.number(fact) if isinstance(fact, int) else fact for name, fact in facts.items()}
        return text.format(**said) if said else text

    def number(self, number: int) -> str:
        """A whole number as this language writes it."""
        return format_decimal(number, locale=self._locale)

    def day(self, day: date) -> str:
        """A date with its weekday, as this language writes it, without the year."""
        return format_date(day, _day_pattern(self._locale), locale=self._locale)

    def full_day(self, day: date) -> str:
        """A date with weekday and year."""
        return format_date(day, "full", locale=self._locale)

    def time(self, moment: datetime | time) -> str:
        """The time of day, to the minute, as this language writes it."""
        return format_time(moment, "short", locale=self._locale)

    def weekday(self, number: int) -> str:
        """The name of a day of the week, Monday being 1."""
        return str(get_day_names("wide", "stand-alone", locale=self._locale)[number - 1])

    def moment(self, moment: datetime) -> str:
        """A local time with its day, as this language writes it, without the year."""
        return f"{self.day(moment.date())}, {self.time(moment)}"

    @property
    def _locale(self) -> str:
        """Where several countries write dates differently, one whose dates nobody misreads: with the day first."""
        return {"en": "en_GB"}.get(self.language, self.language)

    def _form(self, forms: Mapping[str, str], count: int) -> str:
        form = Locale.parse(self.language).plural_form(count)
        return form if form in forms else "other"


@cache
def _day_pattern(locale: str) -> str:
    """How a day without its year is written out: the locale's short form with its names in full, as Unicode does it.

    Source: Unicode Technical Standard 35, part 4, "Matching Skeletons".
    """
    skeletons = Locale.parse(locale).datetime_skeletons
    short = skeletons[match_skeleton("MMMMEd", skeletons)].pattern
    return re.sub(r"E+", "EEEE", re.sub(r"[ML]{3,}", "MMMM", short))


def catalogue(language: str, *layers: tuple[str, Mapping[str, Any]]) -> Words:
    """Words of several files laid over each other, the later ones winning key by key. Each comes with its file name.

    Raises BadScript naming file and key for a text that is no text, or a key the first layers do not know.
    """
    texts: dict[str, str | Mapping[str, str]] = {}
    for file, table in layers:
        texts.update(_flat(table, "", file))
    return Words(language, texts)


def _flat(table: Mapping[str, Any], prefix: str, file: str) -> dict[str, str | Mapping[str, str]]:
    flat: dict[str, str | Mapping[str, str]] = {}
    for key, value in table.items():
        if isinstance(value, str) or _is_plural(value):
            flat[f"{prefix}{key}"] = value
        elif isinstance(value, Mapping):
            flat.update(_flat(value, f"{prefix}{key}.", file))
        else:
            raise BadScript(f"{file}: {prefix}{key}: must be a text, or a table of texts")
    return flat


def _is_plural(value: object) -> bool:
    return isinstance(value, Mapping) and "other" in value and all(isinstance(each, str) for each in value.values())
