"""A cohort as a table that somebody wrote elsewhere: what stands in its rows, or what is wrong in which of them.

Nothing here looks anybody up. People are named by Slack id or, beside Slack's own list of members, by e-mail.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_ROWS = 10_000
MOST_PEOPLE = 20  # of one role in one row

_COLUMNS = ("leader", "coaches", "mentors", "sponsors", "manager", "until")
_ALSO = {"coach": "coaches", "mentor": "mentors", "sponsor": "sponsors", "linemanager": "manager"}
_ID = re.compile(r"[UW][A-Z0-9]{5,20}")
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BETWEEN = ",;\t"


class RowFault(StrEnum):
    """What is wrong in one row, or, with row 0, with the whole."""

    NOT_TEXT = "not_text"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too_many_rows"
    NO_LEADER_COLUMN = "no_leader_column"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    NO_LEADER = "no_leader"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_PEOPLE = "too_many_people"
    NOT_A_PERSON = "not_a_person"
    E_MAIL_WITHOUT_LIST = "e_mail_without_list"
    NOT_IN_LIST = "not_in_list"
    TWICE_IN_LIST = "twice_in_list"
    LEADER_TWICE = "leader_twice"
    PERSON_TWICE = "person_twice"
    OWN_COACH = "own_coach"
    NOT_A_DATE = "not_a_date"
    UNTIL_WITHOUT_COACH = "until_without_coach"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, and in which row it is: the header is row 1. `about` is what stands there, cut to a readable length."""

    row: int
    fault: RowFault
    about: str = ""


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One leader with those who accompany them, all by Slack id. `until` is the last day of coaches from outside."""

    row: int
    leader: str
    coaches: tuple[str, ...] = ()
    mentors: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    manager: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    """What a table says. With findings, nothing of it may be used."""

    rows: Sequence[CohortRow] = ()
    findings: Sequence[Finding] = ()


def decoded(content: bytes) -> str | None:
    """The text of a file: UTF-8, with or without its mark, or UTF-16 with one. None for anything else."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def read_cohort(content: bytes | str, members: Mapping[str, Sequence[str]] | None = None) -> Cohort:
    """Read a table. `members`: who has which e-mail, folded; without it e-mails cannot be used."""
    text = content if isinstance(content, str) else decoded(content)
    if text is None:
        return Cohort(findings=[Finding(0, RowFault.NOT_TEXT)])
    lines = _lines(text.removeprefix("\ufeff"))
    if not lines:
        return Cohort(findings=[Finding(0, RowFault.EMPTY)])
    (number, header), *body = lines
    columns, wrong = _columns(number, header)
    if not wrong and not body:
        wrong = [Finding(0, RowFault.EMPTY)]
    if len(body) > MOST_ROWS:
        wrong = [Finding(0, RowFault.TOO_MANY_ROWS, str(len(body)))]
    if wrong:
        return Cohort(findings=wrong)
    return _Reading(columns, members).read(body)


def read_members(content: bytes) -> Mapping[str, Sequence[str]] | None:
    """Who has which e-mail, by Slack's own list of members; None for a file that is none."""
    text = decoded(content)
    lines = _lines(text.removeprefix("\ufeff")) if text else []
    if not lines:
        return None
    header = [_folded(each) for each in lines[0][1]]
    if not {"email", "userid"} <= set(header):
        return None
    mail, person = header.index("email"), header.index("userid")
    found: dict[str, list[str]] = {}
    for _, cells in lines[1:]:
        if len(cells) > max(mail, person) and cells[mail].strip():
            found.setdefault(cells[mail].strip().casefold(), []).append(cells[person].strip())
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table under way."""

    columns: Sequence[str]
    members: Mapping[str, Sequence[str]] | None

    def read(self, body: Sequence[tuple[int, Sequence[str]]]) -> Cohort:
        findings: list[Finding] = []
        rows = [self._row(number, cells, findings) for number, cells in body]
        findings += _leaders_twice(rows)
        return Cohort(findings=sorted(findings, key=lambda each: each.row)) if findings else Cohort(rows)

    def _row(self, number: int, cells: Sequence[str], findings: list[Finding]) -> CohortRow:
        if len(cells) > len(self.columns):
            findings.append(Finding(number, RowFault.TOO_MANY_CELLS))
        held = dict(zip(self.columns, (each.strip() for each in cells), strict=False))
        people = {name: self._people(number, held.get(name, ""), findings) for name in _COLUMNS[:-1]}
        row = CohortRow(
            number,
            next(iter(people["leader"]), ""),
            people["coaches"],
            people["mentors"],
            people["sponsors"],
            next(iter(people["manager"]), ""),
            _day(number, held.get("until", ""), findings),
        )
        findings += _of_a_row(row, held, people)
        return row

    def _people(self, number: int, cell: str, findings: list[Finding]) -> tuple[str, ...]:
        named = [each for each in re.split(r"[;,\s]+", cell) if each]
        if len(named) > MOST_PEOPLE:
            findings.append(Finding(number, RowFault.TOO_MANY_PEOPLE, str(len(named))))
            return ()
        found = []
        for each in named:
            person = self._person(each)
            if isinstance(person, RowFault):
                findings.append(Finding(number, person, each[:80]))
            else:
                found.append(person)
        return tuple(found)

    def _person(self, named: str) -> str | RowFault:
        if _ID.fullmatch(named):
            return named
        if not _E_MAIL.fullmatch(named):
            return RowFault.NOT_A_PERSON
        if self.members is None:
            return RowFault.E_MAIL_WITHOUT_LIST
        found = self.members.get(named.casefold(), ())
        if len(found) > 1:
            return RowFault.TWICE_IN_LIST
        return found[0] if found else RowFault.NOT_IN_LIST


def _of_a_row(row: CohortRow, held: Mapping[str, str], people: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    if not held.get("leader"):
        yield Finding(row.row, RowFault.NO_LEADER)
    if len(people["leader"]) > 1 or len(people["manager"]) > 1:
        yield Finding(row.row, RowFault.TOO_MANY_PEOPLE)
    others = [each for name, found in people.items() if name != "leader" for each in found]
    if row.leader and row.leader in others:
        yield Finding(row.row, RowFault.OWN_COACH, row.leader)
    for name, found in people.items():
        if len(set(found)) < len(found):
            yield Finding(row.row, RowFault.PERSON_TWICE, name)
    if row.until and not (row.coaches or row.mentors):
        yield Finding(row.row, RowFault.UNTIL_WITHOUT_COACH)


def _leaders_twice(rows: Sequence[CohortRow]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for each in rows:
        if each.leader and first.setdefault(each.leader, each.row) != each.row:
            yield Finding(each.row, RowFault.LEADER_TWICE, f"{each.leader}, {first[each.leader]}")


def _columns(number: int, header: Sequence[str]) -> tuple[list[str], list[Finding]]:
    names = [_ALSO.get(_folded(each), _folded(each)) for each in header]
    wrong = [Finding(number, RowFault.UNKNOWN_COLUMN, each[:80]) for each in names if each not in _COLUMNS]
    wrong += [Finding(number, RowFault.COLUMN_TWICE, each) for each in _COLUMNS if names.count(each) > 1]
    if "leader" not in names:
        wrong.append(Finding(number, RowFault.NO_LEADER_COLUMN))
    return names, wrong


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers, counted from 1 as a spreadsheet does."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    between = max(_BETWEEN, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=False)
    return [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]


def _day(number: int, cell: str, findings: list[Finding]) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        findings.append(Finding(number, RowFault.NOT_A_DATE, cell[:80]))
        return None


def _folded(name: str) -> str:
    return "".join(name.casefold().replace("_", " ").split())
