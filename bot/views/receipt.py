"""How the end of a conversation looks."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot import ids
from bot.views.audience import who_opened, who_sees
from bot.views.parts import Drawn, aloud, aside, button, buttons, escaped, filled, plain, strong
from bot.views.said import Said
from flows.conversation.sights import Audience, ReceiptSight
from flows.words import Words


def receipt_message(sight: ReceiptSight, words: Words, contacts: str) -> Drawn:
    """What was kept and who can see it, with the way to read it again. `contacts` says where to turn, or is empty."""
    first = words("receipt.stopped") if sight.stopped else filled(sight.script.closing, sight.day, words)
    kept = words("receipt.answers", count=sight.answers) if sight.answers else words("receipt.no_answers")
    seen_by = _seen_by(sight, words)
    support = words("receipt.support", contacts=contacts) if contacts and sight.script.support else ""
    blocks: list[Block] = [strong(first), *_kept(kept, seen_by)]
    blocks += [aside(support)] if support else []
    choices = _choices(sight, words) if sight.answers else []
    blocks += [buttons("receipt", choices)] if choices else []
    labels = ", ".join(each.text.text for each in choices if each.text is not None)
    said = [escaped(first), escaped(kept), *(each.aloud() for each in seen_by), escaped(support), escaped(labels)]
    return Drawn(aloud(*said), blocks)


def _kept(kept: str, seen_by: list[Said]) -> list[Block]:
    """What was kept and that nobody else sees it stand together; with people in it, each in a paragraph of its own."""
    if len(seen_by) == 1 and not seen_by[0].people:
        return [plain(f"{kept} {seen_by[0].sentence}")]
    return [plain(kept), *(each.block() for each in seen_by)]


def _seen_by(sight: ReceiptSight, words: Words) -> list[Said]:
    audience = sight.audience
    return [*who_sees(audience, words), *who_opened(audience, words)] if sight.answers else []


def _choices(sight: ReceiptSight, words: Words) -> list[ButtonElement]:
    pointer = ids.Pointer(sight.conversation).packed()
    show = button(words("receipt.show"), ids.SHOW_WORDS, pointer)
    return [show, *(button(label, action, pointer) for label, action in _ways(sight.audience, words))]


def _ways(audience: Audience, words: Words) -> list[tuple[str, str]]:
    """What can be done about who sees it."""
    if any(not each.seen for each in audience.shown):
        return [(words("receipt.share_now"), ids.SHARE_NOW), (words("receipt.keep"), ids.KEEP_BACK)]
    back = [(words("receipt.take_back"), ids.TAKE_BACK)] if audience.shown else []
    share = [(words("receipt.share"), ids.SHARE)] if audience.may_share else []
    return [*back, *share]
