"""What the operator decides is checked before anything starts, and secrets do not show."""

from pathlib import Path

import pytest

from bot.settings import (
    FOR_RUN,
    NAMES,
    Contact,
    LogFormat,
    Settings,
    SettingsError,
    load_settings,
    needs,
    read_env_file,
    read_settings,
)
from flows.people import AnswerIn

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-secret",
    "SLACK_SIGNING_SECRET": "signing-secret",
    "SLACK_APP_TOKEN": "xapp-secret",
    "DATABASE_URL": "postgresql://cairn:database-secret@db/cairn",
    "CAIRN_KEYS": "newest-secret,older-secret",
    "CAIRN_KEYSTORE": "postgresql://cairn:keystore-secret@db/keys",
}


def test_without_any_setting_the_defaults_hold() -> None:
    settings = read_settings({})
    assert settings == Settings()
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.database_url, settings.keystore_url) == ("sqlite:///cairn.db", "sqlite:///cairn-keys.db")
    assert (settings.port, settings.log_format) == (3000, LogFormat.TEXT)


def test_every_setting_is_taken(tmp_path: Path) -> None:
    settings = read_settings(
        {
            **SECRETS,
            "SLACK_API_URL": "http://localhost:8080/api",
            "PROMPTS_DIR": str(tmp_path),
            "PORT": " 65535 ",
            "LOG_FORMAT": "json",
            "ANSWER_IN": "form",
            "CLOCK_URL": "http://127.0.0.1:8090/control/clock",
            "SUPPORT_CONTACTS": "Employee assistance: +44 800 000 000; HR care team: #care ;",
        }
    )
    assert settings == Settings(
        slack_bot_token=SECRETS["SLACK_BOT_TOKEN"],
        slack_signing_secret=SECRETS["SLACK_SIGNING_SECRET"],
        slack_app_token=SECRETS["SLACK_APP_TOKEN"],
        slack_api_url="http://localhost:8080/api/",
        database_url=SECRETS["DATABASE_URL"],
        keys=SECRETS["CAIRN_KEYS"],
        keystore_url=SECRETS["CAIRN_KEYSTORE"],
        prompts_dir=tmp_path,
        port=65535,
        log_format=LogFormat.JSON,
        support_contacts=(Contact("Employee assistance", "+44 800 000 000"), Contact("HR care team", "#care")),
        clock_url="http://127.0.0.1:8090/control/clock",
        answer_in=AnswerIn.FORM,
    )


def test_an_empty_value_means_the_default() -> None:
    assert read_settings(dict.fromkeys(["PORT", "SLACK_API_URL", "LOG_FORMAT", "PROMPTS_DIR"], " ")) == Settings()


def test_printing_the_settings_shows_no_secret() -> None:
    assert "secret" not in repr(read_settings(SECRETS))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_API_URL", "ftp://slack.com/api/"),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_API_URL", "https://"),
        ("SLACK_API_URL", "https://slack.com/api?x=1"),
        ("SLACK_API_URL", "https://[broken/api"),
        ("DATABASE_URL", "mysql://secret@db/cairn"),
        ("DATABASE_URL", "sqlite:cairn.db"),
        ("DATABASE_URL", "sqlite://host/secret.db"),
        ("DATABASE_URL", "sqlite:////"),
        ("DATABASE_URL", "sqlite:///?secret"),
        ("DATABASE_URL", "secret.db"),
        ("CAIRN_KEYSTORE", "secret.db"),
        ("CAIRN_KEYSTORE", "sqlite:///cairn.db"),
        ("PROMPTS_DIR", "/no/such/folder"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "eighty"),
        ("PORT", "٣٠٠٠"),
        ("PORT", "1" * 5000),
        ("LOG_FORMAT", "xml"),
        ("ANSWER_IN", "forms"),
        ("ANSWER_IN", "CHAT"),
        ("CLOCK_URL", "http://example.org:80/control/clock"),
        ("CLOCK_URL", "http://127.0.0.1.example.org:80/"),
        ("CLOCK_URL", "https://127.0.0.1:80/"),
        ("CLOCK_URL", "127.0.0.1"),
        ("SUPPORT_CONTACTS", "just a name"),
        ("SUPPORT_CONTACTS", "A: b; : c"),
        ("SUPPORT_CONTACTS", "A: \u200b"),
        ("SUPPORT_CONTACTS", "A: b;" * 6),
        ("SUPPORT_CONTACTS", "A: " + "b" * 148),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({name: value})
    said = str(caught.value)
    assert said.startswith(name)
    assert "\n" not in said
    assert "secret" not in said
    assert caught.value.__suppress_context__ or caught.value.__context__ is None  # no chain that could quote it


@pytest.mark.parametrize(
    ("database", "keystore"),
    [
        ("sqlite:///cairn.db", "sqlite:///cairn-keys.db"),
        ("sqlite:////srv/data/cairn.sqlite3", "sqlite:////srv/data/cairn-keys.sqlite3"),
        ("sqlite:///data/cairn", "sqlite:///data/cairn-keys"),
        ("sqlite:///cairn.db?timeout=5", "sqlite:///cairn-keys.db?timeout=5"),
        ("sqlite://", "sqlite://"),
        ("sqlite:///:memory:", "sqlite://"),
        ("postgresql://db/cairn", ""),
        ("postgres://db/cairn", ""),
    ],
)
def test_keys_lie_beside_the_embedded_database(database: str, keystore: str) -> None:
    assert read_settings({"DATABASE_URL": database}).keystore_url == keystore


def test_contacts_are_cleaned_and_may_hold_addresses() -> None:
    value = "Help\u202e line:  https://help.example/a \n; A: " + "b" * 147
    first, second = read_settings({"SUPPORT_CONTACTS": value}).support_contacts
    assert first == Contact("Help line", "https://help.example/a")
    assert second.reach == "b" * 147


def test_all_that_is_missing_is_said_at_once_with_what_to_do() -> None:
    said = needs(read_settings({"DATABASE_URL": "postgresql://db/cairn"}))
    assert [line.split()[0] for line in said] == list(FOR_RUN)
    assert (
        "CAIRN_KEYS is missing. Cairn encrypts what people write and needs a key. Make one with: cairn keys new."
        in said
    )
    assert all(line.endswith(".") and "\n" not in line for line in said)


def test_nothing_is_missing_when_all_is_there() -> None:
    assert needs(read_settings(SECRETS)) == []
    assert needs(read_settings({}), ["CAIRN_KEYSTORE"]) == []


def test_an_env_file_is_read_with_quotes_and_comments(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(
        """\ufeff# a comment
        A=plain value   # why
        export B = "double # kept"  # why
        C='single "kept" '
        D=
        E=hash#tag
        F=   # nothing
        G=a=b"c'd
        H=earlier
        H=later wins
""",
        "utf-8",
    )
    assert read_env_file(path) == {
        "A": "plain value",
        "B": "double # kept",
        "C": 'single "kept" ',
        "D": "",
        "E": "hash#tag",
        "F": "",
        "G": "a=b\"c'd",
        "H": "later wins",
    }


@pytest.mark.parametrize("line", ["secret", "1A=secret", 'A="secret', "A='secret' more", "A B=secret", "=secret"])
def test_a_line_that_makes_no_sense_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / ".env"
    path.write_text(f"# fine\n{line}\n", "utf-8")
    with pytest.raises(SettingsError, match=r"^\.env, line 2 ") as caught:
        read_env_file(path)
    assert "secret" not in str(caught.value)


def test_an_env_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"A=\xff")
    with pytest.raises(SettingsError, match=r"^\.env cannot be read"):
        read_env_file(tmp_path / ".env")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nLOG_FORMAT=json\n", "utf-8")
    settings = load_settings({"PORT": "5000"}, tmp_path)
    assert (settings.port, settings.log_format) == (5000, LogFormat.JSON)


def test_without_a_file_the_environment_is_all(tmp_path: Path) -> None:
    assert load_settings({"PORT": "5000"}, tmp_path) == Settings(port=5000)


def test_the_process_itself_is_read_when_nothing_is_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", "5001")
    (tmp_path / ".env").write_text("LOG_FORMAT=json", "utf-8")
    settings = load_settings()
    assert (settings.port, settings.log_format) == (5001, LogFormat.JSON)


def test_an_app_level_token_does_instead_of_a_signing_secret() -> None:
    neither = SECRETS | {"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": ""}
    assert [line.partition(" ")[0] for line in needs(read_settings(neither))] == ["SLACK_SIGNING_SECRET"]
    assert needs(read_settings({**neither, "SLACK_APP_TOKEN": "xapp-1-secret"})) == []


def test_a_bot_token_is_no_app_level_token() -> None:
    with pytest.raises(SettingsError, match="begins with xapp-") as refused:
        read_settings({"SLACK_APP_TOKEN": "xoxb-secret"})
    assert "secret" not in str(refused.value)
