"""Small pieces of Block Kit to draw, and a way to look at what was drawn."""

import re
from html.parser import HTMLParser
from typing import Any

from sandbox.page.drawing import Canvas, draw_blocks

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str = "") -> Json:
    return {"text": plain(text or value.title()), "value": value}


def actions(**element: Any) -> Json:
    return {"type": "actions", "block_id": "b", "elements": [{"action_id": "a", **element}]}


def field(optional: bool = False, dispatch: bool = False, **element: Any) -> Json:
    return {
        "type": "input",
        "block_id": "b",
        "label": plain("Your answer"),
        "optional": optional,
        "dispatch_action": dispatch,
        "element": {"action_id": "a", **element},
    }


class Tags(HTMLParser):
    """The start tags of a piece of HTML, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        """The only such tag."""
        matches = [a for t, a in self.found if t == tag and wanted.items() <= a.items()]
        assert len(matches) == 1, f"{len(matches)} <{tag}> with {wanted}"
        return matches[0]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.found if each == tag]


def drawn(canvas: Canvas, *blocks: Json) -> Tags:
    return Tags(str(draw_blocks(blocks, canvas)))


def words(canvas: Canvas, *blocks: Json) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", str(draw_blocks(blocks, canvas))).split())
