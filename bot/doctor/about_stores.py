"""What was seen of the two stores and of their files, and what it means. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.doctor.findings import Check, Finding, fault, fine, not_checked, warning

OTHERS_MAY_READ = 0o004
GROUP_MAY_READ = 0o040

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Space:
    """How much room there should be on a disk, in bytes: below `little` Cairn may stop any day."""

    enough: int = 1024 * _MEBIBYTE
    little: int = 100 * _MEBIBYTE


@dataclass(frozen=True, slots=True)
class StoreSeen:
    """One store as it was found. `file` is empty for a server; `trouble` says why it could not be used, if so."""

    server: bool
    file: str
    exists: bool = True
    trouble: str = ""
    read_only: bool = False
    kept_from_us: Sequence[str] = ()

    @property
    def usable(self) -> bool:
        """Whether one can look further."""
        return self.exists and not self.trouble and bool(self.server or self.file)


@dataclass(frozen=True, slots=True)
class KeysSeen:
    """People's keys as they were found. `problem`: why CAIRN_KEYS cannot be read. `unknown`: ids of missing masters."""

    problem: str = ""
    count: int = 0
    damaged: int = 0
    unknown: Mapping[str, int] | None = None
    texts_without_keys: bool = False


def about_store(check: Check, setting: str, seen: StoreSeen) -> Finding:
    """Whether a store is there and takes changes."""
    where = "The Postgres database" if seen.server else f"The file {seen.file}"
    if not seen.server and not seen.file:
        return fault(
            check, "It is kept in memory only, so everything is forgotten at the end.", f"Name a file in {setting}."
        )
    if not seen.exists:
        return fault(
            check, f"{where} is not there yet.", f"Run: cairn migrate. If there should be one, check {setting}."
        )
    if seen.trouble:
        return fault(check, f"{where} cannot be used: {seen.trouble}.", f"Check {setting}, {_whether(seen)}.")
    if seen.read_only:
        return fault(check, f"{where} takes no changes.", f"Let {setting} name the primary server, not a standby.")
    if seen.kept_from_us:
        tables = ", ".join(seen.kept_from_us)
        return fault(
            check, f"The role may not both read and change: {tables}.", "Grant it SELECT, INSERT, UPDATE and DELETE."
        )
    return fine(check, f"{where} can be reached and changed.")


def _whether(seen: StoreSeen) -> str:
    return "that the server runs and its password is right" if seen.server else "and who may read and write that file"


def about_tables(usable: bool, problem: str) -> Finding:  # noqa: FBT001 - named at every call
    """Whether the tables are of this version. `problem`: why not, with what to do; empty when they are."""
    if not usable:
        return not_checked(Check.TABLES, "A store cannot be looked at.")
    if not problem:
        return fine(Check.TABLES, "The tables of both stores are those of this version.")
    says, _, do = problem.partition(". ")
    return fault(Check.TABLES, f"{says}.", f"{do}.")


def about_keys(seen: KeysSeen | None) -> Finding:
    """Whether what is stored can be read. None: it could not be looked at."""
    if seen is None:
        return not_checked(Check.KEYS, "The keys cannot be looked at.")
    if seen.problem:
        return fault(Check.KEYS, f"{seen.problem}.", "Copy CAIRN_KEYS again from where you keep it.")
    if seen.texts_without_keys:
        says = "The key store is empty but the database is not, so nothing in it can be read."
        return fault(Check.KEYS, says, "Let CAIRN_KEYSTORE name the key store that belongs to DATABASE_URL.")
    if seen.unknown:
        wanted = ", ".join(sorted(seen.unknown))
        says = f"{sum(seen.unknown.values())} of {seen.count} people's keys need another master key ({wanted})."
        return fault(Check.KEYS, says, "Put that master key back into CAIRN_KEYS, behind the newest one.")
    if seen.damaged:
        says = f"{seen.damaged} of {seen.count} people's keys are damaged."
        return fault(Check.KEYS, says, "Restore the key store from its newest backup.")
    return fine(
        Check.KEYS, f"All {seen.count} people's keys open." if seen.count else "There are no people's keys yet."
    )


def about_files(modes: Mapping[str, int]) -> Finding:
    """Whether anybody else on this machine may read what is to be private. `modes`: of each file that is there."""
    if open_to_all := sorted(name for name, mode in modes.items() if mode & OTHERS_MAY_READ):
        says = f"Everybody on this machine may read: {', '.join(open_to_all)}."
        return fault(Check.FILES, says, f"Run: chmod 600 {' '.join(open_to_all)}")
    if open_to_some := sorted(name for name, mode in modes.items() if mode & GROUP_MAY_READ):
        says = f"Their group may read: {', '.join(open_to_some)}."
        return warning(Check.FILES, says, f"Unless you want that, run: chmod 600 {' '.join(open_to_some)}")
    if not modes:
        return not_checked(Check.FILES, "There are no files of Cairn's here.")
    return fine(Check.FILES, f"Only their owner may read {', '.join(sorted(modes))}.")


def about_space(free: Mapping[str, int], needed: Space) -> Finding:
    """Whether there is room. `free`: bytes in each folder with a store; empty when all stores are on servers."""
    if not free:
        return not_checked(Check.DISK, "No store is in a folder of this machine.")
    folder, least = min(free.items(), key=lambda each: each[1])
    says = f"{least // _MEBIBYTE} MiB are free in {folder}."
    if least >= needed.enough:
        return fine(Check.DISK, says)
    judge = fault if least < needed.little else warning
    return judge(Check.DISK, says, "Make room: on a full disk nothing that people write is saved.")
