"""What a check can come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """Every check there is, by the name it is shown under. The last ones are made only in a live workspace."""

    SETTINGS = "settings"
    SCRIPTS = "scripts and words"
    CONTACTS = "support contacts"
    DATABASE = "database"
    TABLES = "tables"
    KEY_STORE = "key store"
    KEYS = "keys"
    FILES = "file permissions"
    DISK = "disk space"
    TOKEN = "bot token"  # noqa: S105 - the name of a check, no token
    SCOPES = "scopes"
    CLOCK = "clock"
    SIGNING = "signing secret"
    SOCKETS = "Socket Mode"
    MANIFEST = "manifest"
    PERSON = "person"
    POST = "posting"
    UPDATE = "updating"
    DELETE = "deleting"
    HOME = "Home tab"
    VIEWS = "messages and windows"


class Verdict(StrEnum):
    """How it stands. What could not be looked at is neither fine nor broken, and says so."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: what is so, and what to do about it."""

    check: Check
    verdict: Verdict
    says: str
    do: str = ""


def fine(check: Check, says: str) -> Finding:
    """All is well."""
    return Finding(check, Verdict.OK, says)


def warning(check: Check, says: str, do: str) -> Finding:
    """Cairn works, and something should be looked at."""
    return Finding(check, Verdict.WARNING, says, do)


def fault(check: Check, says: str, do: str) -> Finding:
    """Cairn does not work, or not safely."""
    return Finding(check, Verdict.FAULT, says, do)


def not_checked(check: Check, says: str, do: str = "") -> Finding:
    """Nobody knows."""
    return Finding(check, Verdict.NOT_CHECKED, says, do)


def has_fault(findings: Iterable[Finding]) -> bool:
    """Whether anything is broken."""
    return any(each.verdict is Verdict.FAULT for each in findings)
