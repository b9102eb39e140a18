"""Make every check, in the order in which an operator would mend things."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.doctor.about_setup import about_contacts, about_manifest, about_scripts, about_settings
from bot.doctor.about_stores import Space
from bot.doctor.findings import Check, Finding, not_checked
from bot.doctor.slack_side import look_at_slack
from bot.doctor.stores import look_at_stores
from bot.manifest import manifest
from bot.prompt_files import read_prompts
from bot.settings import Settings, needs
from flows.errors import BadScript
from flows.ports import Clock

_AFTER_SETTINGS = (
    Check.SCRIPTS, Check.CONTACTS, Check.DATABASE, Check.KEY_STORE, Check.TABLES, Check.KEYS, Check.FILES, Check.DISK,
    Check.TOKEN, Check.SCOPES, Check.CLOCK, Check.SIGNING, Check.MANIFEST,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the checks are given: the time, the folder that Cairn runs in, room to ask for, the app's own manifest."""

    clock: Clock
    folder: Path = field(default_factory=Path)
    space: Space = field(default_factory=Space)
    manifest: Path | None = None


async def examine(settings: Settings, around: Surroundings) -> list[Finding]:
    """Every check there is outside of a live workspace."""
    return [
        about_settings(needs(settings)),
        _scripts(settings),
        about_contacts(len(settings.support_contacts)),
        *await look_at_stores(settings, around.space, around.folder),
        *await look_at_slack(settings, around.clock),
        _manifest(settings, around.manifest),
    ]


def unreadable_settings(problem: str) -> list[Finding]:
    """What can be said when a setting cannot be used: nothing else can be looked at with it."""
    return [about_settings([problem]), *(not_checked(each, "The settings come first.") for each in _AFTER_SETTINGS)]


def _scripts(settings: Settings) -> Finding:
    try:
        prompts = read_prompts(settings.prompts_dir)
    except BadScript as error:
        return about_scripts(0, " ".join(str(error).split()))
    return about_scripts(len(prompts.library.scripts), "")


def _manifest(settings: Settings, file: Path | None) -> Finding:
    """Compare with what this version needs. Where it is sent to is the operator's own affair."""
    address = None if settings.slack_app_token else "https://cairn.invalid/slack/events"
    ours = manifest(address, settings.answer_in)
    if file is None:
        return about_manifest(None, ours)
    try:
        theirs = yaml.safe_load(file.read_text("utf-8"))  # JSON is YAML too
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return about_manifest(None, ours, f"{file.name} cannot be read as YAML or JSON ({type(error).__name__})")
    if not isinstance(theirs, dict):
        return about_manifest(None, ours, f"{file.name} is no manifest")
    return about_manifest(theirs, ours)
