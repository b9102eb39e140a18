"""Drawn messages, kept: a long conversation is redrawn at every change, its messages seldom change."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sandbox.page import mrkdwn
from sandbox.page.drawing import Canvas, draw_blocks
from sandbox.page.entered import with_entered
from sandbox.page.reader import Reader
from sandbox.records import EphemeralMessage, Message
from sandbox.screens import Entered

Said = Message | EphemeralMessage


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message's HTML and all that it was drawn from."""

    said: Said
    entered: Entered
    reader: tuple[Any, ...]
    html: Markup


class Bodies:
    """The messages as each person last saw them."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, str, str, str], Drawn] = {}

    def of(self, said: Said, entered: Entered, reader: Reader, where: str) -> Markup:
        """What stands in a message, drawn anew only when something about it is new.

        The parent of an open thread stands on the page twice: `where` tells the two apart.
        """
        key = (reader.person_id, said.channel_id, said.ts, where)
        # To the minute, since a message may say how long ago something was.
        eyes = (reader.people, reader.channels, reader.gone, reader.zone, reader.now.timestamp() // 60)
        kept = self._drawn.get(key)
        if kept and kept.said is said and kept.entered == entered and kept.reader == eyes:
            return kept.html
        html = _body(said, entered, Canvas(reader, key=f"{where} {said.ts}"))
        copied = {block_id: dict(values) for block_id, values in entered.items()}
        self._drawn[key] = Drawn(said, copied, eyes, html)
        return html


def _body(said: Said, entered: Entered, canvas: Canvas) -> Markup:
    if said.blocks:
        html = draw_blocks(with_entered(said.blocks, entered), canvas)
    else:
        html = Markup('<div class="text">{}</div>').format(mrkdwn.to_html(said.text, canvas.reader))
    return html + _files(said)


def _files(said: Said) -> Markup:
    files = said.files if isinstance(said, Message) else ()
    return Markup().join(Markup('<p class="file">📎 {}</p>').format(one["name"]) for one in files)
