"""The window of one programme: what it is, what can be done with it, and who takes part."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject, DividerBlock, PlainTextObject
from slack_sdk.models.views import View

from bot import ids
from bot.views.naming_people import here, naming
from bot.views.parts import aside, button, buttons, plain
from bot.views.programmes.said import design_said, paragraphs, standing_said
from flows.conversation.script import Script
from flows.managing.window_sights import Enrolled, Inside, Told
from flows.roles import Role
from flows.words import Words

_PLACE = {Role.LINE_MANAGER: "manager"}
"""Where a role stands in a sentence, when it is not called like the role."""

_ROW = 5
"""Buttons that stand side by side without being hidden."""


def programme_modal(found: Inside, scripts: Sequence[Script], words: Words, note: str = "") -> View:
    """A programme as it is now. `note` says what was just done."""
    is_over = found.programme.ended_at is not None
    return View(
        type="modal",
        callback_id=ids.PROGRAMME_MODAL,
        private_metadata=ids.Pointer(found.programme.id, found.page).packed(),
        title=words("programme.one"),
        close=words("programme.close"),
        blocks=[
            *([plain(note)] if note else []),
            *paragraphs(design_said(found.programme.design, scripts, words)),
            plain(standing_said(found.programme, words)),
            naming(words("programme.managed_by", **here("who")), {"who": found.managers}),
            *([] if is_over else _doings(found, words)),
            *([] if is_over else _tries(found, scripts, words)),
            buttons("programme.all", _all(found, words)),
            DividerBlock(),
            *_leaders(found, words),
            *_pages(found, words),
        ],
    )


def _doings(found: Inside, words: Words) -> Iterator[Block]:
    pointer = ids.Pointer(found.programme.id, found.page).packed()
    names = ("preview", "leader", "table", "change", "managers")
    yield buttons(
        "programme.doings",
        [
            button(
                words(f"programme.do.{name}"),
                f"{ids.PROGRAMME}:{name}",
                pointer,
                style="primary" if name == "preview" else None,
            )
            for name in names
        ],
    )


def _tries(found: Inside, scripts: Sequence[Script], words: Words) -> Iterator[Block]:
    titles = {each.id: each.title for each in scripts}
    pointer = ids.Pointer(found.programme.id, found.page).packed()
    tries = [
        button(words("programme.try_it", title=titles[each.script]), f"{ids.TRY_SCRIPT}:{each.script}", pointer)
        for each in found.programme.design.practices
        if each.script in titles
    ]
    if tries:
        yield aside(words("programme.try_hint"))
    for at in range(0, len(tries), _ROW):
        yield buttons(f"programme.tries.{at}", tries[at : at + _ROW])


def _all(found: Inside, words: Words) -> list[ButtonElement]:
    every = button(words("programme.all"), f"{ids.PROGRAMME}:list", ids.PROGRAMME)
    if found.programme.ended_at is not None:
        return [every]
    end = button(words("programme.end"), f"{ids.PROGRAMME}:end", ids.Pointer(found.programme.id).packed())
    end.confirm = _sure(words("programme.end_sure"), words("programme.end_what"), words("programme.end"), words)
    return [every, end]


def _leaders(found: Inside, words: Words) -> Iterator[Block]:
    counts = found.counts or {}
    if not sum(counts.values()):
        yield plain(words("programme.no_leaders"))
        return
    told = "; ".join(words(f"programme.counts.{each}", count=counts[each]) for each in Told if counts.get(each))
    yield plain(told)
    for each in found.leaders:
        yield naming(*_said(each, words))
        if each.told is not Told.ENDED and found.programme.ended_at is None:
            yield buttons(f"leader:{each.enrolment}", _about(each, found.page, words))


def _said(each: Enrolled, words: Words) -> tuple[str, dict[str, Sequence[str]]]:
    """Who it is, how far it has come, and who accompanies them."""
    who: dict[str, Sequence[str]] = {"leader": [each.leader]}
    parts = [words(f"programme.told.{each.told}", **here("leader"))]
    for role in Role:
        if each.accompanied.get(role):
            name = _PLACE.get(role, role.value)
            who[name] = each.accompanied[role]
            parts.append(words(f"programme.role.{role}", **here(name)))
    if each.until:
        parts.append(words("programme.until", day=words.full_day(each.until)))
    return " ".join(parts), who


def _about(each: Enrolled, page: int, words: Words) -> list[ButtonElement]:
    pointer = ids.Pointer(each.enrolment, page).packed()
    accompany = button(words("programme.accompany"), f"{ids.PROGRAMME}:accompany", pointer)
    out = button(words("programme.take_out"), f"{ids.PROGRAMME}:take_out", pointer)
    out.confirm = _sure(words("programme.out_sure"), words("programme.out_what"), words("programme.take_out"), words)
    return [accompany, out]


def _pages(found: Inside, words: Words) -> Iterator[Block]:
    yield from turning(found.programme.id, (found.page, found.pages), ("earlier", "further"), words)


def turning(programme: str, place: tuple[int, int], names: tuple[str, str], words: Words) -> Iterator[Block]:
    """Buttons that turn pages: which page this is of how many, and what the buttons are called."""
    shown, pages = place
    if pages == 1:
        return
    yield aside(words("words.page", page=shown + 1, pages=pages))
    ways = [(names[0], words("words.previous"), shown - 1), (names[1], words("words.next"), shown + 1)]
    yield buttons(
        "programme.pages",
        [
            button(label, f"{ids.PROGRAMME}:{name}", ids.Pointer(programme, page).packed())
            for name, label, page in ways
            if 0 <= page < pages
        ],
    )


def _sure(title: str, what: str, yes: str, words: Words) -> ConfirmObject:
    return ConfirmObject(
        title=title,
        text=PlainTextObject(text=what, emoji=False),
        confirm=yes,
        deny=words("programme.cancel"),
        style="danger",
    )
