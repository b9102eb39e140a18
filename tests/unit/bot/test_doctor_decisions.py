"""What the checks make of what they see, where no workspace or store has to be there to tell."""

import json
from argparse import ArgumentParser
from datetime import UTC, datetime

import pytest

from bot.doctor.about_live import Refused, about_deed, about_views, why_refused
from bot.doctor.about_setup import about_contacts, about_settings
from bot.doctor.about_slack import Answer, about_clock, about_scopes, about_sockets, about_token, seconds_ahead
from bot.doctor.about_stores import Space, about_space
from bot.doctor.findings import Check, Finding, Verdict, fault, fine, has_fault, not_checked, warning
from bot.doctor.options import Wish, add_options, read_wish
from bot.doctor.report import for_machines, for_people

OK, WARNING, FAULT, NOT_CHECKED = Verdict.OK, Verdict.WARNING, Verdict.FAULT, Verdict.NOT_CHECKED


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [(0.0, OK), (60.0, OK), (-60.0, OK), (60.1, FAULT), (-61.0, FAULT), (None, NOT_CHECKED)],
)
def test_a_minute_off_is_too_much(seconds: float | None, verdict: Verdict) -> None:
    assert about_clock(seconds).verdict is verdict


@pytest.mark.parametrize(
    ("date", "ahead"),
    [
        ("Sun, 22 Nov 2026 12:00:00 GMT", 0.5),
        ("Sun, 22 Nov 2026 12:02:01 GMT", -120.5),
        ("Sun, 22 Nov 2026 13:00:00 +0100", 0.5),
        ("", None),
        ("yesterday", None),
        ("Sun, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_the_clock_is_compared_with_the_middle_of_the_call(date: str, ahead: float | None) -> None:
    asked, answered = datetime(2026, 11, 22, 12, 0, tzinfo=UTC), datetime(2026, 11, 22, 12, 0, 2, tzinfo=UTC)
    assert seconds_ahead(asked, answered, date) == ahead


def test_a_persons_token_is_not_the_bots() -> None:
    assert about_token(Answer(ok=True, said={"user": "ana", "team": "Northwind"})).verdict is FAULT
    assert about_token(Answer(ok=True, said={"user": "cairn", "team": "Northwind", "bot_id": "B1"})).verdict is OK
    assert about_token(None).verdict is NOT_CHECKED


def test_names_from_slack_cannot_disturb_the_screen() -> None:
    found = about_token(Answer(ok=True, said={"user": "cairn", "team": "A\x1b[2J\nB", "bot_id": "B1"}))
    assert "\x1b" not in found.says
    assert "\n" not in found.says


@pytest.mark.parametrize(
    ("granted", "verdict"),
    [("a,b", OK), (" b , a ", OK), ("a", FAULT), ("", FAULT), ("a,b,c", WARNING), (None, NOT_CHECKED)],
)
def test_scopes_are_compared_both_ways(granted: str | None, verdict: Verdict) -> None:
    headers = {} if granted is None else {"x-oauth-scopes": granted}
    assert about_scopes(Answer(ok=True, headers=headers), ["a", "b"]).verdict is verdict


@pytest.mark.parametrize(
    ("token", "app", "verdict"),
    [
        ("xapp-1-A0OURS-12-abc", "A0OURS", OK),
        ("xapp-1-A0OTHER-12-abc", "A0OURS", FAULT),
        ("xapp-1-A0OTHER-12-abc", "", OK),
        ("xapp-plain", "A0OURS", OK),
    ],
)
def test_both_tokens_must_be_of_one_app(token: str, app: str, verdict: Verdict) -> None:
    assert about_sockets(token, Answer(ok=True), app).verdict is verdict


@pytest.mark.parametrize(("free", "verdict"), [(99, FAULT), (100, WARNING), (999, WARNING), (1000, OK)])
def test_the_fullest_disk_counts(free: int, verdict: Verdict) -> None:
    found = about_space({"a": 10**9, "b": free}, Space(enough=1000, little=100))
    assert found.verdict is verdict
    assert "in b" in found.says


def test_everything_missing_is_said_with_a_full_stop() -> None:
    assert about_settings(["A is missing. Set it", "B is missing."]).says == "A is missing. Set it. B is missing."
    assert about_settings([]).verdict is OK
    assert [about_contacts(count).verdict for count in (0, 1)] == [WARNING, OK]


def test_a_refused_drawing_says_where_and_never_what() -> None:
    errors = [{"pointer": "/0/text/text", "code": "failed_constraint", "message": "words of a script"}]
    answer = Answer(ok=False, error="invalid_blocks", said={"errors": errors})
    assert why_refused("help", answer) == Refused("help", "invalid_blocks /0/text/text failed_constraint")
    for odd in (None, [], "?", ["?"]):
        assert (
            why_refused("help", Answer(ok=False, error="invalid_view", said={"errors": odd})).reason == "invalid_view"
        )


def test_many_refused_drawings_are_counted() -> None:
    found = about_views(10, [Refused(f"n{number}", "invalid_blocks") for number in range(7)])
    assert "7 of 10" in found.says
    assert "n4" in found.says
    assert "n5" not in found.says
    assert "and 2 more" in found.says


def test_a_deed_that_was_not_tried_is_not_a_fault() -> None:
    assert about_deed(Check.UPDATE, None).verdict is NOT_CHECKED
    assert about_deed(Check.HOME, Answer(ok=False, error="not_enabled")).verdict is NOT_CHECKED
    assert about_deed(Check.POST, Answer(ok=False, error="not_enabled")).verdict is FAULT


FINDINGS = [
    fine(Check.SETTINGS, "All set."),
    warning(Check.CONTACTS, "Nobody is named.", "Name somebody."),
    fault(
        Check.DATABASE,
        "word " * 40,
        "Run: chmod 600 a-very-long-folder-name/with-hyphens/that-must-not-be-torn/cairn.db",
    ),
    not_checked(Check.KEYS, "Nobody knows."),
]


def test_people_read_lines_that_fit_and_machines_read_all_of_it() -> None:
    lines = for_people(FINDINGS).splitlines()
    assert max(map(len, lines)) <= 120
    assert [line.split()[0] for line in lines if line[:1].strip()] == ["ok", "warning", "FAULT", "not", "1"]
    assert lines[-1] == "1 fault, 1 warning, 1 fine, 1 not checked."
    assert any("with-hyphens/that-must-not-be-torn" in line for line in lines)
    told = json.loads(for_machines(FINDINGS))
    assert told["ok"] is False
    assert [each["verdict"] for each in told["checks"]] == ["ok", "warning", "fault", "not checked"]
    assert told["checks"][1] == {
        "check": "support contacts", "verdict": "warning", "says": "Nobody is named.", "do": "Name somebody.",
    }  # fmt: skip


def test_only_a_fault_is_a_failure() -> None:
    def without_fault() -> list[Finding]:
        return [each for each in FINDINGS if each.verdict is not FAULT]

    assert has_fault(FINDINGS)
    assert not has_fault(without_fault())
    assert json.loads(for_machines(without_fault()))["ok"] is True


def wish(*arguments: str, terminal: bool = False) -> Wish:
    parser = ArgumentParser()
    add_options(parser)
    return read_wish(parser.parse_args(arguments), terminal=terminal)


def test_what_is_asked_for_is_understood() -> None:
    assert wish() == Wish(as_json=False, manifest=None, person="", home=False, agreed=False)
    assert wish("--live", "--person", "U012AB3CD", terminal=True).person == "U012AB3CD"
    assert wish("--live", "--person", "W1", "--yes", "--home").agreed


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--person", "U1"], "go with --live"),
        (["--home"], "go with --live"),
        (["--yes"], "go with --live"),
        (["--live"], "needs --person"),
        (["--live", "--yes", "--person", "Ana"], "needs --person"),
        (["--live", "--yes", "--person", "C012AB3CD"], "needs --person"),
        (["--live", "--person", "U1"], "add --yes"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(arguments: list[str], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        wish(*arguments)
