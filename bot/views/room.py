"""How much of what people wrote fits a window, beside all that must stand in it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from slack_sdk.models.blocks import Block

_BYTES, _BLOCKS = 230_000, 98
"""A little less than the 250,000 bytes and 100 blocks that Slack takes."""

_PAGE_BLOCKS = 90
"""Fewer where there are pages: the frame and the buttons that turn them stand on each of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text in pieces. Where not all of them fit, `rest` follows those that do."""

    pieces: Sequence[Block]
    rest: Sequence[Block]


def fitted(parts: Sequence[Block | Shown]) -> list[Block]:
    """Everything in order, with as much of each text as leaves as much to the others. What is no text always stays."""
    must = [block for part in parts for block in (part.rest if isinstance(part, Shown) else [part])]
    size, blocks = _BYTES - _size(must), _BLOCKS - len(must)
    texts = sorted((part for part in parts if isinstance(part, Shown)), key=lambda each: _size(each.pieces))
    kept: dict[int, Sequence[Block]] = {}
    for number, text in enumerate(texts):
        waiting = len(texts) - number
        kept[id(text)] = _as_many(text.pieces, size // waiting, blocks // waiting)
        size, blocks = size - _size(kept[id(text)]), blocks - len(kept[id(text)])
    return [block for part in parts for block in (_shown(part, kept[id(part)]) if isinstance(part, Shown) else [part])]


def in_pages(units: Iterable[Sequence[Block]]) -> list[list[Block]]:
    """As many units on each page as fit, each of them whole; at least one page, which may be empty."""
    pages: list[list[Block]] = [[]]
    size = 0
    for unit in units:
        size += _size(unit)
        if pages[-1] and (size > _BYTES or len(pages[-1]) + len(unit) > _PAGE_BLOCKS):
            pages.append([])
            size = _size(unit)
        pages[-1] += unit
    return pages


def _as_many(pieces: Sequence[Block], size: int, blocks: int) -> Sequence[Block]:
    """The first pieces, as many as take no more than this."""
    sizes = accumulate(_size([piece]) for piece in pieces[: max(blocks, 0)])
    return pieces[: sum(taken <= size for taken in sizes)]


def _shown(text: Shown, kept: Sequence[Block]) -> Sequence[Block]:
    return kept if len(kept) == len(text.pieces) else [*kept, *text.rest]


def _size(blocks: Sequence[Block]) -> int:
    """In bytes, as Slack gets it."""
    return len(json.dumps([block.to_dict() for block in blocks], ensure_ascii=False).encode())
