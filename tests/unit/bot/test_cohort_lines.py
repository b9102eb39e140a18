"""Everything that can be said of a table is said in one clear line, in every language."""

import re

import pytest

from bot.prompt_files import read_prompts
from bot.views.cohort_lines import MOST_LINES, Remarked, cohort_line, cohort_lines
from flows.programmes.cohort import Hindrance, Note, Obstacle, Remark
from flows.programmes.cohort_file import Finding, RowFault
from flows.words import Words

CATALOGUES = read_prompts().catalogues
ENGLISH = CATALOGUES["en"]
ABOUT = {RowFault.LEADER_TWICE: "U0LEA, 4", RowFault.TOO_MANY_ROWS: "10001"}
EVERYTHING: list[Remarked] = [
    *(Finding(7, fault, ABOUT.get(fault, "U0LEA")) for fault in RowFault),
    *(Hindrance(7, obstacle, "U0LEA") for obstacle in Obstacle),
    *(Note(7, remark, "U0LEA") for remark in Remark),
]


@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)
def test_each_has_a_line_of_its_own(words: Words) -> None:
    lines = [cohort_line(each, words) for each in EVERYTHING]
    assert len(set(lines)) == len(EVERYTHING)
    assert [
        line for line in lines if "\n" in line or "{" in line or not re.match(r"(Row|Zeile) 7: \S.+\.$", line)
    ] == []


@pytest.mark.parametrize(
    ("remarked", "line"),
    [
        (Finding(5, RowFault.LEADER_TWICE, "U0LEA, 4"), "Row 5: U0LEA is the leader of row 4 already. "),
        (Finding(0, RowFault.TOO_MANY_ROWS, "10001"), "The table has 10,001 rows, and at most 10,000 can be taken at"),
        (Finding(1204, RowFault.NOT_A_DATE, "{x} 1.2.26"), "Row 1204: “{x} 1.2.26” is no date. Write it like 2026-"),
        (Hindrance(2, Obstacle.PAST, "2025-12-31"), "Row 2: The last day, 2025-12-31, is over. Name a later one."),
    ],
)
def test_what_stands_in_the_row_is_said(remarked: Remarked, line: str) -> None:
    assert cohort_line(remarked, ENGLISH).startswith(line)


def test_of_many_the_first_are_said_and_the_rest_is_counted() -> None:
    many = [Finding(row, RowFault.NO_LEADER) for row in range(2, MOST_LINES + 1203)]
    *said, rest = cohort_lines(many, ENGLISH)
    assert said == [cohort_line(each, ENGLISH) for each in many[:MOST_LINES]]
    assert rest == "And 1,201 more."
    assert list(cohort_lines(many[:MOST_LINES], ENGLISH)) == said
