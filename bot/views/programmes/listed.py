"""The window that lists somebody's programmes, and the one that says that there is nothing here."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import ids
from bot.views.parts import aside, button, buttons, plain, strong
from bot.views.programmes.said import standing_said
from flows.managing.window_sights import Overview
from flows.programmes.programme import Programme
from flows.words import Words

MOST = 30
"""Programmes in one window, the newest first."""


def programmes_modal(found: Overview, words: Words) -> View:
    """All programmes of somebody who may set up some, or may say who does."""
    blocks: list[Block] = []
    if not found.may_manage:
        blocks.append(plain(words("programme.owner")))
    elif not found.programmes:
        blocks.append(plain(words("programme.none")))
    for each in found.programmes[:MOST]:
        blocks += _programme(each, words)
    if len(found.programmes) > MOST:
        blocks.append(aside(words("programme.older", count=len(found.programmes) - MOST)))
    blocks += _ways(found, words)
    return _window(blocks, words)


def gone_modal(words: Words) -> View:
    """What stands in a window whose programme is not theirs any more, or never was."""
    return _window([plain(words("notice.not_available"))], words)


def _programme(programme: Programme, words: Words) -> Iterator[Block]:
    opens = button(
        words("programme.open"),
        f"{ids.PROGRAMME}:open",
        ids.Pointer(programme.id).packed(),
        read_as=words("programme.open_it", name=programme.design.name),
    )
    yield strong(programme.design.name)
    yield plain(standing_said(programme, words))
    yield buttons(f"programme:{programme.id}", [opens])


def _ways(found: Overview, words: Words) -> Iterator[Block]:
    new = button(words("programme.set_up"), f"{ids.PROGRAMME}:new", ids.PROGRAMME, style="primary")
    name = button(words("programme.name_managers"), f"{ids.PROGRAMME}:name", ids.PROGRAMME)
    ways = [each for each, may in ((new, found.may_manage), (name, found.is_owner)) if may]
    if ways:
        yield buttons("programmes", ways)


def _window(blocks: list[Block], words: Words) -> View:
    return View(
        type="modal",
        callback_id=ids.PROGRAMMES_MODAL,
        title=words("programme.title"),
        close=words("programme.close"),
        blocks=blocks,
    )
