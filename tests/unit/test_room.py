"""What is shown beside fields: all of it where there is room, and never more than a window holds."""

import json
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.views.own_words import quoted
from bot.views.parts import aside, plain
from bot.views.room import Shown, fitted

MUST, REST = plain("must"), [aside("rest"), plain("of it")]
LENGTHS = st.lists(st.integers(0, 40_000), max_size=12)


@settings(deadline=None)
@given(lengths=LENGTHS, letter=st.sampled_from(["x", "\u4e2d", "\U0001f331"]))
def test_what_does_not_fit_is_cut_and_the_rest_is_told(lengths: list[int], letter: str) -> None:
    shown = [Shown(list(quoted(letter * length)), REST) for length in lengths]
    parts: list[Block | Shown] = [part for each in shown for part in (MUST, each)]
    blocks = fitted([*parts, MUST])
    assert len(blocks) <= 98
    assert len(json.dumps([block.to_dict() for block in blocks], ensure_ascii=False).encode()) <= 240_000
    assert blocks.count(MUST) == len(shown) + 1
    cut = [each for each in shown if not all(any(piece is block for block in blocks) for piece in each.pieces)]
    assert sum(block is REST[0] for block in blocks) == len(cut)


def test_what_fits_is_all_there_in_order() -> None:
    shown = [Shown(list(quoted(letter * 7000)), REST) for letter in "abc"]
    blocks = fitted([MUST, *shown])
    assert blocks == [MUST, *chain.from_iterable(each.pieces for each in shown)]


def test_a_long_text_leaves_as_much_to_the_others() -> None:
    long, short = Shown(list(quoted("x" * 900_000)), REST), Shown(list(quoted("y" * 40_000)), REST)
    blocks = fitted([long, short])
    assert all(piece in blocks for piece in short.pieces)
    assert sum(piece in blocks for piece in long.pieces) > len(short.pieces)
    assert blocks[-len(short.pieces) - 2 :] == [*REST, *short.pieces]
