"""What the settings, the scripts and the app's manifest mean. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.doctor.findings import Check, Finding, fault, fine, not_checked, warning
from bot.manifest import Manifest

_EXPORT = (
    "Copy the manifest from your Slack app's page, App Manifest, into a file and run: cairn doctor --manifest FILE"
)
_CHANGE = (
    "Change it on your Slack app's page, App Manifest (cairn manifest prints the right one), and install it again."
)


def about_settings(problems: Sequence[str]) -> Finding:
    """`problems`: what is missing or cannot be used, each with what to do about it."""
    if not problems:
        return fine(Check.SETTINGS, "Everything that is needed is set.")
    return fault(
        Check.SETTINGS,
        " ".join(_ended(each) for each in problems),
        "Set it in the environment or in .env, then restart.",
    )


def about_scripts(scripts: int, problem: str) -> Finding:
    """`problem`: why they must not be loaded; empty when all is well."""
    if not problem:
        return fine(Check.SCRIPTS, f"All {scripts} scripts and all words are fine.")
    return fault(Check.SCRIPTS, _ended(problem), "Mend that file in the folder PROMPTS_DIR, or take it away.")


def about_contacts(count: int) -> Finding:
    """Whether people are told where to turn."""
    if count:
        return fine(Check.CONTACTS, f"{count} named.")
    return warning(
        Check.CONTACTS,
        "Nobody is named to whom people can turn when coaching is not what they need.",
        "Name somebody in SUPPORT_CONTACTS.",
    )


def about_manifest(theirs: Manifest | None, ours: Manifest, problem: str = "") -> Finding:
    """How the app is set up in Slack, against what this version needs. None: nobody said how it is set up."""
    if problem:
        return fault(Check.MANIFEST, _ended(problem), _EXPORT + ".")
    if theirs is None:
        return not_checked(
            Check.MANIFEST, "Slack tells an app nothing about its own set-up but its scopes.", _EXPORT + "."
        )
    if lacking := list(_lacking(theirs, ours)):
        return fault(Check.MANIFEST, "The app is not set up for this version: " + "; ".join(lacking) + ".", _CHANGE)
    if extra := list(_extra(theirs, ours)):
        return warning(
            Check.MANIFEST, "The app asks for what this version does not use: " + "; ".join(extra) + ".", _CHANGE
        )
    return fine(Check.MANIFEST, "The app is set up as this version needs it.")


def _lacking(theirs: Manifest, ours: Manifest) -> Iterator[str]:
    yield from (f"{kind} {name} is missing" for kind, name in sorted(_named(ours) - _named(theirs)))
    yield from (
        f"{said} should be {_switch(_at(ours, path))}"
        for path, said in _SWITCHES.items()
        if _differs(theirs, ours, path)
    )
    if not _at(ours, _SOCKETS):
        yield from (f"{place} has no address that ends in /slack/events" for place in _unaddressed(theirs))


def _extra(theirs: Manifest, ours: Manifest) -> Iterator[str]:
    return (f"{kind} {name}" for kind, name in sorted(_named(theirs) - _named(ours)))


_SOCKETS = ("settings", "socket_mode_enabled")
_SWITCHES: Mapping[tuple[str, ...], str] = {
    _SOCKETS: "Socket Mode",
    ("settings", "interactivity", "is_enabled"): "interactivity",
    ("features", "app_home", "messages_tab_enabled"): "the messages tab",
    ("features", "app_home", "messages_tab_read_only_enabled"): "the messages tab's read-only mode",
}


def _differs(theirs: Manifest, ours: Manifest, path: Sequence[str]) -> bool:
    return bool(_at(theirs, path)) is not bool(_at(ours, path))


def _switch(on: object) -> str:
    return "on" if on else "off"


def _named(of: Manifest) -> set[tuple[str, str]]:
    """Everything a manifest asks for by name, with its kind."""
    return {
        *(("scope", each) for each in _texts(_at(of, ("oauth_config", "scopes", "bot")))),
        *(("event", each) for each in _texts(_at(of, ("settings", "event_subscriptions", "bot_events")))),
        *(("command", each) for each in _of_each(of, "slash_commands", "command")),
        *(("shortcut", each) for each in _of_each(of, "shortcuts", "callback_id")),
    }


def _unaddressed(of: Manifest) -> Iterator[str]:
    """Where Slack would send to some other place, or to none."""
    settings = {"events": "event_subscriptions", "interactivity": "interactivity"}
    told = {name: _at(of, ("settings", key, "request_url")) for name, key in settings.items()}
    told |= {each.get("command", "a command"): each.get("url") for each in _tables(of, "slash_commands")}
    return (name for name, address in told.items() if not str(address or "").endswith("/slack/events"))


def _of_each(of: Manifest, feature: str, key: str) -> Iterable[str]:
    return _texts([each.get(key) for each in _tables(of, feature)])


def _tables(of: Manifest, feature: str) -> list[Mapping[str, Any]]:
    found = _at(of, ("features", feature))
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _texts(found: object) -> list[str]:
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _at(of: Any, path: Sequence[str]) -> Any:
    """What stands at a place in a manifest that anybody may have written; None where there is no such place."""
    for key in path:
        of = of.get(key) if isinstance(of, Mapping) else None
    return of


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
