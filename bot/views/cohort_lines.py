"""What is said of the rows of a table of leaders, a line each: the same on the command line and in Slack."""

from collections.abc import Iterator, Sequence

from flows.programmes.cohort import Hindrance, Note
from flows.programmes.cohort_file import MOST_PEOPLE, MOST_ROWS, Finding, RowFault
from flows.words import Words

MOST_LINES = 50
"""So many lines are shown; of the others it is said how many there are."""

Remarked = Finding | Hindrance | Note
"""What can be said of a row."""


def cohort_line(remarked: Remarked, words: Words) -> str:
    """What it is and what to do, as plain text, with the number of its row unless it concerns the whole table."""
    said = _said(remarked, words)
    return words("cohort.row", row=str(remarked.row), said=said) if remarked.row else said


def cohort_lines(remarked: Sequence[Remarked], words: Words, most: int = MOST_LINES) -> Iterator[str]:
    """A line for each of the first so many, and one that counts the rest."""
    yield from (cohort_line(each, words) for each in remarked[:most])
    if len(remarked) > most:
        yield words("cohort.more", count=len(remarked) - most)


def _said(remarked: Remarked, words: Words) -> str:
    match remarked:
        case Finding():
            return _fault(remarked, words)
        case Hindrance():
            return words(f"cohort.obstacle.{remarked.obstacle}", about=remarked.about)
        case Note():
            return words(f"cohort.remark.{remarked.remark}", about=remarked.about)


def _fault(finding: Finding, words: Words) -> str:
    about, first = finding.about, ""
    if finding.fault is RowFault.LEADER_TWICE:
        about, _, first = about.rpartition(", ")
    if finding.fault is RowFault.TOO_MANY_ROWS:
        about = words.number(int(about))
    return words(f"cohort.fault.{finding.fault}", about=about, first=first, most=MOST_ROWS, people=MOST_PEOPLE)
