"""How Cairn tells that answers were hidden because their messages were deleted."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject, PlainTextObject

from bot import ids
from bot.views.parts import Drawn, aloud, button, buttons, escaped, plain
from flows.conversation.deletions import DeletionState
from flows.conversation.sights import DeletionSight
from flows.words import Words

_OFFERS = {DeletionState.HIDDEN: ("put_back", "delete_now"), DeletionState.ASKED: ("keep", "hide")}


def deletion_message(sight: DeletionSight, words: Words) -> Drawn:
    """What became of the answers, and what can still be done."""
    states = [state for state in DeletionState if sight.counts.get(state)]
    lines = [_line(sight, state, words) for state in states]
    offers = [name for state in states for name in _OFFERS.get(state, ())]
    elements = [_button(sight, name, words) for name in offers]
    blocks: list[Block] = [plain(line) for line in lines]
    blocks += [buttons("deletion", elements)] if elements else []
    return Drawn(escaped(aloud(*lines, _labels(elements))), blocks)


def _line(sight: DeletionSight, state: DeletionState, words: Words) -> str:
    return words(f"deletion.{state}", count=sight.counts[state], until=words.moment(sight.until))


def _button(sight: DeletionSight, name: str, words: Words) -> ButtonElement:
    pointer = ids.Pointer(sight.burst).packed()
    element = button(words(f"deletion.button.{name}"), f"{ids.DELETION}:{name}", pointer)
    if name == "delete_now":
        element.style, element.confirm = "danger", _sure(words)
    return element


def _sure(words: Words) -> ConfirmObject:
    """Asked first, for nothing brings the answers back after it."""
    return ConfirmObject(
        title=words("deletion.sure.title"),
        text=PlainTextObject(text=words("deletion.sure.what"), emoji=False),
        confirm=words("deletion.sure.yes"),
        deny=words("deletion.sure.no"),
        style="danger",
    )


def _labels(elements: Sequence[ButtonElement]) -> str:
    return ", ".join(element.text.text for element in elements if element.text is not None)
