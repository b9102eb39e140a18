"""The window that shows exactly who will be written what, before anybody is."""

from collections.abc import Callable, Iterator, Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock
from slack_sdk.models.views import View

from bot import ids
from bot.views.naming_people import here, naming
from bot.views.parts import aside, plain
from bot.views.programmes.complaints import complaints
from bot.views.programmes.inside import turning
from bot.views.welcome import programme_message
from flows.managing.window_sights import Preview, ToBeSent
from flows.programmes.cohort import Note
from flows.words import Words

Catalogues = Callable[[str], Words]
"""The words of a language."""


def preview_modal(
    found: Preview, words: Words, catalogues: Catalogues, notes: Sequence[Note] = (), *, changed: bool = False
) -> View:
    """One page of what will be sent. It can be confirmed as long as there is anybody to write to.

    Its pointer holds what was seen, so that nothing else is let begin. `changed`: something else was seen before.
    """
    return View(
        type="modal",
        callback_id=ids.PREVIEW_MODAL,
        private_metadata=ids.Pointer(found.programme.id, found.page, found.seen).packed(),
        title=words("preview.title"),
        submit=words("preview.begin") if found.leaders else None,
        close=words("preview.not_yet"),
        blocks=[
            *([plain(words("preview.changed"))] if changed else []),
            *_head(found, words),
            *complaints(notes, words),
            *(block for each in found.messages for block in _message(each, words, catalogues)),
            *turning(found.programme.id, (found.page, found.pages), ("shown_earlier", "shown_further"), words),
        ],
    )


def _head(found: Preview, words: Words) -> Iterator[Block]:
    yield plain(found.programme.design.name)
    if not found.leaders:
        yield plain(words("preview.nobody"))
        return
    yield plain(words("preview.leaders", count=found.leaders))
    yield plain(words("preview.coaches", count=found.coaches))
    yield plain(words("preview.at_home"))  # of nobody by name: who has answered is not for a manager to know
    yield plain(words("preview.nobody_else"))


def _message(each: ToBeSent, words: Words, catalogues: Catalogues) -> Iterator[Block]:
    theirs = catalogues(each.language)
    drawn = programme_message(each.sight, theirs)
    yield DividerBlock()
    yield naming(words("preview.to", **here("who")), {"who": [each.to]})
    yield from (block for block in drawn.blocks if not isinstance(block, ActionsBlock))
    yield from (aside(words("preview.buttons", labels=_labels(block))) for block in drawn.blocks if _presses(block))
    if each.otherwise is not None:
        yield aside(words("preview.otherwise"))
        yield from programme_message(each.otherwise, theirs).blocks[:1]


def _presses(block: Block) -> bool:
    return isinstance(block, ActionsBlock)


def _labels(block: Block) -> str:
    return ", ".join(each["text"]["text"] for each in block.to_dict()["elements"])
