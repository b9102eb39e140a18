"""A cohort as a table: read whole, or refused with the number of every row that is wrong."""

import codecs
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.programmes.cohort_file import (
    MOST_ROWS,
    Cohort,
    CohortRow,
    Finding,
    RowFault,
    decoded,
    read_cohort,
    read_members,
)

ANA, BEN, CARLA, DAN = "U0000ANA1", "U0000BEN1", "U0CARLA11", "U0000DAN1"
MEMBERS = (
    "username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,expiration-timestamp\n"
    f"ana,Ana@example.org,Member,1,0,0,{ANA},Ana Lima,ana,\n"
    f"ben,ben@example.org,Member,1,0,0,{BEN},Ben,ben,\n"
    f"twin,twin@example.org,Member,1,0,0,{CARLA},Twin,twin,\n"
    f"twin2,TWIN@example.org,Member,1,0,0,{DAN},Twin,twin,\n"
    "none,,Bot,0,0,0,B000000001,Robot,robot,\n"
).encode()


def wrong(text: str | bytes, members: bytes | None = None) -> list[tuple[int, RowFault]]:
    """What is found in a table, by row."""
    cohort = read_cohort(text, read_members(members) if members else None)
    assert not (cohort.rows and cohort.findings), "all or nothing"
    return [(each.row, each.fault) for each in cohort.findings]


def test_a_whole_row() -> None:
    table = f"Leader,Coaches,Mentors,Sponsors,Manager,Until\n{ANA},{BEN};{CARLA},,{DAN},{DAN},2026-12-31\n"
    row = CohortRow(2, ANA, (BEN, CARLA), (), (DAN,), DAN, date(2026, 12, 31))
    assert read_cohort(table) == Cohort([row])


@pytest.mark.parametrize(
    "table",
    [
        f"leader;coach\n{ANA};{BEN}\n",
        f"LEADER\tCoach\r\n{ANA}\t{BEN}\r\n",
        f" coach , leader \n\n{BEN},{ANA}\n\n\n",
        f'leader,coach,line_manager\n"{ANA}","{BEN}",\n',
        f"leader,coach\r{ANA},{BEN}\r",
    ],
)
def test_tables_as_programs_write_them(table: str) -> None:
    [row] = read_cohort(table).rows
    assert (row.leader, row.coaches) == (ANA, (BEN,))


@pytest.mark.parametrize(
    "content",
    [
        f"leader,coach\n{ANA},{BEN}".encode(),
        codecs.BOM_UTF8 + f"leader,coach\n{ANA},{BEN}".encode(),
        codecs.BOM_UTF16_LE + f"leader,coach\n{ANA},{BEN}".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + f"leader,coach\n{ANA},{BEN}".encode("utf-16-be"),
    ],
)
def test_files_as_programs_save_them(content: bytes) -> None:
    [row] = read_cohort(content).rows
    assert (row.row, row.leader, row.coaches) == (2, ANA, (BEN,))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"PK\x03\x04\x00\x00", "leader\né".encode("latin-1"), b"a\x00b"])
def test_what_is_no_text_is_said_to_be_none(content: bytes) -> None:
    assert decoded(content) is None
    assert wrong(content) == [(0, RowFault.NOT_TEXT)]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("", [(0, RowFault.EMPTY)]),
        (" \n , \n", [(0, RowFault.EMPTY)]),
        ("leader,coach\n", [(0, RowFault.EMPTY)]),
        (f"name\n{ANA}", [(1, RowFault.UNKNOWN_COLUMN), (1, RowFault.NO_LEADER_COLUMN)]),
        (f"leader,coach,coaches\n{ANA},,", [(1, RowFault.COLUMN_TWICE)]),
        (f"leader,coach\n,{BEN}", [(2, RowFault.NO_LEADER)]),
        (f"leader\n{ANA},{BEN}", [(2, RowFault.TOO_MANY_CELLS)]),
        (f"leader\n{ANA};{BEN}", [(2, RowFault.TOO_MANY_PEOPLE)]),
        (f"leader,manager\n{ANA},{BEN} {CARLA}", [(2, RowFault.TOO_MANY_PEOPLE)]),
        (f"leader,coach\n{ANA},@ben", [(2, RowFault.NOT_A_PERSON)]),
        ("leader\nana@example.org", [(2, RowFault.E_MAIL_WITHOUT_LIST)]),
        (f"leader\n{ANA}\n\n{ANA}", [(4, RowFault.LEADER_TWICE)]),
        (f"leader,coach\n{ANA},{BEN} {BEN}", [(2, RowFault.PERSON_TWICE)]),
        (f"leader,coach\n{ANA},{ANA}", [(2, RowFault.OWN_COACH)]),
        (f"leader,coach,until\n{ANA},{BEN},tomorrow", [(2, RowFault.NOT_A_DATE)]),
        (f"leader,until\n{ANA},2026-12-31", [(2, RowFault.UNTIL_WITHOUT_COACH)]),
        (
            f"leader,coach\n{ANA},nobody\n{BEN},{CARLA}\n,\n{BEN},x",
            [(2, RowFault.NOT_A_PERSON), (5, RowFault.NOT_A_PERSON), (5, RowFault.LEADER_TWICE)],
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_row(table: str, found: list[tuple[int, RowFault]]) -> None:
    assert wrong(table) == found


def test_a_leader_may_also_be_a_coach_of_another() -> None:
    assert [each.coaches for each in read_cohort(f"leader,coach\n{ANA},{BEN}\n{BEN},{ANA}").rows] == [(BEN,), (ANA,)]


def test_people_are_found_by_e_mail_in_slacks_own_list() -> None:
    cohort = read_cohort("leader,coach\nana@EXAMPLE.org,ben@example.org", read_members(MEMBERS))
    assert [(each.leader, each.coaches) for each in cohort.rows] == [(ANA, (BEN,))]


def test_who_is_not_in_the_list_or_there_twice_is_said() -> None:
    table = "leader\nnobody@example.org\ntwin@example.org"
    assert wrong(table, MEMBERS) == [(2, RowFault.NOT_IN_LIST), (3, RowFault.TWICE_IN_LIST)]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2", b"email\nana@example.org", b"\xff\xff"])
def test_another_list_is_none(content: bytes) -> None:
    assert read_members(content) is None


def test_ten_thousand_rows_and_not_one_more() -> None:
    rows = [f"U{number:08},{BEN}" for number in range(MOST_ROWS)]
    assert len(read_cohort("\n".join(["leader,coach", *rows])).rows) == MOST_ROWS
    assert wrong("\n".join(["leader,coach", *rows, f"{ANA},{BEN}"])) == [(0, RowFault.TOO_MANY_ROWS)]


def test_a_finding_quotes_no_more_than_fits_a_line() -> None:
    [finding] = read_cohort(f"leader\n{'x' * 5000}").findings
    assert finding == Finding(2, RowFault.NOT_A_PERSON, "x" * 80)


@given(st.binary() | st.text())
def test_nothing_breaks_it(content: bytes | str) -> None:
    cohort = read_cohort(content)
    assert bool(cohort.rows) != bool(cohort.findings)
