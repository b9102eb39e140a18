"""How the app is set up in Slack, against what this version needs, read from a file as Slack's page exports it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.doctor.examination import Surroundings, examine
from bot.doctor.findings import Check, Finding, Verdict
from bot.manifest import SCOPES, Manifest, ManifestFormat, manifest, written
from bot.settings import Settings as BotSettings
from flows.people import AnswerIn
from tests.scenario.installation import RIGHT_TIME

OK, WARNING, FAULT = Verdict.OK, Verdict.WARNING, Verdict.FAULT
ADDRESS = "https://cairn.example.org/slack/events"


def changed(*path: str | int, to: object) -> Callable[[], Manifest]:
    """The right manifest with one thing changed."""

    def make() -> Manifest:
        of = manifest(ADDRESS)
        place: Any = of
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to
        return of

    return make


@pytest.mark.parametrize("form", ManifestFormat)
@pytest.mark.parametrize(
    ("theirs", "verdict", "named"),
    [
        (lambda: manifest(ADDRESS), OK, ""),
        (manifest, FAULT, "Socket Mode should be off"),
        (changed("oauth_config", "scopes", "bot", to=["chat:write"]), FAULT, "scope users:read is missing"),
        (changed("settings", "event_subscriptions", "bot_events", to=None), FAULT, "event message.im is missing"),
        (changed("features", "slash_commands", to=[]), FAULT, "command /cairn is missing"),
        (changed("settings", "interactivity", "is_enabled", to=False), FAULT, "interactivity should be on"),
        (changed("settings", "interactivity", "request_url", to="https://a.example/"), FAULT, "interactivity has no"),
        (changed("features", "slash_commands", 0, "url", to=None), FAULT, "/cairn has no address"),
        (changed("features", "app_home", to={}), FAULT, "the messages tab should be on"),
        (changed("features", "shortcuts", to=[{"callback_id": "keep"}]), WARNING, "shortcut keep"),
        (changed("oauth_config", "scopes", "bot", to=[*SCOPES, "files:read"]), WARNING, "scope files:read"),
        (dict, FAULT, "command /cairn is missing"),
        (list, FAULT, "is no manifest"),
    ],
)
async def test_an_app_that_is_set_up_otherwise_is_noticed(
    tmp_path: Path, form: ManifestFormat, theirs: Callable[[], Manifest], verdict: Verdict, named: str
) -> None:
    file = tmp_path / "app"
    file.write_text(written(theirs(), form), "utf-8")
    found = await checked_manifest(file)
    assert found.verdict is verdict
    assert named in found.says


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe", None], ids=["no-yaml", "no-text", "no-file"])
async def test_a_manifest_that_cannot_be_read_is_a_fault(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "app.yaml"
    if content is not None:
        file.write_bytes(content)
    found = await checked_manifest(file)
    assert found.verdict is FAULT
    assert "app.yaml cannot be read" in found.says


@pytest.mark.parametrize(
    ("theirs", "wanted", "verdict", "named"),
    [
        (AnswerIn.FORM, AnswerIn.FORM, OK, ""),
        (AnswerIn.CHAT, AnswerIn.FORM, FAULT, "the messages tab's read-only mode should be on"),
        (AnswerIn.FORM, AnswerIn.CHAT, FAULT, "scope im:history is missing"),
    ],
)
async def test_the_manifest_must_fit_where_people_answer(
    tmp_path: Path, theirs: AnswerIn, wanted: AnswerIn, verdict: Verdict, named: str
) -> None:
    file = tmp_path / "app.yaml"
    file.write_text(written(manifest(ADDRESS, theirs), ManifestFormat.YAML), "utf-8")
    found = await checked_manifest(file, wanted)
    assert found.verdict is verdict
    assert named in found.says


async def checked_manifest(file: Path, answer_in: AnswerIn = AnswerIn.CHAT) -> Finding:
    """The finding about a file, on an installation that is not there otherwise."""
    settings = BotSettings(database_url="sqlite://", keystore_url="sqlite://", answer_in=answer_in)
    findings = await examine(settings, Surroundings(RIGHT_TIME, file.parent, manifest=file))
    return next(each for each in findings if each.check is Check.MANIFEST)
