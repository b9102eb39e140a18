"""The command line: 0 when all is fine, 1 when the task failed, 2 for wrong usage; errors are clear and short."""

import json
import os
import pty
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.cli import main
from bot.settings import NAMES
from storage.master_keys import new_master_key, read_master_keys

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Each test starts in an empty folder, with none of the settings given."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    try:
        main(list(arguments))
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    else:
        code = 0
    said = capsys.readouterr()
    return code, said.out, said.err


def process(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """The same as `cairn …`, in a process of its own."""
    given = {name: value for name, value in os.environ.items() if name not in NAMES}
    command = [sys.executable, "-m", "bot", *arguments]
    given |= {"PYTHONPATH": str(ROOT), **environ}
    return subprocess.run(command, env=given, capture_output=True, text=True, timeout=60, check=False)


SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-made-up",
    "SLACK_SIGNING_SECRET": "made-up",
    "CAIRN_KEYS": new_master_key(),
}


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["run", "--help"], ["demo", "--help"], ["prompts", "--help"], ["prompts", "check", "--help"],
     ["keys", "--help"], ["keys", "new", "--help"], ["manifest", "--help"], ["migrate", "--help"],
     ["doctor", "--help"], ["programme", "--help"], ["programme", "list", "--help"], ["programme", "import", "--help"]],
)  # fmt: skip
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, err) == (0, "")
    assert out.startswith("usage: cairn")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["dance"], "invalid choice: 'dance'"),
        (["prompts"], "the following arguments are required: WHAT"),
        (["programme"], "the following arguments are required: WHAT"),
        (["programme", "import", "cohort.csv"], "the following arguments are required: --programme"),
        (["keys", "old"], "invalid choice: 'old'"),
        (["run", "--port", "80"], "unrecognized arguments: --port 80"),
        (["demo", "--port", "many"], "argument --port: invalid int value: 'many'"),
        (["demo", "--port", "70000"], "--port must be from 0 to 65535"),
        (["demo", "--port", "-1"], "--port must be from 0 to 65535"),
        (["manifest"], "one of the arguments --url --socket is required"),
        (["manifest", "--socket", "--url", "https://example.org"], "not allowed with argument"),
        (["manifest", "--socket", "--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (["manifest", "--url", "https:///slack"], "--url must be a public address"),
        (["manifest", "--url", "https://example.org/?a=b"], "--url must be a public address"),
        (["manifest", "--url", "http://example.org"], "--url must be a public address that begins with https://"),
        (["doctor", "--person", "U012AB3CD"], "--person, --home and --yes go with --live"),
        (["doctor", "--live", "--person", "U012AB3CD"], "where nobody can answer, add --yes"),
        (["prompts", "check", "nowhere"], "there is no folder nowhere"),
        (["migrate", "now"], "unrecognized arguments: now"),
    ],
)
def test_wrong_usage_is_2_and_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert reason in err.splitlines()[-1]
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "value", "arguments"),
    [
        ("PORT", "many", ["run"]),
        ("LOG_FORMAT", "xml", ["run"]),
        ("PROMPTS_DIR", "nowhere", ["prompts", "check"]),
        ("DATABASE_URL", "mysql://localhost/x", ["migrate"]),
        ("SLACK_API_URL", "slack", ["run"]),
        ("SUPPORT_CONTACTS", "nobody", ["run"]),
    ],
)
def test_wrong_settings_are_2_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str, arguments: list[str]
) -> None:
    monkeypatch.setenv(name, value)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    [line] = err.splitlines()
    assert line.startswith("cairn: ")
    assert name in line


def test_all_that_is_missing_to_run_is_named_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "run")
    assert code == 2
    assert err.startswith("cairn: ")
    assert len(err.splitlines()) == 3
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "CAIRN_KEYS"):
        assert f"{name} is missing. " in err


def test_keys_that_are_none_are_2(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SECRETS, "CAIRN_KEYS": "not a key"}.items():
        monkeypatch.setenv(name, value)
    code, _, err = run(capsys, "run")
    assert code == 2
    assert len(err.splitlines()) == 1
    assert "not a key" not in err


def test_a_fresh_key_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "keys", "new")
    assert (code, err) == (0, "")
    assert read_master_keys(out.strip())
    assert run(capsys, "keys", "new")[1] != out


def test_the_manifest_has_our_address(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, read in ([], yaml.safe_load), (["--format", "json"], json.loads):
        code, out, err = run(capsys, "manifest", "--url", "https://cairn.example.org/", *arguments)
        assert (code, err) == (0, "")
        assert read(out)["settings"]["interactivity"]["request_url"] == "https://cairn.example.org/slack/events"


def test_the_manifest_for_sockets_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "manifest", "--socket")
    assert (code, err) == (0, "")
    assert yaml.safe_load(out)["settings"]["socket_mode_enabled"] is True
    assert "https://" not in out


def test_the_manifest_fits_where_people_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWER_IN", "form")
    code, out, err = run(capsys, "manifest", "--socket")
    assert (code, err) == (0, "")
    assert "history" not in out
    assert yaml.safe_load(out)["features"]["app_home"]["messages_tab_read_only_enabled"] is True


def test_prompts_are_checked(capsys: pytest.CaptureFixture[str], elsewhere: Path) -> None:
    code, out, err = run(capsys, "prompts", "check")
    assert (code, err) == (0, "")
    assert "weekly-reflection (en): version 1, 5 steps, 3 min" in out
    assert out.endswith("All scripts and words are fine.\n")
    code, again, _ = run(capsys, "prompts", "check", str(elsewhere))
    assert (code, again) == (0, out)


@pytest.mark.parametrize("text", ["id = ", 'id = "tea"', "id = '''a\nb'''", "\x00", f"version = {'9' * 5000}"])
def test_a_bad_script_is_2_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, elsewhere: Path, text: str
) -> None:
    (elsewhere / "en/scripts").mkdir(parents=True)
    (elsewhere / "en/scripts/tea.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PROMPTS_DIR", str(elsewhere))
    for arguments in (["prompts", "check"], ["prompts", "check", "."]):
        code, out, err = run(capsys, *arguments)
        assert (code, out) == (2, "")
        [line] = err.splitlines()
        assert line.startswith("cairn: en/scripts/tea.toml: ")
        assert len(line) < 300


def test_migrating_twice_is_fine(capsys: pytest.CaptureFixture[str], elsewhere: Path) -> None:
    for _ in range(2):
        code, out, _ = run(capsys, "migrate")
        assert (code, out) == (0, "The database is up to date.\n")
    assert (elsewhere / "cairn.db").is_file()
    assert (elsewhere / "cairn-keys.db").is_file()


def test_a_database_that_cannot_be_made_is_1_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///nowhere/cairn.db")
    code, out, err = run(capsys, "migrate")
    assert (code, out) == (1, "")
    [line] = err.splitlines()
    assert line.startswith("cairn: ")


def test_what_is_no_database_is_1_in_one_line(capsys: pytest.CaptureFixture[str], elsewhere: Path) -> None:
    (elsewhere / "cairn.db").write_bytes(b"This is a letter and no database." * 99)
    code, _, err = run(capsys, "migrate")
    assert code == 1
    assert len(err.splitlines()) == 1


def test_running_before_migrating_is_1_and_says_what_to_do() -> None:
    ended = process("run", **SECRETS)
    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert "cairn migrate" in line


def test_running_where_nobody_answers_is_1_in_one_line() -> None:
    assert process("migrate").returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    ended = process("run", **SECRETS, SLACK_API_URL=f"http://127.0.0.1:{port}/api/")
    assert ended.returncode == 1
    assert "Slack cannot be reached" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
    assert "xoxb-made-up" not in ended.stderr + ended.stdout


@pytest.mark.parametrize(("answer", "code", "says"), [("n", 1, "Nothing was done."), ("y", 1, "1 fault")])
def test_the_doctor_asks_before_it_does_anything_live(answer: str, code: int, says: str) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "wb", buffering=0) as keyboard:
        keyboard.write(f"{answer}\n".encode())
        environ = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PORT": "many",
        }  # so that it goes no further than its settings
        command = [sys.executable, "-m", "bot", "doctor", "--live", "--person", "U012AB3CD"]
        ended = subprocess.run(
            command, env=environ, stdin=theirs, capture_output=True, text=True, timeout=60, check=False
        )
        os.close(theirs)
    assert ended.returncode == code
    assert "Go on? [y/N]" in ended.stderr
    assert says in ended.stdout + ended.stderr
    assert ("settings" in ended.stdout) == (answer == "y")


def test_as_a_process_it_ends_with_the_same_codes() -> None:
    fine, failed, wrong = process("keys", "new"), process("prompts", "check", "nowhere"), process()
    assert [each.returncode for each in (fine, failed, wrong)] == [0, 2, 2]
    assert failed.stderr == "cairn: there is no folder nowhere\n"
    assert "Traceback" not in wrong.stderr
