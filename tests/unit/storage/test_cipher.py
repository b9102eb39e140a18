"""A sealed text: its layout, and that it is bound to its place and its key."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import Unreadable
from storage.cipher import Cell, DataKey, bind, seal, unseal, version_of

KEY = DataKey(258, AESGCM(bytes(range(32))))
CELL = Cell("answer", "text", "row-1", "T1")
NONCE = bytes(range(12))

WORDS = st.text(st.characters(exclude_categories=["Cs"]))


def test_the_layout_is_format_version_nonce_and_text() -> None:
    sealed = seal(KEY, CELL, "stone", NONCE)
    assert sealed[:3] == b"\x01\x01\x02"
    assert sealed[3:15] == NONCE
    assert len(sealed) == 3 + 12 + len("stone") + 16
    assert version_of(CELL, sealed) == 258


@given(WORDS)
def test_any_text_comes_back(words: str) -> None:
    assert unseal(KEY, CELL, seal(KEY, CELL, words, NONCE)) == words


@pytest.mark.parametrize(
    "other",
    [
        replace(CELL, table="held_reply"),
        replace(CELL, column="note"),
        replace(CELL, row="row-2"),
        replace(CELL, workspace="T2"),
        Cell("answer", "text", "row-", "1T1"),
    ],
)
def test_it_opens_in_its_own_place_only(other: Cell) -> None:
    with pytest.raises(Unreadable, match="integrity"):
        unseal(KEY, other, seal(KEY, CELL, "stone", NONCE))


@pytest.mark.parametrize("other", [DataKey(258, AESGCM(bytes(32))), DataKey(259, KEY.cipher)])
def test_it_opens_with_its_own_key_only(other: DataKey) -> None:
    with pytest.raises(Unreadable):
        unseal(other, CELL, seal(KEY, CELL, "stone", NONCE))


@pytest.mark.parametrize("sealed", [b"", b"\x01\x01\x02", bytes(31), b"\x01" + bytes(29), b"\x02" + bytes(60)])
def test_what_is_no_sealed_text_is_unreadable(sealed: bytes) -> None:
    with pytest.raises(Unreadable, match=r"answer\.text of row-1 is not a sealed text"):
        version_of(CELL, sealed)


def test_an_error_names_the_place_and_not_the_words() -> None:
    with pytest.raises(Unreadable) as refusal:
        unseal(KEY, CELL, seal(KEY, CELL, "stone", NONCE)[:-1] + b"\x00")
    assert str(refusal.value) == "answer.text of row-1 failed its integrity check"


@given(st.lists(WORDS), st.lists(WORDS))
def test_no_two_lists_of_parts_look_the_same(some: list[str], others: list[str]) -> None:
    assert (bind(*some) == bind(*others)) == (some == others)
