"""Bots that have a coach's own folder of scripts and words laid over ours."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.prompt_files import own_folder
from sandbox.server import serve
from tests.databases import Settings
from tests.scenario.world import World, new_world

REQUIRED = 'answer_in = "form"\n'


def laid(path: Path, files: Mapping[str, str]) -> Path:
    """A folder of one's own."""
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


def with_deep_in_chat(path: Path) -> Path:
    """A folder that lets people choose where they answer a deep reflection, which ours does not."""
    name = "en/scripts/deep-reflection.toml"
    ours = (own_folder() / name).read_text(encoding="utf-8")
    assert ours.count(REQUIRED) == 1
    return laid(path, {name: ours.replace(REQUIRED, "")})


@asynccontextmanager
async def with_folder(settings: Settings, path: Path, files: Mapping[str, str]) -> AsyncIterator[World]:
    """A bot that has this folder laid over its own."""
    async with new_world(settings, prompts_dir=laid(path, files)) as world:
        yield world


@asynccontextmanager
async def between_lives(settings: Settings, folder: Path) -> AsyncIterator[World]:
    """A workspace whose bot does not live just now."""
    async with new_world(settings, prompts_dir=folder) as template:
        sandbox, clock = template.sandbox, template.clock
    async with serve(sandbox) as base_url:
        yield World(sandbox, settings, clock, f"{base_url}/api/", folder)
