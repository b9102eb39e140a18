"""Rich text: sections, lists, quotes and what stands in them."""

from collections.abc import Mapping

from sandbox.checks.objects import ID, URL
from sandbox.checks.shape import (
    Check,
    Fields,
    array,
    by_type,
    flag,
    integer,
    one_of,
    string,
    typed,
)

MANY = 10_000
LONG = 40_000
STYLE = Fields({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
INLINE: Mapping[str, Check] = {
    "text": typed("text", {"text": string(LONG, 1)}, {"style": STYLE}),
    "link": typed("link", {"url": URL}, {"text": string(LONG), "unsafe": flag, "style": STYLE}),
    "user": typed("user", {"user_id": ID}, {"style": STYLE}),
    "channel": typed("channel", {"channel_id": ID}, {"style": STYLE}),
    "usergroup": typed("usergroup", {"usergroup_id": ID}, {"style": STYLE}),
    "emoji": typed(
        "emoji",
        {"name": string(100, 1)},
        {"unicode": string(100), "skin_tone": integer(1, 6), "style": STYLE},
    ),
    "broadcast": typed("broadcast", {"range": one_of("here", "channel", "everyone")}),
    "color": typed("color", {"value": string(7, pattern=r"#[0-9a-fA-F]{6}")}),
    "date": typed(
        "date",
        {"timestamp": integer(0, 10**10), "format": string(300, 1)},
        {"url": URL, "fallback": string(300), "style": STYLE},
    ),
}
_INLINES = array(by_type(INLINE), 0, MANY)
_BORDER = integer(0, 1)
SECTION = typed("rich_text_section", {"elements": _INLINES})
RICH_TEXT_PARTS: Mapping[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_quote": typed("rich_text_quote", {"elements": _INLINES}, {"border": _BORDER}),
    "rich_text_preformatted": typed(
        "rich_text_preformatted",
        {"elements": array(by_type(INLINE, {"text", "link"}), 0, MANY)},
        {"border": _BORDER, "language": string(50)},
    ),
    "rich_text_list": typed(
        "rich_text_list",
        {"style": one_of("bullet", "ordered"), "elements": array(SECTION, 0, MANY)},
        {"indent": integer(0, 8), "offset": integer(0, MANY), "border": _BORDER},
    ),
}
RICH_TEXT = typed("rich_text", {"elements": array(by_type(RICH_TEXT_PARTS), 1, MANY)}, {"block_id": ID})
