"""What stands in the box while somebody changes a message of their own."""

import re
from collections.abc import Mapping

REFERENCE = re.compile(r"<([@#]?)([^<>|]+)(?:\|([^<>]*))?>")


def as_typed(text: str, people: Mapping[str, str]) -> str:
    """A message's text as its author typed it: names for ids, letters for entities."""

    def spoken(match: re.Match[str]) -> str:
        sign, target, label = match.groups()
        return f"@{people.get(target, target)}" if sign == "@" else (label or target)

    words = REFERENCE.sub(spoken, text)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
