"""Every link inside the project leads somewhere."""

import posixpath
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house import pages, tree


def dead(documents: Mapping[str, str], root: Path) -> list[str]:
    """Links that lead to no file, or to no heading of it."""
    return [
        f"{name} -> {link}"
        for name, page in documents.items()
        for link in pages.links(page)
        if "://" not in link and not link.startswith("mailto:") and not _leads(name, link, documents, root)
    ]


def _leads(page: str, link: str, documents: Mapping[str, str], root: Path) -> bool:
    place, _, heading = link.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), place)) if place else page
    if not (root / target).exists():
        return False
    return not heading or heading in pages.anchors(documents.get(target, ""))


def test_every_link_leads_somewhere() -> None:
    documents = dict(tree.documents())
    assert len([link for page in documents.values() for link in pages.links(page)]) > 20
    assert dead(documents, tree.ROOT) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("[a](one.md)", 0),
        ("[a](docs/two.md#a-heading-with-code--more)", 0),
        ("[a](#here)", 0),
        ("[a](https://example.org/x)", 0),
        ("`[a](gone.md)`", 0),
        ("[a](gone.md)", 1),
        ("![a](gone.png)", 1),
        ("[a\nb](gone.md)", 1),
        ("[a](one.md#nowhere)", 1),
        ("[a](docs/two.md#again-2)", 1),
        ("[a](docs/two.md#again-1)", 0),
        ("[a](docs)", 0),
        ("[a](../out.md)", 1),
    ],
)
def test_a_dead_link_is_noticed(page: str, found: int, tmp_path: Path) -> None:
    two = "# A heading with `code` & more\n\n## Again\n\n## Again\n"
    documents = {"one.md": f"# Here\n\n{page}\n", "docs/two.md": two}
    for name, text in documents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert len(dead(documents, tmp_path)) == found
