"""What Slack makes of a text that a person types: escaped text and a rich_text block."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.json_object import Json
from sandbox.records import Person

_URL = r"https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"]"


@dataclass(frozen=True, slots=True)
class Composed:
    """A typed text as it is stored: the `text` of the message and its blocks."""

    text: str
    blocks: tuple[Json, ...]


def escape(text: str) -> str:
    """Write the three characters that mean something in Slack's markup as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def compose(typed: str, people: Iterable[Person], block_id: str) -> Composed:
    """Escape a typed text, link its addresses and mention the people it names."""
    by_name = {name: person for person in people for name in (person.display_name, person.real_name)}
    parts = [_part(piece, by_name) for piece in _pieces(typed, by_name)]
    return Composed("".join(text for text, _ in parts), _block([e for _, e in parts], block_id))


def _pieces(typed: str, names: Iterable[str]) -> list[str]:
    # Longest first, so that @Ana Ruiz is not read as @Ana followed by a surname.
    mentions = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    return [p for p in re.split(rf"({_URL}|@(?:{mentions})(?!\w))", typed) if p]


def _part(piece: str, by_name: dict[str, Person]) -> tuple[str, Json]:
    if re.fullmatch(_URL, piece):
        return f"<{escape(piece)}>", {"type": "link", "url": piece}
    if piece.startswith("@") and piece[1:] in by_name:
        user_id = by_name[piece[1:]].id
        return f"<@{user_id}>", {"type": "user", "user_id": user_id}
    return escape(piece), {"type": "text", "text": piece}


def _block(parts: list[Json], block_id: str) -> tuple[Json, ...]:
    if not parts:
        return ()
    section = {"type": "rich_text_section", "elements": parts}
    return ({"type": "rich_text", "block_id": block_id, "elements": [section]},)
