"""Buttons, menus, pickers and fields: every element that the sandbox models."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.checks.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    COUNT,
    DISPATCH,
    ID,
    OPTION_GROUP,
    SLACK_FILE,
    URL,
    initial_among_options,
    option,
    options_or_groups,
    plain,
)
from sandbox.checks.shape import (
    Check,
    Fields,
    Problem,
    array,
    exactly_one,
    flag,
    integer,
    one_of,
    string,
    typed,
)

DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")
NUMBER = string(150, pattern=r"-?\d+(\.\d+)?")
IDS = array(ID, 0, 1_000)
MENU: dict[str, Check] = {
    "action_id": ID,
    "confirm": CONFIRM,
    "focus_on_load": flag,
    "placeholder": plain(150),
}
FIELD: dict[str, Check] = {
    "action_id": ID,
    "dispatch_action_config": DISPATCH,
    "focus_on_load": flag,
    "placeholder": plain(150),
}
BUTTON_STYLE = one_of("primary", "danger")


def _lengths_in_order(value: Any, at: str) -> Iterator[Problem]:
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem("min_length must not be greater than max_length", at)


def _options(most: int, least: int = 1) -> Check:
    return array(option(rich=True), least, most)


def _static(name: str, initial: dict[str, Check]) -> Fields:
    offers: dict[str, Check] = {
        "options": array(option(), 1, 100),
        "option_groups": array(OPTION_GROUP, 1, 100),
    }
    return typed(name, {}, MENU | offers | initial, options_or_groups)


def _picker(name: str, initial: str, check: Check) -> Fields:
    return typed(name, {}, MENU | {initial: check})


def _field(name: str, extra: dict[str, Check] | None = None) -> Fields:
    return typed(name, {}, FIELD | {"initial_value": string(3000)} | (extra or {}))


BUTTON = typed(
    "button",
    {"text": plain(75)},
    {
        "action_id": ID,
        "url": URL,
        "value": string(2000),
        "style": BUTTON_STYLE,
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
IMAGE = typed(
    "image",
    {"alt_text": string(2000)},
    {"image_url": URL, "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)
_FEEDBACK = Fields({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})

ELEMENTS: Mapping[str, Check] = {
    "button": BUTTON,
    "image": IMAGE,
    "static_select": _static("static_select", {"initial_option": option()}),
    "multi_static_select": _static(
        "multi_static_select",
        {"initial_options": array(option(), 1, 100), "max_selected_items": COUNT},
    ),
    "users_select": _picker("users_select", "initial_user", ID),
    "multi_users_select": typed("multi_users_select", {}, MENU | {"initial_users": IDS, "max_selected_items": COUNT}),
    "channels_select": _picker("channels_select", "initial_channel", ID),
    "conversations_select": typed(
        "conversations_select",
        {},
        MENU
        | {
            "initial_conversation": ID,
            "default_to_current_conversation": flag,
            "filter": CONVERSATION_FILTER,
        },
    ),
    "radio_buttons": typed(
        "radio_buttons",
        {"options": _options(10)},
        {
            "action_id": ID,
            "confirm": CONFIRM,
            "focus_on_load": flag,
            "initial_option": option(rich=True),
        },
        initial_among_options,
    ),
    "checkboxes": typed(
        "checkboxes",
        {"options": _options(10)},
        {
            "action_id": ID,
            "confirm": CONFIRM,
            "focus_on_load": flag,
            "initial_options": _options(10),
        },
        initial_among_options,
    ),
    "overflow": typed(
        "overflow",
        {"options": array(option(with_url=True), 1, 5)},
        {"action_id": ID, "confirm": CONFIRM},
    ),
    "datepicker": _picker("datepicker", "initial_date", DATE),
    "timepicker": typed("timepicker", {}, MENU | {"initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": _picker("datetimepicker", "initial_date_time", integer(10**9, 10**10 - 1)),
    "plain_text_input": typed(
        "plain_text_input",
        {},
        FIELD
        | {
            "initial_value": string(3000),
            "multiline": flag,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        _lengths_in_order,
    ),
    "number_input": typed(
        "number_input",
        {"is_decimal_allowed": flag},
        FIELD | {"initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
    ),
    "email_text_input": _field("email_text_input"),
    "url_text_input": _field("url_text_input"),
    "feedback_buttons": typed(
        "feedback_buttons",
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK},
        {"action_id": ID},
    ),
    "icon_button": typed(
        "icon_button",
        {"icon": one_of("trash"), "text": plain(75)},
        {
            "action_id": ID,
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": IDS,
        },
    ),
}
MENUS = frozenset(
    {
        "static_select",
        "multi_static_select",
        "users_select",
        "multi_users_select",
        "channels_select",
        "conversations_select",
        "radio_buttons",
        "checkboxes",
        "datepicker",
        "timepicker",
    }
)
IN_SECTION = MENUS | {"button", "image", "overflow"}
IN_ACTIONS = MENUS | {"button", "overflow", "datetimepicker"}
IN_INPUT = MENUS | {
    "datetimepicker",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
}
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})
