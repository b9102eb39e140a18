"""rich_text blocks as safe HTML: sections, lists, quotes and preformatted text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from sandbox.page import dates, emoji, mrkdwn
from sandbox.page.reader import Reader

Piece = Mapping[str, Any]
STYLE_TAGS = (("code", "code"), ("bold", "strong"), ("italic", "em"), ("strike", "s"))
NUMERALS = ("1", "a", "i")  # what an ordered list counts with, by its indent


def to_html(block: Piece, reader: Reader) -> Markup:
    """A whole rich_text block."""
    return Markup().join(_part(part, reader) for part in block.get("elements", ()))


def _part(part: Piece, reader: Reader) -> Markup:
    kind = part.get("type", "")
    if kind == "rich_text_list":
        return _list(part, reader)
    inside = _inline(part.get("elements", ()), reader)
    return FRAMES.get(kind, UNKNOWN).format(inside)


FRAMES = {
    "rich_text_section": Markup('<div class="rich-section">{}</div>'),
    "rich_text_quote": Markup("<blockquote>{}</blockquote>"),
    "rich_text_preformatted": Markup("<pre><code>{}</code></pre>"),
}
UNKNOWN = Markup('<div class="rich-section">{}</div>')


def _list(part: Piece, reader: Reader) -> Markup:
    indent = min(int(part.get("indent", 0)), 8)
    items = Markup().join(
        Markup("<li>{}</li>").format(_inline(item.get("elements", ()), reader)) for item in part.get("elements", ())
    )
    if part.get("style") != "ordered":
        return Markup('<ul class="indent-{}">{}</ul>').format(indent, items)
    start = int(part.get("offset", 0)) + 1
    numerals = NUMERALS[indent % len(NUMERALS)]
    return Markup('<ol class="indent-{}" type="{}" start="{}">{}</ol>').format(indent, numerals, start, items)


def _inline(elements: Sequence[Piece], reader: Reader) -> Markup:
    return Markup().join(_styled(element, reader) for element in elements)


def _styled(element: Piece, reader: Reader) -> Markup:
    html = INLINE.get(element.get("type", ""), _unknown)(element, reader)
    style = element.get("style") or {}
    for name, tag in STYLE_TAGS:
        if style.get(name):
            html = Markup("<{0}>{1}</{0}>").format(tag, html)
    return html


def _text(element: Piece, _reader: Reader) -> Markup:
    # <pre> keeps its own line breaks, and CSS keeps them in sections: no <br> is needed.
    return escape(element.get("text", ""))


def _link(element: Piece, _reader: Reader) -> Markup:
    return mrkdwn.link(element.get("url", ""), element.get("text") or element.get("url", ""))


def _user(element: Piece, reader: Reader) -> Markup:
    name = element.get("user_id", "")
    return mrkdwn.mention("@" + reader.people.get(name, name))


def _channel(element: Piece, reader: Reader) -> Markup:
    name = element.get("channel_id", "")
    return mrkdwn.mention("#" + reader.channels.get(name, name))


def _broadcast(element: Piece, _reader: Reader) -> Markup:
    return mrkdwn.mention("@" + element.get("range", "here"))


def _usergroup(element: Piece, _reader: Reader) -> Markup:
    return mrkdwn.mention("@" + element.get("usergroup_id", ""))


def _emoji(element: Piece, _reader: Reader) -> Markup:
    return escape(emoji.picture(element.get("name", "")))


def _date(element: Piece, reader: Reader) -> Markup:
    words = dates.in_words(reader, element.get("timestamp", 0), element.get("format", "{date}"))
    return mrkdwn.link(element.get("url", ""), words)


def _color(element: Piece, _reader: Reader) -> Markup:
    return Markup("<code>{}</code>").format(element.get("value", ""))


def _unknown(element: Piece, _reader: Reader) -> Markup:
    return Markup('<span class="unknown">{}</span>').format(f"[{element.get('type', '?')}]")


INLINE: dict[str, Callable[[Piece, Reader], Markup]] = {
    "text": _text,
    "link": _link,
    "user": _user,
    "channel": _channel,
    "broadcast": _broadcast,
    "usergroup": _usergroup,
    "emoji": _emoji,
    "date": _date,
    "color": _color,
}
