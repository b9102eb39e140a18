"""rich_text blocks: every part and every inline piece."""

from typing import Any

import pytest

from sandbox.page.reader import Reader
from sandbox.page.rich_text import to_html

INLINE: list[tuple[dict[str, Any], str]] = [
    ({"type": "text", "text": "a\nb"}, "a\nb"),
    ({"type": "text", "text": "<b>"}, "&lt;b&gt;"),
    ({"type": "text", "text": "x", "style": {"bold": True}}, "<strong>x</strong>"),
    ({"type": "text", "text": "x", "style": {"italic": True, "strike": True}}, "<s><em>x</em></s>"),
    ({"type": "text", "text": "x", "style": {"code": True}}, "<code>x</code>"),
    ({"type": "user", "user_id": "U1"}, '<span class="mention">@Ana Ruiz</span>'),
    ({"type": "user", "user_id": "U2"}, '<span class="mention">@&lt;b&gt;Ben&lt;/b&gt;</span>'),
    ({"type": "channel", "channel_id": "C1"}, '<span class="mention">#general</span>'),
    ({"type": "usergroup", "usergroup_id": "S1"}, '<span class="mention">@S1</span>'),
    ({"type": "broadcast", "range": "here"}, '<span class="mention">@here</span>'),
    ({"type": "emoji", "name": "tada"}, "🎉"),
    ({"type": "emoji", "name": "<x>"}, ":&lt;x&gt;:"),
    ({"type": "date", "timestamp": 1700000000, "format": "{date_num}"}, "2023-11-14"),
    ({"type": "color", "value": "#fff"}, "<code>#fff</code>"),
    ({"type": "link", "url": "javascript:alert(1)", "text": "x"}, "x"),
    ({"type": "hologram"}, '<span class="unknown">[hologram]</span>'),
]


@pytest.mark.parametrize(("element", "html"), INLINE)
def test_inline_pieces(reader: Reader, element: dict[str, Any], html: str) -> None:
    block = {"elements": [{"type": "rich_text_section", "elements": [element]}]}
    assert str(to_html(block, reader)) == f'<div class="rich-section">{html}</div>'


def test_a_link(reader: Reader) -> None:
    link = {"type": "link", "url": "https://x.example/?a=1&b=2", "text": "x"}
    block = {"elements": [{"type": "rich_text_section", "elements": [link]}]}
    assert 'href="https://x.example/?a=1&amp;b=2"' in to_html(block, reader)


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        ("rich_text_quote", "<blockquote>x</blockquote>"),
        ("rich_text_preformatted", "<pre><code>x</code></pre>"),
    ],
)
def test_frames(reader: Reader, kind: str, html: str) -> None:
    block = {"elements": [{"type": kind, "elements": [{"type": "text", "text": "x"}]}]}
    assert str(to_html(block, reader)) == html


def test_lists(reader: Reader) -> None:
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": [item, item]}
    numbers = {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": [item]}
    assert str(to_html({"elements": [bullets, numbers]}, reader)) == (
        '<ul class="indent-0"><li>x</li><li>x</li></ul><ol class="indent-1" type="a" start="3"><li>x</li></ol>'
    )
