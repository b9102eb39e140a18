"""How "Is this your answer?" looks."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot import ids
from bot.views.parts import Drawn, aloud, button, buttons, escaped, filled, plain
from flows.conversation.sights import ConfirmSight
from flows.words import Words


def confirm_message(sight: ConfirmSight, words: Words) -> Drawn:
    """The question, with one button for each conversation the message might belong to."""
    if sight.settled:
        return Drawn(escaped(words("confirm.settled")), [plain(words("confirm.settled"))])
    if not sight.candidates:
        return Drawn(escaped(words("confirm.gone")), [plain(words("confirm.gone"))])
    return _open(sight, words)


def _open(sight: ConfirmSight, words: Words) -> Drawn:
    ask = words("confirm.one" if len(sight.candidates) == 1 else "confirm.several")
    questions = [
        words("confirm.question", title=each.title, ask=filled(each.ask, each.day, words)) for each in sight.candidates
    ]
    choices: list[ButtonElement] = [_yes(sight, place, words) for place in range(len(sight.candidates))]
    choices.append(button(words("confirm.no"), ids.CONFIRM_NO, ids.Pointer(sight.held).packed()))
    labels = ", ".join(choice.text.text for choice in choices if choice.text is not None)
    blocks: list[Block] = [plain(ask), *(plain(each) for each in questions), buttons("confirm", choices)]
    return Drawn(escaped(aloud(ask, *questions, labels)), blocks)


def _yes(sight: ConfirmSight, place: int, words: Words) -> ButtonElement:
    candidate = sight.candidates[place]
    only = len(sight.candidates) == 1
    label = words("confirm.yes") if only else words("confirm.yes_to", title=candidate.title)
    pointer = ids.Pointer(candidate.conversation, candidate.turn, sight.held).packed()
    return button(label, f"{ids.CONFIRM_YES}:{place}", pointer, style="primary" if only else None)
