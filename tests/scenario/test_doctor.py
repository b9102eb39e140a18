"""`cairn doctor` against a workspace: each check of Slack's side fails once, and an operator runs the whole."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.doctor.findings import Check, Verdict
from bot.manifest import NAME, SCOPES, asked
from bot.settings import NAMES
from flows.people import AnswerIn
from sandbox.faults import (
    Fault,
    accept_then_drop,
    html_instead_of_json,
    http_error,
    ratelimited,
    slack_error,
    truncated_json,
)
from storage.memory import Memory
from tests.contract.words import CANARY, speak
from tests.databases import SetClock, Settings
from tests.scenario.installation import APP_TOKEN, RIGHT_TIME, SECRET, TOKEN, Installation, cairn, installed

OK, WARNING, FAULT, NOT_CHECKED = Verdict.OK, Verdict.WARNING, Verdict.FAULT, Verdict.NOT_CHECKED
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
async def installation() -> AsyncIterator[Installation]:
    async with installed() as found:
        yield found


async def test_a_right_installation_is_fine_and_is_asked_little(installation: Installation) -> None:
    seen = await installation.asked()
    assert {each.verdict for each in seen.values()} == {OK}
    assert NAME.lower() in seen[Check.TOKEN].says
    assert [call.method for call in installation.sandbox.calls] == ["auth.test"]


@pytest.mark.parametrize("clock_is_off", [timedelta(seconds=-90), timedelta(seconds=90)])
async def test_a_clock_that_is_off_is_a_fault(installation: Installation, clock_is_off: timedelta) -> None:
    found = (await installation.asked(SetClock(RIGHT_TIME.now() + clock_is_off)))[Check.CLOCK]
    assert found.verdict is FAULT
    assert ("ahead of" if clock_is_off > timedelta() else "behind") in found.says


async def test_a_clock_that_is_a_little_off_is_fine(installation: Installation) -> None:
    assert (await installation.asked(SetClock(RIGHT_TIME.now() + timedelta(seconds=20))))[Check.CLOCK].verdict is OK


async def test_a_token_that_slack_does_not_know_is_a_fault(installation: Installation) -> None:
    installation.set(slack_bot_token="xoxb-of-somewhere-else")
    seen = await installation.asked()
    assert seen[Check.TOKEN].verdict is FAULT
    assert "invalid_auth" in seen[Check.TOKEN].says
    assert seen[Check.SCOPES].verdict is NOT_CHECKED
    assert seen[Check.CLOCK].verdict is OK


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (slack_error("account_inactive"), "account_inactive"),
        (slack_error("What a person wrote"), "not Slack"),
        (ratelimited(30), "too often"),
        (http_error(502), "not Slack (status 502)"),
        (html_instead_of_json(), "not Slack"),
        (truncated_json(), "not Slack"),
        (accept_then_drop(), "cannot be reached"),
    ],
    ids=repr,
)
async def test_whatever_answers_is_told_plainly(installation: Installation, trouble: Fault, says: str) -> None:
    installation.sandbox.faults.plan(trouble, method="auth.test")
    found = (await installation.asked())[Check.TOKEN]
    assert found.verdict is FAULT
    assert says in found.says
    assert "person wrote" not in str(found)


async def test_a_slack_that_cannot_be_reached_is_a_fault(installation: Installation) -> None:
    installation.set(slack_api_url="http://127.0.0.1:9/api/")
    seen = await installation.asked()
    assert seen[Check.TOKEN].verdict is FAULT
    assert seen[Check.CLOCK].verdict is NOT_CHECKED


@pytest.mark.parametrize(
    ("scopes", "verdict", "named"),
    [
        ([each for each in SCOPES if each != "users:read"], FAULT, "users:read"),
        ([], FAULT, ", ".join(SCOPES)),
        ([*SCOPES, "files:read"], WARNING, "files:read"),
    ],
)
async def test_scopes_that_are_missing_or_too_many_are_noticed(scopes: list[str], verdict: Verdict, named: str) -> None:
    async with installed(scopes) as installation:
        found = (await installation.asked())[Check.SCOPES]
    assert found.verdict is verdict
    assert named in found.says
    assert "reinstall the app" in found.do


@pytest.mark.parametrize(
    ("granted", "wanted", "verdict"),
    [
        (AnswerIn.FORM, AnswerIn.FORM, OK),
        (AnswerIn.CHAT, AnswerIn.FORM, WARNING),
        (AnswerIn.FORM, AnswerIn.CHAT, FAULT),
    ],
)
async def test_where_everything_is_answered_in_the_form_messages_need_not_be_read(
    granted: AnswerIn, wanted: AnswerIn, verdict: Verdict
) -> None:
    async with installed(asked(SCOPES, granted)) as installation:
        installation.set(answer_in=wanted)
        found = (await installation.asked())[Check.SCOPES]
    assert found.verdict is verdict
    assert ("im:history" in found.says) is (verdict is not OK)


@pytest.mark.parametrize(("secret", "verdict"), [("", NOT_CHECKED), ("xoxb-no-secret", WARNING), (SECRET, OK)])
async def test_a_signing_secret_that_is_none_is_noticed(
    installation: Installation, secret: str, verdict: Verdict
) -> None:
    installation.set(slack_signing_secret=secret)
    found = (await installation.asked())[Check.SIGNING]
    assert found.verdict is verdict
    assert not secret or secret not in str(found)


@pytest.mark.parametrize(
    ("token", "app", "error"),
    [
        ("xapp-of-somewhere-else", {}, "invalid_auth"),
        (TOKEN, {}, "not_allowed_token_type"),
        (APP_TOKEN, {"app_scopes": ["authorizations:read"]}, "missing_scope"),
        (APP_TOKEN, {"sockets": False}, "socket_mode_not_enabled"),
    ],
)
async def test_an_app_level_token_that_does_not_connect_is_a_fault(token: str, app: dict[str, Any], error: str) -> None:
    async with installed(**app) as installation:
        installation.set(slack_app_token=token)
        seen = await installation.asked()
    assert Check.SIGNING not in seen
    assert seen[Check.SOCKETS].verdict is FAULT
    assert error in seen[Check.SOCKETS].says
    assert "connections:write" in seen[Check.SOCKETS].do
    assert token not in str(seen)


async def test_an_app_level_token_of_another_app_is_a_fault(installation: Installation) -> None:
    installation.set(slack_app_token=APP_TOKEN)
    found = (await installation.asked())[Check.SOCKETS]
    assert found.verdict is FAULT
    assert "two different apps" in found.says


async def test_an_app_level_token_that_connects_is_fine() -> None:
    async with installed(app_token="xapp-plain") as installation:
        installation.set(slack_app_token="xapp-plain", slack_signing_secret="")
        seen = await installation.asked()
    assert {each.verdict for each in seen.values()} == {OK}


async def test_without_a_token_slack_is_not_asked(installation: Installation) -> None:
    installation.set(slack_bot_token="")
    seen = await installation.asked()
    assert seen[Check.TOKEN].verdict is NOT_CHECKED
    assert not installation.sandbox.calls


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A folder of one's own, and no settings."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@ON_SQLITE
async def test_an_operator_sees_that_all_is_well_and_no_secret(
    installation: Installation,
    bare: pytest.MonkeyPatch,
    memory: Memory,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await speak(memory)
    for name, value in installation.environ(settings).items():
        bare.setenv(name, value)
    code, out, err = await cairn(capsys, "doctor")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "no faults, no warnings, 13 fine, 1 not checked."
    assert not [each for each in (TOKEN, SECRET, settings.keys, CANARY) if each in out]


@ON_SQLITE
async def test_a_machine_reads_the_same(
    installation: Installation, bare: pytest.MonkeyPatch, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in installation.environ(settings).items():
        bare.setenv(name, value)
    bare.setenv("CAIRN_KEYS", "half-a-key")
    code, out, err = await cairn(capsys, "doctor", "--json")
    told = json.loads(out)
    assert (code, err, told["ok"]) == (1, "", False)
    assert [each["check"] for each in told["checks"] if each["verdict"] == "fault"] == ["keys"]
    assert "half-a-key" not in out


async def test_with_nothing_set_everything_missing_is_named_at_once(
    bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = await cairn(capsys, "doctor")
    assert code == 1
    told = " ".join(out.split())
    for each in ("SLACK_BOT_TOKEN is missing", "SLACK_SIGNING_SECRET is missing", "CAIRN_KEYS is missing"):
        assert each in told
    assert "FAULT database" in told
    assert "warning support contacts" in told


@pytest.mark.parametrize(("name", "value"), [("PORT", "many"), ("DATABASE_URL", "postgresql:hush-hush")])
async def test_a_setting_that_cannot_be_used_is_a_fault(
    bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    bare.setenv(name, value)
    code, out, _ = await cairn(capsys, "doctor")
    assert code == 1
    assert name in out
    assert "1 fault, no warnings, no fine" in out.replace("0 fine", "no fine")
    assert value not in out


async def test_a_script_that_must_not_be_loaded_is_a_fault(
    bare: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "en/scripts").mkdir(parents=True)
    (tmp_path / "en/scripts/tea.toml").write_text("id = ", "utf-8")
    bare.setenv("PROMPTS_DIR", str(tmp_path))
    code, out, _ = await cairn(capsys, "doctor")
    assert code == 1
    assert "en/scripts/tea.toml: not valid TOML" in " ".join(out.split())
