"""CAIRN_KEYS: what is taken, what is refused, and that no message repeats a key."""

import base64

import pytest

from storage.cipher import KeyLost
from storage.master_keys import KeyPlace, MasterKey, new_master_key, read_master_keys

FIRST, SECOND = (base64.urlsafe_b64encode(four * 8).decode() for four in (b"\xfeone", b"\xfftwo"))
PLACE = KeyPlace("T1", "maya", 1)


def test_a_new_key_is_32_bytes_that_can_be_read() -> None:
    assert len(base64.urlsafe_b64decode(FIRST)) == 32
    assert new_master_key() != new_master_key()
    assert new_master_key(lambda size: bytes(range(size))) == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def test_keys_are_read_newest_first() -> None:
    keys = read_master_keys(f" {FIRST}, {SECOND} ,")
    assert [key.id for key in keys] == [read_master_keys(each)[0].id for each in (FIRST, SECOND)]
    assert all(len(key.id) == 8 for key in keys)


def test_padding_may_be_left_out_and_either_alphabet_used() -> None:
    """Other tools make keys too, such as openssl."""
    assert read_master_keys(FIRST.rstrip("="))[0].id == read_master_keys(FIRST)[0].id
    either = (base64.b64encode(b"\xff" * 32), base64.urlsafe_b64encode(b"\xff" * 32))
    assert len({read_master_keys(key.decode())[0].id for key in either}) == 1


@pytest.mark.parametrize(
    ("setting", "place"),
    [
        ("swordfish", "key 1 of 1"),
        (f"{FIRST},swordfish", "key 2 of 2"),
        (f"{FIRST[:-2]}!=", "key 1 of 1"),
        (f"{FIRST[:20]}\n{FIRST[20:]}", "key 1 of 1"),
        (base64.urlsafe_b64encode(b"x" * 31).decode(), "key 1 of 1"),
        (base64.urlsafe_b64encode(b"x" * 33).decode(), "key 1 of 1"),
        ("schlüssel", "key 1 of 1"),
    ],
)
def test_a_malformed_key_is_named_by_its_place_alone(setting: str, place: str) -> None:
    with pytest.raises(ValueError, match=rf"^CAIRN_KEYS: {place} is not 32 bytes") as refusal:
        read_master_keys(setting)
    error: BaseException | None = refusal.value
    while error is not None:
        assert not any(key.strip()[:6] in f"{error} {error!r}" for key in setting.split(","))
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("setting", ["", " , ,"])
def test_no_key_at_all_says_how_to_make_one(setting: str) -> None:
    with pytest.raises(ValueError, match="cairn keys new"):
        read_master_keys(setting)


def test_the_same_key_twice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="twice"):
        read_master_keys(f"{FIRST},{FIRST}")


def test_showing_a_key_shows_its_id_only() -> None:
    (key,) = read_master_keys(FIRST)
    assert repr(key) == f"MasterKey(id='{key.id}')"


def master() -> MasterKey:
    return read_master_keys(FIRST)[0]


def test_a_wrapped_key_opens_in_its_own_place_only() -> None:
    wrapped = master().wrap(b"s" * 32, PLACE, bytes(12))
    assert master().unwrap(wrapped, PLACE) == b"s" * 32
    for other in (KeyPlace("T2", "maya", 1), KeyPlace("T1", "omar", 1), KeyPlace("T1", "maya", 2)):
        with pytest.raises(KeyLost, match="integrity"):
            master().unwrap(wrapped, other)


@pytest.mark.parametrize("damage", [b"", bytes(12), bytes(59), bytes(60)])
def test_a_damaged_wrapping_is_lost(damage: bytes) -> None:
    with pytest.raises(KeyLost, match="key 1 of maya"):
        master().unwrap(damage, PLACE)
