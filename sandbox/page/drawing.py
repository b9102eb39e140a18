"""Draw Block Kit JSON as HTML: what the templates need to know about one message or view."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

from sandbox.page import emoji, markdown, mrkdwn, rich_text
from sandbox.page.reader import Reader

Json = Mapping[str, Any]


def dom_id(*parts: str) -> str:
    """A stable id for one thing on the page, so that a redraw finds it (and its focus) again."""
    return "x" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Canvas:
    """One message or view to draw blocks on: who reads it and what was wrong with their input."""

    reader: Reader
    key: str
    in_view: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    def text(self, composition: Json) -> Markup:
        """A text object, mrkdwn or plain."""
        words = composition.get("text", "")
        if composition.get("type") == "mrkdwn":
            return mrkdwn.to_html(words, self.reader)
        return mrkdwn.plain_to_html(words, pictures=composition.get("emoji", True))

    def rich(self, block: Json) -> Markup:
        """A rich_text block."""
        return rich_text.to_html(block, self.reader)

    def markdown(self, text: str) -> Markup:
        """The words of a markdown block."""
        return markdown.to_html(text)

    def dom_id(self, *parts: str | Json) -> str:
        """The id of a part of this drawing, from block and element or plain words."""
        return dom_id(self.key, *(part if isinstance(part, str) else _name(part) for part in parts))

    def field_name(self, block: Json, element: Json) -> str:
        """How a form calls the value of this element; `form.py` reads it back."""
        return json.dumps([block.get("block_id", ""), element.get("action_id", "")])

    def press_value(self, block: Json, element: Json, choice: str | None = None) -> str:
        """What a button sends about itself; a menu's entry sends its choice too."""
        named = [block.get("block_id", ""), element.get("action_id", "")]
        return json.dumps(named if choice is None else [*named, choice])

    def choices(self, element: Json) -> list[tuple[str, list[tuple[str, str]]]]:
        """The options of any select as (group, [(value, words)]); ungrouped ones under ""."""
        kind = element["type"]
        if "users" in kind:
            here = [one for one in self.reader.people.items() if one[0] not in self.reader.gone]
            return [("", here)]
        if "channels" in kind or "conversations" in kind:
            return [("", [(key, f"#{name}") for key, name in self.reader.channels.items()])]
        groups = element.get("option_groups") or [{"options": element.get("options") or []}]
        return [
            (_words(group.get("label")), [(o["value"], _words(o["text"])) for o in group["options"]])
            for group in groups
        ]

    def chosen(self, element: Json) -> list[str]:
        """The values an element starts with, whatever kind it is."""
        return [value for key in INITIAL for value in _as_values(element.get(key))]

    def chosen_words(self, element: Json) -> str:
        """The chosen options of a list of many, as its closed state shows them."""
        chosen = self.chosen(element)
        return ", ".join(words for _, group in self.choices(element) for value, words in group if value in chosen)

    def leads_somewhere(self, url: str | None) -> bool:
        """Whether a browser may follow this address: never one that runs something."""
        return mrkdwn.is_address(url or "")

    def local_input(self, seconds: int) -> str:
        """An instant as a datetime-local input wants it."""
        return f"{self.reader.local(seconds):%Y-%m-%dT%H:%M}"


INITIAL = (
    "initial_option",
    "initial_options",
    "initial_user",
    "initial_users",
    "initial_channel",
    "initial_channels",
    "initial_conversation",
    "initial_conversations",
)


def environment() -> Environment:
    """The page's templates; everything they print is escaped unless it is Markup already."""
    made = Environment(
        loader=PackageLoader("sandbox.page"),
        autoescape=True,
        undefined=ChainableUndefined,  # most keys of Block Kit are optional
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["dom_id"] = dom_id
    made.filters["initials"] = initials
    made.filters["hue"] = hue
    return made


@cache
def templates() -> Environment:
    """The one environment of this process: compiling templates is slow, using them is not."""
    return environment()


def draw_blocks(blocks: Sequence[Json], canvas: Canvas) -> Markup:
    """Blocks as HTML."""
    macro = templates().get_template("blocks.html").module.draw  # type: ignore[attr-defined]  # Jinja puts macros on the module at run time
    drawn: Markup = macro(blocks, canvas)
    return drawn


def initials(name: str) -> str:
    """Up to two letters that stand for a name on its avatar."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def hue(key: str) -> int:
    """One of twelve colours, always the same for the same id."""
    return hashlib.sha256(key.encode()).digest()[0] % 12


def _name(part: Json) -> str:
    return str(part.get("block_id") or part.get("action_id") or "")


def _words(composition: Json | None) -> str:
    return emoji.with_pictures(str((composition or {}).get("text", "")))


def _as_values(initial: Any) -> list[str]:
    if initial is None:
        return []
    parts = initial if isinstance(initial, list) else [initial]
    return [str(part["value"]) if isinstance(part, Mapping) else str(part) for part in parts]
