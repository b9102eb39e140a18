"""What the documentation names: commands, settings, addresses, links. Only what stands as code counts as naming."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"^(?P<fence>```+)(?P<language>[^\n]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"!?\[[^\]\n]*(?:\n[^\]\n]*)?\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#* *$", re.MULTILINE)

_MAKE = re.compile(r"\bmake ((?:[A-Z_]+=\S+ )*)([a-z][a-z-]*)")
_CAIRN = re.compile(r"(?:(?<=bin/)|(?<![/\w-]))cairn ((?:[a-z]+ ?)+)")
_SETTING = re.compile(r"(?<![\w{$-])[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
_ADDRESS = re.compile(r"\b(?:GET|POST) (/[a-z/]*)|(?<![\w./:])(/(?:slack|healthz|metrics)[a-z/]*)")
_SAID = re.compile(r"(?<![\w.])/cairn(?: ([a-z]+))")


def code(page: str) -> list[str]:
    """Everything that stands as code on a page: fenced blocks but diagrams, and spans."""
    blocks = [found["body"] for found in _FENCE.finditer(page) if found["language"].strip() != "mermaid"]
    return blocks + [found[2] for found in _SPAN.finditer(_FENCE.sub("", page))]


def prose(page: str) -> str:
    """A page without what stands as code."""
    return _SPAN.sub("", _FENCE.sub("", page))


def targets(pages: Iterable[str]) -> set[str]:
    """What `make` is asked for."""
    return {found[2] for each in _codes(pages) for found in _MAKE.finditer(each)}


def commands(pages: Iterable[str]) -> set[str]:
    """The words after `cairn`, as long as they may be commands."""
    return {found[1].strip() for each in _codes(pages) for found in _CAIRN.finditer(each)}


def settings(pages: Iterable[str]) -> set[str]:
    """Names that look like environment variables."""
    return {found[0] for each in _codes(pages) for found in _SETTING.finditer(each)}


def addresses(pages: Iterable[str]) -> set[str]:
    """Paths of the HTTP side."""
    return {found[1] or found[2] for each in _codes(pages) for found in _ADDRESS.finditer(each)}


def said(pages: Iterable[str]) -> set[str]:
    """The first word after `/cairn`."""
    return {found[1] for each in _codes(pages) for found in _SAID.finditer(each)}


def links(page: str) -> list[str]:
    """Where the links and pictures of a page lead."""
    return [found[1] for found in _LINK.finditer(prose(page))]


def anchors(page: str) -> set[str]:
    """The names under which the headings of a page can be linked to, as GitHub makes them."""
    found: dict[str, int] = {}
    for heading in _HEADING.findall(_FENCE.sub("", page)):
        slug = _slug(heading)
        found[slug] = found.get(slug, -1) + 1
        if found[slug]:
            found[f"{slug}-{found[slug]}"] = 0
    return set(found)


def _slug(heading: str) -> str:
    kept = (each for each in heading.lower() if each in " -_" or unicodedata.category(each)[0] in "LNM")
    return "".join(kept).replace(" ", "-")


def _codes(pages: Iterable[str]) -> Iterator[str]:
    return (each for page in pages for each in code(page))
