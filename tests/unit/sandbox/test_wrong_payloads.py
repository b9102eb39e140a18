"""Payloads that are wrong in one way each, sent as an app sends them: every one comes back refused."""

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acting.actor import Actor
from sandbox.json_object import Json
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import (
    actions,
    button,
    home,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    question,
    section,
    select,
    text_field,
)

Wrong = tuple[Json, str, str]


def _without(drawn: Json, key: str) -> Json:
    return {name: held for name, held in drawn.items() if name != key}


def _image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://x.y/z.png", "alt_text": "Z", **more}


def _rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def _context(count: int) -> Json:
    return {"type": "context", "elements": [mrkdwn("x")] * count}


def _confirmed(**more: Any) -> Json:
    return actions(button(confirm={"title": plain("Sure?"), "text": mrkdwn("Really?"), **more}))


# What stands in a message, what is said of it, where.
IN_MESSAGES: dict[str, Wrong] = {
    "unknown block": ({"type": "poem"}, "unsupported type: poem", "/blocks/0/type"),
    "no type": ({"text": mrkdwn("x")}, "missing required field: type", "/blocks/0"),
    "unknown key of a block": (section(colour="red"), "invalid additional property: colour", "/blocks/0"),
    "unknown key of an element": (actions(button(size=2)), "invalid additional property: size", "/blocks/0/elements/0"),
    "unknown key of a text": (
        {"type": "section", "text": mrkdwn("x") | {"emoji": True}},
        "invalid additional property: emoji",
        "/blocks/0/text",
    ),
    "text that is a string": ({"type": "section", "text": "x"}, "must be an object", "/blocks/0/text"),
    "value that is a number": (actions(button(value=4)), "must be a string", "/blocks/0/elements/0/value"),
    "flag that is a string": (question(optional="no"), "must be a boolean", "/blocks/0/optional"),
    "button without a label": (
        actions(_without(button(), "text")),
        "missing required field: text",
        "/blocks/0/elements/0",
    ),
    "image without words": (_without(_image(), "alt_text"), "missing required field: alt_text", "/blocks/0"),
    "header in mrkdwn": (
        {"type": "header", "text": mrkdwn("x")},
        "must be one of: plain_text",
        "/blocks/0/text/type",
    ),
    "strange style": (actions(button(style="loud")), "must be one of: primary, danger", "/blocks/0/elements/0/style"),
    "empty text": (section(""), "must be more than 0 characters", "/blocks/0/text/text"),
    "section of 3,001": (section("x" * 3001), "must be less than 3001 characters", "/blocks/0/text/text"),
    "header of 151": (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters",
        "/blocks/0/text/text",
    ),
    "label of 76": (
        actions(button("x" * 76)),
        "must be less than 76 characters",
        "/blocks/0/elements/0/text/text",
    ),
    "value of 2,001": (
        actions(button(value="x" * 2001)),
        "must be less than 2001 characters",
        "/blocks/0/elements/0/value",
    ),
    "action id of 256": (
        actions(button(action_id="x" * 256)),
        "must be less than 256 characters",
        "/blocks/0/elements/0/action_id",
    ),
    "field of 2,001": (
        {"type": "section", "fields": [mrkdwn("x" * 2001)]},
        "must be less than 2001 characters",
        "/blocks/0/fields/0/text",
    ),
    "11 fields": (
        {"type": "section", "fields": [mrkdwn("x")] * 11},
        "no more than 10 items allowed",
        "/blocks/0/fields",
    ),
    "26 buttons": (
        actions(*(button(action_id=str(number)) for number in range(26))),
        "no more than 25 items allowed",
        "/blocks/0/elements",
    ),
    "11 things in a context": (_context(11), "no more than 10 items allowed", "/blocks/0/elements"),
    "101 options": (
        section(accessory=select(*options(101))),
        "no more than 100 items allowed",
        "/blocks/0/accessory/options",
    ),
    "option of 76": (
        section(accessory=select(option("v", "x" * 76))),
        "must be less than 76 characters",
        "/blocks/0/accessory/options/0/text/text",
    ),
    "placeholder of 151": (
        section(accessory=select(option("v"), placeholder=plain("x" * 151))),
        "must be less than 151 characters",
        "/blocks/0/accessory/placeholder/text",
    ),
    "confirmation title of 101": (
        _confirmed(title=plain("x" * 101)),
        "must be less than 101 characters",
        "/blocks/0/elements/0/confirm/title/text",
    ),
    "confirmation text of 301": (
        _confirmed(text=mrkdwn("x" * 301)),
        "must be less than 301 characters",
        "/blocks/0/elements/0/confirm/text/text",
    ),
    "markdown of 12,001": (
        {"type": "markdown", "text": "x" * 12_001},
        "must be less than 12001 characters",
        "/blocks/0/text",
    ),
    "unknown rich text": (
        _rich({"type": "rich_text_song"}),
        "unsupported type: rich_text_song",
        "/blocks/0/elements/0/type",
    ),
    "field of a form in a row of buttons": (
        actions(text_field()),
        "unsupported type: plain_text_input",
        "/blocks/0/elements/0/type",
    ),
    "no elements (a rule of its own)": (actions(), "no fewer than 1 items allowed", "/blocks/0/elements"),
    "no options (a rule of its own)": (
        section(accessory=select()),
        "no fewer than 1 items allowed",
        "/blocks/0/accessory/options",
    ),
    "one action id twice (a rule of its own)": (
        actions(button(), button()),
        "`action_id` already exists: go",
        "/blocks/0",
    ),
}
MANY_BLOCKS: dict[str, tuple[list[Json], str, str]] = {
    "one block id twice (a rule of its own)": (
        [section(block_id="b"), section(block_id="b")],
        "block_id already exists: b",
        "/blocks/1/block_id",
    ),
    "51 blocks": ([section()] * 51, "no more than 50 items allowed", "/blocks"),
}
IN_VIEWS: dict[str, Wrong] = {
    "a field and no submit (a rule of its own)": (
        _without(modal(), "submit"),
        "must define `submit` to use an `input` block in modals",
        "/view/blocks/0/type",
    ),
    "no title": (_without(modal(), "title"), "missing required field: title", "/view"),
    "title of 25": (modal(title=plain("x" * 25)), "must be less than 25 characters", "/view/title/text"),
    "submit of 25": (modal(submit=plain("x" * 25)), "must be less than 25 characters", "/view/submit/text"),
    "close of 25": (modal(close=plain("x" * 25)), "must be less than 25 characters", "/view/close/text"),
    "private metadata of 3,001": (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters",
        "/view/private_metadata",
    ),
    "label of 2,001": (
        modal(question(label=plain("x" * 2001))),
        "must be less than 2001 characters",
        "/view/blocks/0/label/text",
    ),
    "hint of 2,001": (
        modal(question(hint=plain("x" * 2001))),
        "must be less than 2001 characters",
        "/view/blocks/0/hint/text",
    ),
    "101 blocks": (modal(*[section()] * 101), "no more than 100 items allowed", "/view/blocks"),
    "a key of what Slack sends back": (modal(hash="1.a"), "invalid additional property: hash", "/view"),
    "a Home tab where a modal belongs": (home(), "must be one of: modal", "/view/type"),
    "a table in a modal": (modal({"type": "table", "rows": []}), "unsupported type: table", "/view/blocks/0/type"),
}


async def _refused(client: AsyncWebClient, method: str, arguments: Json) -> Json:
    with pytest.raises(SlackApiError) as refusal:
        await client.api_call(method, json=arguments)
    answer = refusal.value.response.data
    assert isinstance(answer, dict)
    return answer


def _says(answer: Json, error: str, message: str, pointer: str) -> None:
    assert answer["error"] == error
    assert f"[ERROR] {message} [json-pointer:{pointer}]" in answer["response_metadata"]["messages"]


WRONG_ARGUMENTS: list[tuple[str, Json, str]] = [
    ("chat.postMessage", {"text": "x"}, "missing required field: channel"),
    ("chat.postMessage", {"channel": "C1", "txt": "x"}, "unsupported argument: txt"),
    ("chat.postMessage", {"channel": 5, "text": "x"}, "must be a string [json-pointer:/channel]"),
    ("chat.postMessage", {"channel": "C1", "text": ["x"]}, "must be a string [json-pointer:/text]"),
    (
        "chat.postMessage",
        {"channel": "C1", "text": "x", "unfurl_links": "so"},
        "must be a boolean [json-pointer:/unfurl_links]",
    ),
    ("chat.update", {"channel": "C1", "text": "x"}, "missing required field: ts"),
    ("conversations.history", {"channel": "C1", "limit": "many"}, "must be an integer [json-pointer:/limit]"),
    ("views.open", {"view": modal()}, "missing required field: trigger_id"),
    ("files.completeUploadExternal", {"files": [{}]}, "missing required field: id [json-pointer:/files/0]"),
    ("files.completeUploadExternal", {"files": "{"}, "must be valid JSON [json-pointer:/files]"),
]


async def test_a_wrong_block_is_refused(client: AsyncWebClient, ana: Actor) -> None:
    messages = {name: ([block], said, where) for name, (block, said, where) in IN_MESSAGES.items()} | MANY_BLOCKS
    for blocks, said, where in messages.values():
        arguments = {"channel": ana.person.id, "blocks": blocks, "text": "x"}
        _says(await _refused(client, "chat.postMessage", arguments), "invalid_blocks", said, where)
    assert ana.dm_messages() == []


async def test_a_wrong_view_is_refused_and_the_trigger_stays_good(
    sandbox: Sandbox, client: AsyncWebClient, ana: Actor
) -> None:
    trigger = sandbox.workspace.screens.issue_trigger(ana.person.id)
    for view, said, where in IN_VIEWS.values():
        answer = await _refused(client, "views.open", {"trigger_id": trigger, "view": view})
        _says(answer, "invalid_arguments", said, where)
    assert (await client.views_open(trigger_id=trigger, view=modal()))["ok"]


async def test_wrong_arguments_are_refused(client: AsyncWebClient) -> None:
    for method, arguments, said in WRONG_ARGUMENTS:
        answer = await _refused(client, method, arguments)
        assert answer["error"] == "invalid_arguments"
        assert f"[ERROR] {said}" in answer["response_metadata"]["messages"]


def test_there_are_at_least_33_of_them() -> None:
    assert len(IN_MESSAGES) + len(MANY_BLOCKS) + len(IN_VIEWS) >= 33
    assert sum("a rule of its own" in name for name in (*IN_MESSAGES, *MANY_BLOCKS, *IN_VIEWS)) == 5


@pytest.mark.parametrize("text", ["x", "&", "<", "é", "🙂", "👩‍👩‍👧‍👦", "\u2028"])
def test_right_payloads_at_each_limit_are_taken(sandbox: Sandbox, text: str) -> None:
    ana, token = sandbox.workspace.person("Ana").id, sandbox.app.token

    def filled(limit: int) -> str:
        return (text * limit)[:limit]

    for less in (0, 1):
        message = [
            section(filled(3000 - less), block_id=filled(255 - less)),
            {"type": "header", "text": plain(filled(150 - less))},
            actions(button(filled(75 - less), action_id=filled(255 - less), value=filled(2000 - less))),
            actions(select(*[option(filled(149) + "v", filled(75 - less))], placeholder=plain(filled(150 - less)))),
            {"type": "section", "fields": [mrkdwn(filled(2000 - less))]},
            _image(alt_text=filled(2000 - less)),
        ]
        answer = sandbox.call("chat.postMessage", {"channel": ana, "blocks": message}, token)
        assert answer["ok"], answer
        view = modal(
            question(label=plain(filled(2000 - less)), hint=plain(filled(2000 - less))),
            *[section()] * (99 - less),
            title=plain(filled(24 - less)),
            private_metadata=filled(3000 - less),
        )
        opened = {"trigger_id": sandbox.workspace.screens.issue_trigger(ana), "view": json.dumps(view)}
        answer = sandbox.call("views.open", opened, token)
        assert answer["ok"], answer
