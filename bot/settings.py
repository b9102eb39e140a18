"""What the operator decides, read once from the environment and checked before anything starts.

Nothing else in Cairn reads the environment.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from flows.people import AnswerIn
from flows.text import clean, is_blank

SLACK_API = "https://slack.com/api/"
EMBEDDED_DATABASE = "sqlite:///cairn.db"
DEFAULT_PORT = 3000
MOST_CONTACTS = 5
CONTACT_LENGTH = 150

NAMES: Final = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "SLACK_API_URL",
    "DATABASE_URL",
    "CAIRN_KEYS",
    "CAIRN_KEYSTORE",
    "PROMPTS_DIR",
    "PORT",
    "LOG_FORMAT",
    "SUPPORT_CONTACTS",
    "CLOCK_URL",
    "ANSWER_IN",
)

_DATABASE = re.compile(r"sqlite://(?:/[^?]*[^/?](?:\?.*)?)?|postgres(?:ql)?://.+")
_ON_THIS_MACHINE = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\]):[0-9]{1,5}/\S*")
_IN_MEMORY = frozenset({"sqlite://", "sqlite:///:memory:"})
_ENV_LINE = re.compile(
    r"""(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*
    (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^"'\s#](?:[^#]|(?<!\s)\#)*)?)\s*(?:\#.*)?""",
    re.VERBOSE,
)


class SettingsError(Exception):
    """A setting cannot be used. One line that names the variable and never shows a secret's value."""


class LogFormat(StrEnum):
    """How log lines are written: for people or for machines."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to when coaching is not what a person needs."""

    name: str
    reach: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the operator decides. What is secret does not show when this is printed."""

    slack_bot_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_api_url: str = SLACK_API
    database_url: str = field(default=EMBEDDED_DATABASE, repr=False)  # may hold a password
    keys: str = field(default="", repr=False)  # as written; storage.master_keys reads them
    keystore_url: str = field(default="sqlite:///cairn-keys.db", repr=False)
    prompts_dir: Path | None = None
    port: int = DEFAULT_PORT
    log_format: LogFormat = LogFormat.TEXT
    support_contacts: tuple[Contact, ...] = ()
    clock_url: str = ""
    answer_in: AnswerIn = AnswerIn.CHAT


@dataclass(frozen=True, slots=True)
class _Need:
    is_met: Callable[[Settings], bool]
    else_say: str


_NEEDS: Final[Mapping[str, _Need]] = {
    "SLACK_BOT_TOKEN": _Need(
        lambda settings: bool(settings.slack_bot_token),
        "Cairn speaks to Slack with it. Copy it from your Slack app's page, OAuth & Permissions (it begins with xoxb-)",
    ),
    "SLACK_SIGNING_SECRET": _Need(
        lambda settings: bool(settings.slack_signing_secret or settings.slack_app_token),
        "Cairn tells Slack's requests from others by it. Copy it from your Slack app's page, Basic Information "
        "(or set SLACK_APP_TOKEN for Socket Mode)",
    ),
    "CAIRN_KEYS": _Need(
        lambda settings: bool(settings.keys),
        "Cairn encrypts what people write and needs a key. Make one with: cairn keys new",
    ),
    "CAIRN_KEYSTORE": _Need(
        lambda settings: bool(settings.keystore_url),
        "With Postgres, say where people's keys are kept: a second database, apart from the first and its backups",
    ),
}
FOR_RUN: Final = tuple(_NEEDS)


def load_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read the settings of this process: its environment, over a `.env` file in its folder. Raises SettingsError."""
    everything = read_env_file((folder or Path.cwd()) / ".env") | dict(os.environ if environ is None else environ)
    return read_settings(everything)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Check and type the settings. An empty value counts as not given. Raises SettingsError."""
    given = {name: environ.get(name, "").strip() for name in NAMES}
    database = _database("DATABASE_URL", given["DATABASE_URL"] or EMBEDDED_DATABASE)
    return Settings(
        slack_bot_token=given["SLACK_BOT_TOKEN"],
        slack_signing_secret=given["SLACK_SIGNING_SECRET"],
        slack_app_token=_app_token(given["SLACK_APP_TOKEN"]),
        slack_api_url=_api_url(given["SLACK_API_URL"] or SLACK_API),
        database_url=database,
        keys=given["CAIRN_KEYS"],
        keystore_url=_keystore(given["CAIRN_KEYSTORE"], database),
        prompts_dir=_folder(given["PROMPTS_DIR"]),
        port=_port(given["PORT"] or str(DEFAULT_PORT)),
        log_format=_log_format(given["LOG_FORMAT"] or LogFormat.TEXT),
        support_contacts=_contacts(given["SUPPORT_CONTACTS"]),
        clock_url=_clock_url(given["CLOCK_URL"]),
        answer_in=_answer_in(given["ANSWER_IN"] or AnswerIn.CHAT),
    )


def needs(settings: Settings, variables: Sequence[str] = FOR_RUN) -> list[str]:
    """What is missing of these variables, all at once: one line each that says what to do about it."""
    return [f"{name} is missing. {_NEEDS[name].else_say}." for name in variables if not _NEEDS[name].is_met(settings)]


def read_env_file(path: Path) -> dict[str, str]:
    """Read KEY=VALUE lines with quotes and comments; nothing when there is no such file. Raises SettingsError."""
    try:
        lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else []
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path.name} cannot be read as text") from None
    found = [_env_line(f"{path.name}, line {number}", line.strip()) for number, line in enumerate(lines, start=1)]
    return dict(pair for pair in found if pair)


def _env_line(place: str, line: str) -> tuple[str, str] | None:
    if not line or line.startswith("#"):
        return None
    matched = _ENV_LINE.fullmatch(line)
    if matched is None:
        raise SettingsError(f"{place} is not of the form NAME=value (quote a value that holds quotes or a #)")
    value = next((matched[kind] for kind in ("double", "single", "plain") if matched[kind] is not None), "")
    return matched["name"], value.strip() if matched["plain"] else value


def _app_token(value: str) -> str:
    if value and not value.startswith("xapp-"):
        raise SettingsError("SLACK_APP_TOKEN must be an app-level token, which begins with xapp-")
    return value


def _api_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError("SLACK_API_URL must be an address that begins with http:// or https://")
    return value.rstrip("/") + "/"


def _clock_url(value: str) -> str:
    """Only this machine may tell the time: whoever does can make every message due."""
    if value and not _ON_THIS_MACHINE.fullmatch(value):
        raise SettingsError("CLOCK_URL is only for trying things out and must begin with http://127.0.0.1:")
    return value


def _database(name: str, value: str) -> str:
    if not _DATABASE.fullmatch(value):
        raise SettingsError(f"{name} must be like sqlite:///file.db or postgresql://user:password@host/name")
    return value


def _keystore(value: str, database: str) -> str:
    if not value:
        return _beside(database)
    if value == database and value not in _IN_MEMORY:
        raise SettingsError("CAIRN_KEYSTORE must be another database than DATABASE_URL: backups of the two are apart")
    return _database("CAIRN_KEYSTORE", value)


def _beside(database: str) -> str:
    """Where the keys are kept when nobody says: a file beside the embedded database; unknown for Postgres."""
    if not database.startswith("sqlite:"):
        return ""
    if database in _IN_MEMORY:
        return "sqlite://"
    address, mark, options = database.partition("?")
    path = PurePosixPath(address.removeprefix("sqlite:///"))
    return f"sqlite:///{path.with_name(f'{path.stem}-keys{path.suffix}')}{mark}{options}"


def _folder(value: str) -> Path | None:
    if value and not Path(value).is_dir():
        raise SettingsError(f"PROMPTS_DIR must be a folder; there is none at {value}")
    return Path(value) if value else None


def _port(value: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:
        raise SettingsError("PORT must be a number from 1 to 65535")
    return int(value)


def _log_format(value: str) -> LogFormat:
    try:
        return LogFormat(value)
    except ValueError:
        raise SettingsError("LOG_FORMAT must be text or json") from None


def _answer_in(value: str) -> AnswerIn:
    try:
        return AnswerIn(value)
    except ValueError:
        raise SettingsError("ANSWER_IN must be chat or form") from None


def _contacts(value: str) -> tuple[Contact, ...]:
    entries = [" ".join(clean(entry).split()) for entry in value.split(";") if not is_blank(entry)]
    if len(entries) > MOST_CONTACTS:
        raise SettingsError(f"SUPPORT_CONTACTS may name up to {MOST_CONTACTS}, separated by ;")
    return tuple(_contact(number, entry) for number, entry in enumerate(entries, start=1))


def _contact(number: int, entry: str) -> Contact:
    name, _, reach = (part.strip() for part in entry.partition(":"))
    if is_blank(name) or is_blank(reach):
        raise SettingsError(f"SUPPORT_CONTACTS: number {number} must read like: Name: how to reach them")
    if len(entry) > CONTACT_LENGTH:
        raise SettingsError(f"SUPPORT_CONTACTS: number {number} is longer than {CONTACT_LENGTH} characters")
    return Contact(name, reach)
