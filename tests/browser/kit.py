"""What the browser tests' bot shows: a message to press things in, forms, a Home tab."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.capitalize()), "value": value}


def button(action_id: str, words: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(words), **more}


SCALE = [button(f"scale_{number}", str(number), value=str(number)) for number in range(1, 6)]
DROP = {
    "title": plain("Drop this goal?"),
    "text": mrkdwn("It *cannot* be put back."),
    "confirm": plain("Drop it"),
    "deny": plain("Keep it"),
    "style": "danger",
}
KIT: list[Json] = [
    {"type": "header", "text": plain("Week 3: a short reflection")},
    {
        "type": "section",
        "text": mrkdwn("*About two minutes.* You asked for this on Mondays. How much _energy_ did the week leave you?"),
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [option("snooze"), option("skip"), option("pause")],
        },
    },
    {"type": "actions", "elements": SCALE},
    {"type": "divider"},
    {
        "type": "section",
        "text": mrkdwn("Your goal on delegation is due for a look."),
        "fields": [mrkdwn("*Agreed*\n3 March"), mrkdwn("*Next session*\n<!date^1800000000^{date_short}|soon>")],
    },
    {
        "type": "actions",
        "elements": [
            button("open", "Open the form", style="primary"),
            {
                "type": "static_select",
                "action_id": "mood",
                "placeholder": plain("How was it?"),
                "options": [option("smooth"), option("rough"), option("stormy")],
            },
            {"type": "users_select", "action_id": "who", "placeholder": plain("Ask somebody")},
            button("drop", "Drop the goal", style="danger", confirm=DROP),
        ],
    },
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "I let Ben run the review."}]},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "what I did"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "what I learned"}]},
                ],
            },
        ],
    },
    {"type": "context", "elements": [mrkdwn(":lock: Only you can see this until you share it.")]},
]
FORM: Json = {
    "type": "modal",
    "callback_id": "reflection",
    "title": plain("Reflection"),
    "submit": plain("Save"),
    "close": plain("Later"),
    "notify_on_close": True,
    "blocks": [
        {"type": "section", "block_id": "why", "text": mrkdwn("Three questions, *about four minutes*.")},
        {
            "type": "input",
            "block_id": "learned",
            "label": plain("What did you learn this week?"),
            "hint": plain("A sentence or two is plenty."),
            "element": {
                "type": "plain_text_input",
                "action_id": "value",
                "multiline": True,
                "placeholder": plain("I noticed that…"),
            },
        },
        {
            "type": "input",
            "block_id": "energy",
            "optional": True,
            "label": plain("How much energy is left?"),
            "element": {"type": "radio_buttons", "action_id": "value", "options": [option("plenty"), option("little")]},
        },
        {
            "type": "input",
            "block_id": "helpers",
            "optional": True,
            "label": plain("Who helped you?"),
            "element": {"type": "multi_users_select", "action_id": "value", "placeholder": plain("Choose people")},
        },
        {
            "type": "input",
            "block_id": "when",
            "optional": True,
            "label": plain("When will you try it again?"),
            "element": {"type": "datepicker", "action_id": "value"},
        },
        {"type": "actions", "block_id": "extra", "elements": [button("deeper", "Show an example")]},
    ],
}
EXAMPLE: Json = {
    "type": "modal",
    "title": plain("An example"),
    "close": plain("Back"),
    "blocks": [{"type": "section", "text": mrkdwn("&gt; I let Ben run the review, and it went well.")}],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Your path")},
        {"type": "section", "text": mrkdwn("Two stones so far."), "accessory": button("open", "Add one")},
        {"type": "context", "elements": [mrkdwn("_Only you see this page._")]},
    ],
}
