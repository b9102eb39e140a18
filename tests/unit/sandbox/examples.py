"""One good example of every block and element that the sandbox models."""

from sandbox.json_object import Json
from tests.unit.sandbox.drawn import (
    actions,
    button,
    mrkdwn,
    option,
    plain,
    question,
    section,
    select,
    text_field,
)

INLINE: list[Json] = [
    {"type": "text", "text": "Hello", "style": {"bold": True}},
    {"type": "link", "url": "https://x.y"},
    {"type": "user", "user_id": "U1"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "emoji", "name": "wave"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#00ff00"},
    {"type": "team", "team_id": "T1"},
    {"type": "date", "timestamp": 1_700_000_000, "format": "{date}", "fallback": "soon"},
]
RICH_TEXT: Json = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": INLINE},
        {"type": "rich_text_quote", "elements": INLINE},
        {"type": "rich_text_preformatted", "elements": INLINE[:2]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": []}],
        },
    ],
}
GOOD_ELEMENTS: dict[str, Json] = {
    "button": button(style="primary"),
    "image": {"type": "image", "image_url": "https://x.y/z.png", "alt_text": "Z"},
    "static_select": select(option("a"), option("b"), initial_option=option("a")),
    "multi_static_select": {
        "type": "multi_static_select",
        "action_id": "m",
        "options": [option("a")],
        "max_selected_items": 1,
    },
    "users_select": {"type": "users_select", "action_id": "u", "initial_user": "U1"},
    "multi_users_select": {"type": "multi_users_select", "action_id": "u", "initial_users": ["U1"]},
    "channels_select": {"type": "channels_select", "action_id": "c"},
    "conversations_select": {
        "type": "conversations_select",
        "action_id": "c",
        "filter": {"include": ["public"]},
    },
    "multi_channels_select": {
        "type": "multi_channels_select",
        "action_id": "c",
        "initial_channels": ["C1"],
    },
    "multi_conversations_select": {
        "type": "multi_conversations_select",
        "action_id": "c",
        "filter": {"exclude_bot_users": True},
    },
    "external_select": {"type": "external_select", "action_id": "x", "min_query_length": 2},
    "multi_external_select": {"type": "multi_external_select", "action_id": "x", "initial_options": [option("a")]},
    "radio_buttons": {
        "type": "radio_buttons",
        "action_id": "r",
        "options": [{"text": mrkdwn("*A*"), "value": "a"}],
    },
    "checkboxes": {"type": "checkboxes", "action_id": "c", "options": [option("a")]},
    "overflow": {
        "type": "overflow",
        "action_id": "o",
        "options": [option("a") | {"url": "https://x.y"}],
    },
    "datepicker": {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-22"},
    "timepicker": {"type": "timepicker", "action_id": "t", "initial_time": "09:30"},
    "datetimepicker": {
        "type": "datetimepicker",
        "action_id": "d",
        "initial_date_time": 1_700_000_000,
    },
    "plain_text_input": text_field(
        multiline=True, dispatch_action_config={"trigger_actions_on": ["on_character_entered"]}
    ),
    "number_input": {"type": "number_input", "action_id": "n", "is_decimal_allowed": False},
    "email_text_input": {"type": "email_text_input", "action_id": "e"},
    "url_text_input": {"type": "url_text_input", "action_id": "w"},
    "feedback_buttons": {
        "type": "feedback_buttons",
        "action_id": "f",
        "positive_button": {"text": plain("Yes"), "value": "1"},
        "negative_button": {"text": plain("No"), "value": "0"},
    },
    "icon_button": {"type": "icon_button", "action_id": "i", "icon": "trash", "text": plain("X")},
}
GOOD_BLOCKS: dict[str, Json] = {
    "section": section(accessory=button()),
    "divider": {"type": "divider", "block_id": "d"},
    "header": {"type": "header", "text": plain("Title")},
    "image": {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Z"},
    "actions": actions(button(), select(option("a"))),
    "context": {"type": "context", "elements": [plain("a"), mrkdwn("b"), GOOD_ELEMENTS["image"]]},
    "context_actions": {"type": "context_actions", "elements": [GOOD_ELEMENTS["feedback_buttons"]]},
    "input": question(hint=plain("Why"), optional=True, dispatch_action=True),
    "rich_text": RICH_TEXT,
    "markdown": {"type": "markdown", "text": "**bold**"},
    "table": {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "a"}, RICH_TEXT]],
        "column_settings": [{"align": "right"}],
    },
}
