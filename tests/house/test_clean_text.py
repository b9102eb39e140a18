"""Nothing in the project names one machine or where packages are fetched from, and every version is pinned."""

import re
import tomllib
from collections.abc import Iterable

import pytest

from tests.house import tree

# Put together here, so that this file does not name what it looks for.
_HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))]
_FOLDERS = ["/" + "home/", "/" + "Users/", "/" + "root/", "/" + "work/", "/" + "mnt/", "C:" + "\\\\"]
_FORBIDDEN = re.compile("|".join([*map(re.escape, _HOSTS), *(rf"(?<![\w.>}}]){folder}" for folder in _FOLDERS)]))
_INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|registry\s*=")
_PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+]*")


def machine_words(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Lines that name a host of packages, or a folder of one machine."""
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts
        for number, line in enumerate(text.splitlines(), start=1)
        if _FORBIDDEN.search(line) or _INDEX.search(line)
    ]


def loose(constraints: str) -> list[str]:
    """Lines of constraints that are no exact pin."""
    return [line for line in constraints.splitlines() if not _PIN.fullmatch(line)]


def names(requirements: Iterable[str]) -> set[str]:
    """The packages of some requirements, spelled as one spells them to compare."""
    found = [re.match(r"[A-Za-z0-9._-]+", each) for each in requirements]
    return {re.sub(r"[-_.]+", "-", each[0]).lower() for each in found if each}


def required() -> set[str]:
    """Every package that pyproject.toml asks for."""
    project = tomllib.loads(dict(tree.texts())["pyproject.toml"])["project"]
    return names(
        [*project["dependencies"], *(one for some in project["optional-dependencies"].values() for one in some)]
    )


def test_no_file_names_a_machine() -> None:
    texts = [(name, text) for name, text in tree.texts() if name != "tests/house/test_clean_text.py"]
    assert len(texts) > 200
    assert machine_words(texts) == []


def test_every_version_is_pinned_exactly() -> None:
    constraints = dict(tree.texts())["constraints.txt"]
    assert loose(constraints) == []
    assert len(names(constraints.splitlines())) == len(constraints.splitlines())


def test_everything_that_is_required_is_pinned() -> None:
    assert len(required()) > 20
    assert required() - names(dict(tree.texts())["constraints.txt"].splitlines()) == set()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"see https://{_HOSTS[0]}/simple", 1),
        (f"from files.{_HOSTS[1]}", 1),
        (f"file = '{_FOLDERS[0]}ana/cairn'", 1),
        (f"cd {_FOLDERS[3]}main", 1),
        ("pip install --index-url https://example.org cairn", 1),
        ("sqlite:////srv/cairn/cairn.db", 0),
        ("docs/home/page.md", 0),
        ("tests/unit/work/thing.py", 0),
    ],
)
def test_a_machine_is_noticed(line: str, found: int) -> None:
    assert len(machine_words([("planted.md", line)])) == found


@pytest.mark.parametrize(
    "line", ["ruff", "ruff>=0.12", "ruff==0.12 # why", "-e .", "ruff @ https://example.org/r.whl", ""]
)
def test_a_loose_version_is_noticed(line: str) -> None:
    assert loose(f"mypy==2.4.0\n{line}\npytest==9.2.0") == [line]
