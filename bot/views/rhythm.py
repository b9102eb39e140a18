"""How it reads when somebody wants to be asked."""

from flows.rhythm import Rhythm
from flows.words import Words


def days_named(rhythm: Rhythm, words: Words) -> str:
    """The days of the week, in order."""
    return ", ".join(words.weekday(each) for each in sorted(rhythm.days))
