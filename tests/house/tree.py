"""The checkout as the house rules see it: every text in it, and the code as syntax."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "flows", "storage", "sandbox", "prompts")

_MADE = {"__pycache__", "build", "demo-data", "node_modules", "htmlcov"}
_HIDDEN_BUT_OURS = {".ci", ".github", ".env.example", ".gitignore", ".pre-commit-config.yaml"}


@cache
def texts(root: Path = ROOT) -> tuple[tuple[str, str], ...]:
    """Every text file of the project with its path from the root. What tools leave behind is no part of it."""
    return tuple(
        (path.relative_to(root).as_posix(), text) for path in sorted(_ours(root)) if (text := _text(path)) is not None
    )


def _ours(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        hidden = path.name.startswith(".") and path.name not in _HIDDEN_BUT_OURS
        if hidden or path.name in _MADE or path.suffix == ".egg-info" or path.is_symlink():
            continue
        if path.is_dir():
            yield from _ours(path)
        else:
            yield path


def _text(path: Path) -> str | None:
    """The text of a file; None for pictures, databases and the like."""
    content = path.read_bytes()
    return None if b"\0" in content else content.decode("utf-8")


def code(*folders: str) -> list[tuple[str, ast.Module]]:
    """The modules below these folders, or these modules, as syntax trees."""
    wanted = tuple(f"{folder}/" for folder in folders)
    named = [(name, text) for name, text in texts() if name.endswith(".py")]
    return [(name, _parsed(text)) for name, text in named if name.startswith(wanted) or name in folders]


@cache
def _parsed(text: str) -> ast.Module:
    """Read once for all rules: nobody changes it."""
    return ast.parse(text)


def documents() -> list[tuple[str, str]]:
    """Every page of documentation."""
    return [(name, text) for name, text in texts() if name.endswith(".md")]
