"""Whoever silences a check says why, beside it; and what changes is written down."""

import io
import re
import tokenize
from collections.abc import Iterable, Iterator

import pytest

from tests.house import tree

# What silences a check, and then a reason: at least one word that is no code.
_SILENCES = re.compile(r"#\s*(?:noqa\b|type:\s*ignore\b|pragma:)", re.IGNORECASE)
_WITH_A_REASON = re.compile(
    r"#\s*(?:noqa:\s*[A-Z]+[0-9]+(?:\s*,\s*[A-Z]+[0-9]+)*|type:\s*ignore\[[a-z-]+(?:,\s*[a-z-]+)*\]"
    r"|pragma:\s*no (?:cover|branch))\s*(?:[-–#(]\s*)?[A-Za-z'`].*"
)
_FORMAT = re.compile(r"#\s*fmt:")
_IGNORES = re.compile(r"^ignore = \[\n(?P<body>.*?)^\]", re.MULTILINE | re.DOTALL)
_PER_FILE = re.compile(r"^\[tool\.ruff\.lint\.per-file-ignores\]\n(?P<body>.*?)(?=^\[)", re.MULTILINE | re.DOTALL)


def comments(code: str) -> Iterator[tuple[int, str]]:
    """Every comment with its line."""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def silent(modules: Iterable[tuple[str, str]]) -> list[str]:
    """Comments that silence a check and say why neither beside it nor right above."""
    return [
        f"{name}:{line}: {comment}"
        for name, code in modules
        for line, comment in comments(code)
        if _SILENCES.search(comment) and not _WITH_A_REASON.search(comment) and not _explained_above(code, line)
    ]


def _explained_above(code: str, line: int) -> bool:
    above = code.splitlines()[line - 2].strip() if line > 1 else ""
    return above.startswith("# ") and not _SILENCES.search(above)


def unexplained(settings: str) -> list[str]:
    """Lines of the linter's ignores without a comment: one beside a rule, or one beside a list that fits in a line."""
    bodies = [found["body"] for pattern in (_IGNORES, _PER_FILE) for found in pattern.finditer(settings)]
    lines = [line.strip() for body in bodies for line in body.splitlines()]
    named = [line for line in lines if re.search(r'"[A-Z]+[0-9]*"', line)]
    return [line for line in named if not re.search(r"[\],]\s+# \S", line)]


def code() -> list[tuple[str, str]]:
    return [(name, text) for name, text in tree.texts() if name.endswith(".py")]


def test_every_silenced_check_has_its_reason() -> None:
    assert any(_SILENCES.search(comment) for _, text in code() for _, comment in comments(text))
    assert silent(code()) == []


def test_every_rule_that_is_left_out_has_its_reason() -> None:
    settings = dict(tree.texts())["pyproject.toml"]
    assert _IGNORES.search(settings)
    assert _PER_FILE.search(settings)
    assert unexplained(settings) == []


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("# noqa", 1),
        ("# noqa: S104", 1),
        ("# noqa: S104, PLR0913", 1),
        ("# noqa: S104 -", 1),
        ("# noqa: S104 - the door is meant to be reached", 0),
        ("# noqa: ARG002  SQLAlchemy's signature", 0),
        ("# type: ignore", 1),
        ("# type: ignore[misc]", 1),
        ("# type: ignore[arg-type]  # checked by `both`", 0),
        ("# pragma: no cover", 1),
        ("# pragma: no branch - the acts are a closed set", 0),
        ("# an ordinary comment", 0),
    ],
)
def test_a_silence_without_a_reason_is_noticed(comment: str, found: int) -> None:
    assert len(silent([("planted.py", f"x = 1  {comment}\n")])) == found


@pytest.mark.parametrize(("above", "found"), [("# The names are Person's own.", 0), ("# noqa: S104", 2), ("x = 2", 1)])
def test_a_reason_may_stand_right_above(above: str, found: int) -> None:
    assert len(silent([("planted.py", f"{above}\ny = 1  # type: ignore[misc]\n")])) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('    "D105",', 1),
        ('    "D105",    # a dunder method says by its name what it does', 0),
    ],
)
def test_a_rule_left_out_without_a_reason_is_noticed(line: str, found: int) -> None:
    assert len(unexplained(f"[tool.ruff.lint]\nignore = [\n{line}\n]\n")) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('"bot/cli.py" = ["T201"]', 1),
        ('"bot/cli.py" = ["T201"]  # a command line prints', 0),
        ('"tests/**" = [\n    "D",\n]', 1),
        ('"tests/**" = [\n    "D",  # its name is its sentence\n]', 0),
    ],
)
def test_a_file_let_off_without_a_reason_is_noticed(line: str, found: int) -> None:
    assert len(unexplained(f"[tool.ruff.lint.per-file-ignores]\n{line}\n\n[tool.mypy]\n")) == found


def newest(changelog: str) -> str:
    """The heading of the newest section; nothing when there is none."""
    found = re.search(r"^## \[?(Unreleased|[0-9]+\.[0-9]+\.[0-9]+)\b", changelog, re.MULTILINE)
    return found[1] if found else ""


def test_the_changelog_has_a_section_for_what_is_new() -> None:
    assert newest(dict(tree.texts())["CHANGELOG.md"])


@pytest.mark.parametrize(("page", "found"), [("# Changelog\n", ""), ("## [0.2.0] - 2026-12-01\n", "0.2.0")])
def test_a_changelog_without_a_section_is_noticed(page: str, found: str) -> None:
    assert newest(page) == found
