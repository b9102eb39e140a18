"""Every block and element there is, so that a test (or an eye) can see how the page draws them."""

from tests.browser.kit import DROP, Json, button, mrkdwn, option, plain

PIXEL = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 12 6'%3E"
    "%3Cpath d='M0 6 3 3 5 4 8 1 12 6' fill='%231c6b58'/%3E%3C/svg%3E"
)
PLANETS = [option(name) for name in ("mercury", "venus", "earth", "mars", "saturn")]
RICH = {
    "text": {"type": "mrkdwn", "text": "*Alone*"},
    "value": "alone",
    "description": {"type": "mrkdwn", "text": "quiet, at a desk"},
}


def menu(kind: str, action_id: str, words: str, **more: object) -> Json:
    return {"type": kind, "action_id": action_id, "placeholder": plain(words), **more}


def said(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


ELEMENTS: list[Json] = [
    menu("static_select", "static", "One planet", options=PLANETS),
    menu(
        "static_select",
        "grouped",
        "One of two groups",
        option_groups=[
            {"label": plain("Near"), "options": PLANETS[:2]},
            {"label": plain("Far"), "options": PLANETS[3:]},
        ],
    ),
    menu("multi_static_select", "several", "Several planets", options=PLANETS, max_selected_items=2),
    menu("external_select", "external", "A book", min_query_length=2),
    menu("multi_external_select", "externals", "Some books", min_query_length=0),
    menu("users_select", "user", "A person"),
    menu("multi_users_select", "users", "Some people"),
    menu("conversations_select", "conversation", "A conversation"),
    menu("multi_conversations_select", "conversations", "Some conversations"),
    menu("channels_select", "channel", "A channel"),
    menu("multi_channels_select", "channels", "Some channels"),
    menu("datepicker", "date", "A day", initial_date="2026-03-02"),
    menu("timepicker", "time", "An hour"),
    {"type": "datetimepicker", "action_id": "moment"},
    {"type": "radio_buttons", "action_id": "radio", "options": [option("together"), RICH]},
    {"type": "checkboxes", "action_id": "boxes", "options": [option("tea"), option("water")]},
    {"type": "overflow", "action_id": "overflow", "options": [option("later"), option("never")]},
]
# These stand in forms only; the last tells the app of every letter.
TYPED: list[Json] = [
    {"type": "plain_text_input", "action_id": "line", "placeholder": plain("One line")},
    {"type": "plain_text_input", "action_id": "lines", "multiline": True, "min_length": 3},
    {"type": "number_input", "action_id": "number", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"},
    {"type": "email_text_input", "action_id": "email", "placeholder": plain("you@example.org")},
    {"type": "url_text_input", "action_id": "url", "placeholder": plain("https://")},
    {
        "type": "plain_text_input",
        "action_id": "letters",
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    },
]
BUTTONS: list[Json] = [
    button("plain", "Plain", value="plain"),
    button("primary", "Primary", style="primary", value="primary"),
    button("danger", "Danger", style="danger", value="danger", confirm=DROP),
    button("link", "A link", url="https://example.org/"),
]
WORDS: list[Json] = [
    {"type": "header", "text": plain("Every block :compass:")},
    {"type": "image", "image_url": PIXEL, "alt_text": "Three hills", "title": plain("The path so far")},
    {
        "type": "rich_text",
        "elements": [
            said(
                text("Bold", bold=True),
                text(", slanted", italic=True),
                text(", struck", strike=True),
                text(", code", code=True),
                text(" and a "),
                {"type": "link", "url": "https://example.org/", "text": "link"},
                {"type": "emoji", "name": "seedling"},
            ),
            {"type": "rich_text_list", "style": "ordered", "elements": [said(text("first")), said(text("second"))]},
            {"type": "rich_text_preformatted", "elements": [text("as it is\n  typed")]},
        ],
    },
    {"type": "markdown", "text": "## From markdown\nWith **bold** words and\n\n- a point\n- [ ] a task\n\n> a quote"},
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": words} for words in row]
            for row in (("Week", "Energy"), ("12", "4 of 5"), ("13", "2 of 5"))
        ],
    },
    {
        "type": "section",
        "text": mrkdwn("A section with a picture beside it."),
        "accessory": {"type": "image", "image_url": PIXEL, "alt_text": "Hills again"},
    },
    {"type": "section", "fields": [mrkdwn("*Agreed*\n3 March"), mrkdwn("*Next*\n17 March")]},
    {"type": "divider"},
    {
        "type": "context",
        "elements": [{"type": "image", "image_url": PIXEL, "alt_text": "A hill"}, mrkdwn("Only you can see this.")],
    },
]


def message() -> list[Json]:
    """All blocks, and all elements that stand in messages."""
    pressed: Json = {"type": "actions", "block_id": "buttons", "elements": BUTTONS}
    return [*WORDS, pressed, {"type": "actions", "block_id": "elements", "elements": ELEMENTS}]


def form(elements: list[Json]) -> Json:
    """A modal that asks for each of these once."""
    blocks = [
        {
            "type": "input",
            "block_id": f"in_{element['action_id']}",
            "optional": element["action_id"] != "line",
            "label": plain(element["action_id"].capitalize()),
            "dispatch_action": "dispatch_action_config" in element,
            "element": element,
        }
        for element in elements
        if element["type"] != "overflow"
    ]
    return {
        "type": "modal",
        "callback_id": "gallery",
        "title": plain("Every field"),
        "submit": plain("Send"),
        "blocks": blocks,
    }


def deeper(level: int) -> Json:
    """One of three modals that stand on each other."""
    further = [button("deeper", "One deeper")] if level < 3 else [button("deeper", "Too deep")]
    field: Json = {
        "type": "input",
        "block_id": "word",
        "label": plain("A word"),
        "element": {"type": "plain_text_input", "action_id": "value"},
    }
    return {
        "type": "modal",
        "callback_id": f"deep_{level}",
        "private_metadata": str(level),
        "title": plain(f"Level {level}"),
        "submit": plain("Done"),
        "blocks": [field, {"type": "actions", "block_id": "further", "elements": further}],
    }
