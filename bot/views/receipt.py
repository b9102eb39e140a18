"""How the end of a conversation looks."""

from slack_sdk.models.blocks import Block

from bot import ids
from bot.views.parts import Drawn, aloud, aside, button, buttons, escaped, filled, plain, strong
from flows.conversation.sights import ReceiptSight
from flows.words import Words


def receipt_message(sight: ReceiptSight, words: Words, contacts: str) -> Drawn:
    """What was kept and who can see it, with the way to read it again. `contacts` says where to turn, or is empty."""
    first = words("receipt.stopped") if sight.stopped else filled(sight.script.closing, sight.day, words)
    kept = words("receipt.answers", count=sight.answers) if sight.answers else words("receipt.no_answers")
    seen_by = words("receipt.only_you") if sight.answers else ""
    support = words("receipt.support", contacts=contacts) if contacts and sight.script.support else ""
    blocks: list[Block] = [strong(first), plain(f"{kept} {seen_by}".strip())]
    blocks += [aside(support)] if support else []
    label = words("receipt.show") if sight.answers else ""
    if label:
        pointer = ids.Pointer(sight.conversation).packed()
        blocks.append(buttons("receipt", [button(label, ids.SHOW_WORDS, pointer)]))
    return Drawn(escaped(aloud(first, kept, seen_by, support, label)), blocks)
