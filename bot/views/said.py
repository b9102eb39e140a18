"""Messages that are sentences with people in them, and something to press below."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from slack_sdk.models.blocks import Block, ButtonElement

from bot.views.naming_people import People, naming, naming_aloud
from bot.views.parts import Drawn, aloud, buttons, escaped, plain


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and who stands in it."""

    sentence: str
    people: People = field(default_factory=dict)

    def block(self) -> Block:
        """The sentence as a paragraph."""
        return naming(self.sentence, self.people) if any(self.people.values()) else plain(self.sentence)

    def aloud(self) -> str:
        """The sentence as it is read aloud."""
        return naming_aloud(self.sentence, self.people)


def said_aloud(said: Sequence[Said], choices: Sequence[ButtonElement], block_id: str) -> Drawn:
    """The message: its sentences, then what can be pressed."""
    labels = ", ".join(each.text.text for each in choices if each.text is not None)
    blocks = [each.block() for each in said]
    if choices:
        blocks.append(buttons(block_id, choices))
    return Drawn(aloud(*(each.aloud() for each in said), escaped(labels)), blocks)
