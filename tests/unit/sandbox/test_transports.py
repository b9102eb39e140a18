"""The five ways in which the SDK and others put their arguments all arrive."""

import io
import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acting.actor import Actor
from sandbox.sandbox import Sandbox
from sandbox.traffic import CallForm
from tests.unit.sandbox.drawn import modal, section


def _last_form(sandbox: Sandbox) -> CallForm:
    return sandbox.calls[-1].form


async def test_get_with_a_query(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    answer = await client.users_info(user=ana.person.id, include_locale=True)

    assert answer["user"]["locale"] == "es-ES"
    assert _last_form(sandbox) is CallForm.QUERY_GET


async def test_post_with_a_query(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    answer = await client.conversations_open(users=[ana.person.id], return_im=True)

    assert answer["channel"]["user"] == ana.person.id
    assert _last_form(sandbox) is CallForm.QUERY_POST


async def test_a_json_body(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    await client.chat_postMessage(channel=ana.person.id, text="Hi", blocks=[section("Hi")])

    assert ana.dm_messages()[0].blocks[0]["text"]["text"] == "Hi"
    assert _last_form(sandbox) is CallForm.JSON


async def test_a_json_body_with_a_view_as_text(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    trigger = sandbox.workspace.screens.issue_trigger(ana.person.id)

    await client.api_call("views.open", json={"trigger_id": trigger, "view": json.dumps(modal())})

    assert ana.open_views()[0].callback_id == "form"


async def test_a_form_with_json_in_its_fields(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    metadata = {"event_type": "e", "event_payload": {"a": 1}}

    await client.api_call(
        "chat.postMessage",
        data={
            "channel": ana.person.id,
            "text": "Grüße & Küsse",
            "blocks": json.dumps([section("In a form")]),
            "metadata": json.dumps(metadata),
        },
    )

    message = ana.dm_messages()[0]
    assert (message.text, message.metadata) == ("Grüße & Küsse", metadata)
    assert message.blocks[0]["text"]["text"] == "In a form"
    assert _last_form(sandbox) is CallForm.FORM


async def test_multipart(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    await client.api_call(
        "chat.postMessage",
        data={"channel": ana.person.id, "text": "Grüße"},
        files={"blocks": io.BytesIO(json.dumps([section("In parts")]).encode())},
    )

    assert ana.dm_messages()[0].text == "Grüße"
    assert ana.dm_messages()[0].blocks[0]["text"]["text"] == "In parts"
    assert _last_form(sandbox) is CallForm.MULTIPART


async def test_the_token_may_come_as_an_argument(sandbox: Sandbox, base_url: str) -> None:
    token = sandbox.app.token
    async with aiohttp.ClientSession() as session:
        asked = f"{base_url}/api/auth.test"
        in_query = await (await session.get(asked, params={"token": token})).json()
        in_body = await (await session.post(asked, data={"token": token})).json()
        nowhere = await (await session.post(asked)).json()

    assert (in_query["ok"], in_body["ok"]) == (True, True)
    assert nowhere["error"] == "not_authed"
    assert "token" not in sandbox.calls[0].arguments


async def test_granted_scopes_are_told_in_a_header(sandbox: Sandbox, client: AsyncWebClient) -> None:
    answer = await client.auth_test()

    assert answer.headers["x-oauth-scopes"] == ",".join(sandbox.app.config.scopes)


async def test_a_refusal_reaches_the_caller_and_the_record(sandbox: Sandbox, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel="C0NOWHERE", text="x")

    assert refusal.value.response["error"] == "channel_not_found"
    assert (sandbox.calls[-1].method, sandbox.calls[-1].ok) == ("chat.postMessage", False)


UNREADABLE = [
    ("application/json", b"{", "invalid_json"),
    ("application/json", b"[]", "json_not_object"),
    ("application/x-www-form-urlencoded", b"\xff\xfe", "invalid_form_data"),
    ("multipart/form-data", b"no boundary", "invalid_form_data"),
    ("multipart/form-data; boundary=b", b"--b\r\n\r\nno name\r\n--b--", "invalid_form_data"),
    ("text/xml", b"<x/>", "invalid_post_type"),
    ("", b"x", "missing_post_type"),
]


@pytest.mark.parametrize(("content_type", "body", "error"), UNREADABLE)
async def test_an_unreadable_body_is_refused(
    sandbox: Sandbox, base_url: str, content_type: str, body: bytes, error: str
) -> None:
    async with aiohttp.ClientSession(skip_auto_headers=["Content-Type"]) as session:
        headers = {"Content-Type": content_type} if content_type else {}
        answer = await session.post(f"{base_url}/api/auth.test", data=body, headers=headers)

        assert (await answer.json())["error"] == error
    assert sandbox.calls[-1].form is CallForm.UNREADABLE


async def test_a_response_url_is_taken_and_noted(sandbox: Sandbox, ana: Actor, base_url: str) -> None:
    await ana.command("/cairn", "reflect")
    url = sandbox.deliveries[-1].payload["response_url"]

    async with aiohttp.ClientSession() as session:
        answer = await session.post(url, json={"text": "late"})

    assert answer.status == 200
    assert url.startswith(base_url)
    assert [call.body for call in sandbox.response_url_calls] == ['{"text": "late"}']
