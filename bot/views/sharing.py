"""The window in which a person chooses who sees an entry, and what of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot import ids
from bot.views.audience import moment_on, who_opened
from bot.views.naming_people import here
from bot.views.parts import aside, button, buttons, filled, plain
from bot.views.said import Said
from flows.conversation.sights import ShownTo
from flows.sharing.sights import ShareSight
from flows.text import one_line
from flows.words import Words

_TOGETHER = 10
"""So many boxes Slack takes in one block."""

_LABEL_LENGTH = 75

_MOST_VIEWERS = 25
"""Whoever can be named in one window, beside everything else in it."""


def share_modal(sight: ShareSight, words: Words, note: str = "", *, on_top: bool = False) -> View:
    """Who sees an entry now, with a way to take it back from each, and with whom else it can be shared.

    `note` says what was just done; `on_top` of another window.
    """
    fields: list[Block] = list(_fields(sight, words))
    return View(
        type="modal",
        callback_id=ids.SHARE_MODAL,
        private_metadata=ids.Pointer(sight.conversation).packed(),
        title=words("share.title"),
        submit=words("share.submit") if fields else None,
        close=words("words.back") if on_top else words("words.close"),
        blocks=[
            aside(words("words.from", title=sight.title, day=words.full_day(sight.started))),
            *([plain(note)] if note else []),
            *_seen_by(sight, words),
            *(fields or [plain(_why_not(sight, words))]),
            aside(words("share.changes")),
        ],
    )


def _seen_by(sight: ShareSight, words: Words) -> Iterator[Block]:
    """Each person with what they see, and the way to take it back from them; then who opened it."""
    viewers = [(person, list(theirs)) for person, theirs in groupby(sight.audience.shown, key=lambda each: each.person)]
    if not viewers:
        yield plain(words("share.only_you"))
    for place, (person, theirs) in enumerate(viewers[:_MOST_VIEWERS], start=1):
        for each in theirs:
            yield Said(_sees(each, sight.audience.today, words), {"people": [each.slack_id]}).block()
        pointer = ids.Pointer(sight.conversation, choice=person).packed()
        yield buttons(f"viewer:{place}", [button(words("receipt.take_back"), ids.TAKE_BACK, pointer)])
    yield from (each.block() for each in list(who_opened(sight.audience, words))[:_MOST_VIEWERS])


def _sees(shown: ShownTo, today: date, words: Words) -> str:
    if shown.steps:
        day = words.day(shown.since.date())
        return words("share.sees_some", count=len(shown.steps), day=day, **here("people"))
    if shown.seen:
        return words("share.sees", day=words.day(shown.since.date()), **here("people"))
    return words("share.sees_from", when=moment_on(today, shown.since, words), **here("people"))


def _why_not(sight: ShareSight, words: Words) -> str:
    return words("share.nobody") if sight.answers else words("share.nothing")


def _fields(sight: ShareSight, words: Words) -> Iterator[InputBlock]:
    """Nothing is ticked before: nobody is shown more than was meant."""
    if not (sight.companions and sight.answers):
        return
    # Slack writes people's names here, as it does in `parts.people`: in a window, so that nobody is told.
    people = [
        Option(text=MarkdownTextObject(text=f"<@{each.slack_id}>"), value=each.tie)
        for each in sight.companions[:_MOST_VIEWERS]
    ]
    whole = Option(text=PlainTextObject(text=words("share.all"), emoji=False), value=ids.ALL_OF_IT)
    single = [
        Option(
            text=PlainTextObject(text=one_line(filled(each.ask, sight.day, words), _LABEL_LENGTH), emoji=False),
            value=each.step.id,
        )
        for each in sight.answers
    ]
    yield from _boxes(ids.SHARE_WITH, words("share.with"), people, words)
    yield from _boxes(ids.SHARE_WHAT, words("share.what"), [whole, *single], words)


def _boxes(name: str, label: str, options: Sequence[Option], words: Words) -> Iterator[InputBlock]:
    for start in range(0, len(options), _TOGETHER):
        part = f"{name}:{start // _TOGETHER}"
        yield InputBlock(
            block_id=part,
            label=PlainTextObject(text=words("share.more") if start else label, emoji=False),
            element=CheckboxesElement(action_id=part, options=list(options[start : start + _TOGETHER])),
            optional=True,
        )
