"""Drawn messages, kept: a long conversation is redrawn at every change, its messages seldom change."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sandbox.json_object import Json
from sandbox.page import mrkdwn
from sandbox.page.drawing import Canvas, draw_blocks
from sandbox.page.entered import Offers, with_entered, with_offers
from sandbox.page.reader import Reader
from sandbox.records import EphemeralMessage, Message
from sandbox.screens import Entered

Said = Message | EphemeralMessage


@dataclass(frozen=True, slots=True)
class State:
    """What one person has entered on a message, and what its menus offer them."""

    entered: Entered
    offers: Offers


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message's HTML and all that it was drawn from."""

    said: Said
    state: State
    reader: tuple[Any, ...]
    html: Markup


class Bodies:
    """The messages as each person last saw them."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, str, str, str], Drawn] = {}

    def of(self, said: Said, state: State, reader: Reader, where: str) -> Markup:
        """What stands in a message, drawn anew only when something about it is new.

        The parent of an open thread stands on the page twice: `where` tells the two apart.
        """
        key = (reader.person_id, said.channel_id, said.ts, where)
        # To the minute, since a message may say how long ago something was.
        eyes = (reader.people, reader.channels, reader.gone, reader.zone, reader.now.timestamp() // 60)
        kept = self._drawn.get(key)
        if kept and kept.said is said and kept.state == state and kept.reader == eyes:
            return kept.html
        html = _body(said, state, Canvas(reader, key=f"{where} {said.ts}"))
        self._drawn[key] = Drawn(said, deepcopy(state), eyes, html)
        return html


def _body(said: Said, state: State, canvas: Canvas) -> Markup:
    if said.blocks:
        html = draw_blocks(with_offers(with_entered(said.blocks, state.entered), state.offers), canvas)
    else:
        html = Markup('<div class="text">{}</div>').format(mrkdwn.to_html(said.text, canvas.reader))
    return html + _files(said, canvas.reader)


def _files(said: Said, reader: Reader) -> Markup:
    files = said.files if isinstance(said, Message) else ()
    return Markup().join(
        Markup('<p class="file"><span aria-hidden="true">📎</span> {}</p>').format(_file(one, reader)) for one in files
    )


def _file(one: Json, reader: Reader) -> Markup:
    """A file to download; of those that people send from the page, and of deleted ones, nothing is kept."""
    if one.get("mode") == "tombstone":
        return Markup("<em>This file was deleted.</em>")
    if "url_private" not in one:
        return Markup("{}").format(one["name"])
    address = f"/as/{reader.person_id}/files/{one['id']}"
    return Markup('<a href="{}" download="{}">{}</a> <small>{}</small>').format(
        address, one["name"], one["title"], one["name"]
    )
