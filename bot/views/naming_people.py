"""Sentences with people in them: Slack writes their names, and nobody is told that they were named."""

import re
from collections.abc import Iterator, Mapping, Sequence

from slack_sdk.models.blocks import RichTextBlock, RichTextElementParts, RichTextSectionElement

from bot.views.parts import escaped

_HERE = "\ue000{}\ue001"
_PLACE = re.compile("\ue000([a-z_]+)\ue001")

People = Mapping[str, Sequence[str]]
"""Who stands where in a sentence, by Slack id."""


def here(*names: str) -> dict[str, str]:
    """What to fill a sentence's placeholders with, where people are to stand."""
    return {name: _HERE.format(name) for name in names}


def naming(sentence: str, people: People) -> RichTextBlock:
    """A paragraph in which people stand where `here` left room for them."""
    return RichTextBlock(elements=[RichTextSectionElement(elements=list(_elements(sentence, people)))])


def naming_aloud(sentence: str, people: People) -> str:
    """The same for the top-level text of a message, which is read aloud."""
    said = escaped(sentence)
    return _PLACE.sub(lambda place: ", ".join(f"<@{each}>" for each in people[place[1]]), said)


def _elements(sentence: str, people: People) -> Iterator["RichTextElementParts.Text | RichTextElementParts.User"]:
    for number, part in enumerate(_PLACE.split(sentence)):
        if number % 2 == 0:
            yield from [RichTextElementParts.Text(text=part)] if part else []
            continue
        for place, slack_id in enumerate(people[part]):
            yield from [RichTextElementParts.Text(text=", ")] if place else []
            yield RichTextElementParts.User(user_id=slack_id)
