"""The picture of who imports whom, in docs/architecture.md, is drawn after the code."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

import pytest

from tests.house import tree

Edge = tuple[str, str]

_PICTURE = re.compile(r"^```mermaid\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
_ROOM = re.compile(r'^\s*(?P<id>\w+)\["(?P<label>[^"]+)"\]\s*$', re.MULTILINE)
_ARROW = re.compile(r"^\s*(?P<above>\w+) --> (?P<below>\w+)\s*$", re.MULTILINE)


def picture(page: str) -> tuple[Mapping[str, str], set[Edge]]:
    """The rooms by path, and the arrows between them."""
    found = _PICTURE.search(page)
    body = found["body"] if found else ""
    rooms = {path: room["id"] for room in _ROOM.finditer(body) for path in room["label"].split("<br>")}
    return rooms, {(arrow["above"], arrow["below"]) for arrow in _ARROW.finditer(body)}


def room_of(path: str, rooms: Mapping[str, str]) -> str | None:
    """The room a file is in: the one with the longest path that the file's begins with."""
    fitting = [each for each in rooms if path.startswith(each)]
    return rooms[max(fitting, key=len)] if fitting else None


def edges(modules: Iterable[tuple[str, ast.Module]], rooms: Mapping[str, str]) -> set[Edge]:
    """Which room really imports from which."""
    sources = dict(modules)
    found = {
        (room_of(name, rooms), room_of(target, rooms))
        for name, module in sources.items()
        for target in _imports(module, sources.keys())
    }
    return {(above, below) for above, below in found if above and below and above != below}


def _imports(module: ast.Module, files: Iterable[str]) -> Iterator[str]:
    """The files a module imports. `from bot import ids` is about bot/ids.py, not about bot/__init__.py."""
    there = set(files)
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (file for each in node.names if (file := _file(each.name, there)))
        elif isinstance(node, ast.ImportFrom) and node.module:
            below = [_file(f"{node.module}.{each.name}", there) for each in node.names]
            yield from (file or _file(node.module, there) or "" for file in below)


def _file(dotted: str, there: set[str]) -> str:
    path = dotted.replace(".", "/")
    return next((file for file in (f"{path}.py", f"{path}/__init__.py") if file in there), "")


def test_the_picture_is_drawn_after_the_code() -> None:
    rooms, arrows = picture(dict(tree.documents())["docs/architecture.md"])
    assert edges(tree.code("bot", "flows", "storage", "sandbox"), rooms) == arrows


def test_every_room_is_there_and_every_file_has_its_room() -> None:
    rooms, _ = picture(dict(tree.documents())["docs/architecture.md"])
    files = [name for name, _ in tree.code("bot", "flows", "storage", "sandbox")]
    assert [path for path in rooms if not any(file.startswith(path) for file in files)] == []
    assert [file for file in files if room_of(file, rooms) is None] == []


PAGE = """
```mermaid
flowchart TD
    bot["bot/"]
    common["bot/ids.py<br>bot/payloads.py"]
    flows["flows/"]

    bot --> common
    bot --> flows
```
"""


def test_a_picture_is_read() -> None:
    rooms, arrows = picture(PAGE)
    assert rooms == {"bot/": "bot", "bot/ids.py": "common", "bot/payloads.py": "common", "flows/": "flows"}
    assert arrows == {("bot", "common"), ("bot", "flows")}


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("from bot import ids", set()),
        ("import flows.errors", set()),
        ("from json import loads", set()),
        ("from storage.memory import Memory", set()),  # no room of this picture
    ],
)
def test_an_import_that_is_drawn_is_found(line: str, missing: set[Edge]) -> None:
    rooms, arrows = picture(PAGE)
    assert edges(_house({"bot/app.py": line}), rooms) - arrows == missing


def test_an_import_that_is_not_drawn_is_noticed() -> None:
    rooms, arrows = picture(PAGE)
    planted = _house({"flows/errors.py": "def late():\n    from bot.ids import COMMAND\n"})
    assert edges(planted, rooms) - arrows == {("flows", "common")}


def _house(texts: Mapping[str, str]) -> list[tuple[str, ast.Module]]:
    plain = {"bot/app.py": "", "bot/ids.py": "", "flows/errors.py": "", "storage/memory.py": ""}
    return [(name, ast.parse(text)) for name, text in {**plain, **texts}.items()]
