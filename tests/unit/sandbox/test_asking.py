"""What an app may ask for: people, members, profiles, quiet hours, addresses, and whether blocks would be taken."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acting.actor import Actor
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import home, modal, section
from tests.unit.sandbox.given import a_message


async def test_everybody_comes_a_page_at_a_time(sandbox: Sandbox, client: AsyncWebClient) -> None:
    found: list[str] = []
    cursor = ""
    for _ in range(10):
        answer = await client.users_list(limit=4, cursor=cursor)
        assert 0 < len(answer["members"]) <= 4
        found += [each["id"] for each in answer["members"]]
        cursor = answer["response_metadata"]["next_cursor"]
        if not cursor:
            break

    assert found == list(sandbox.workspace.people)
    listed = await client.users_list(include_locale=True)
    ivo = next(each for each in listed["members"] if each["profile"]["display_name"] == "Ivo")
    assert (ivo["deleted"], ivo["locale"]) == (True, "en-US")


async def test_the_members_of_a_channel(sandbox: Sandbox, client: AsyncWebClient) -> None:
    general = sandbox.workspace.channel("general")

    first = await client.conversations_members(channel=general.id, limit=5)
    rest = await client.conversations_members(channel=general.id, cursor=first["response_metadata"]["next_cursor"])

    assert len(first["members"]) == 5
    assert {*first["members"], *rest["members"]} == general.members
    assert rest["response_metadata"] == {"next_cursor": ""}


async def test_a_profile_tells_the_status(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    sandbox.workspace.change_person(ana.person.id, status_text="On holiday", status_emoji=":palm_tree:")

    profile = (await client.users_profile_get(user=ana.person.id))["profile"]

    assert (profile["status_text"], profile["status_emoji"]) == ("On holiday", ":palm_tree:")
    assert profile["real_name"] == "Ana Ruiz"
    assert (await client.users_profile_get())["profile"]["real_name"] == "Cairn"


async def test_quiet_hours(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    sandbox.workspace.quiet_hours[ana.person.id] = (1_700_010_000.0, 1_700_050_000.0)

    quiet = await client.dnd_info(user=ana.person.id)
    never = await client.dnd_info(user=sandbox.workspace.person("Ben").id)

    assert (quiet["dnd_enabled"], quiet["next_dnd_start_ts"], quiet["next_dnd_end_ts"]) == (
        True,
        1_700_010_000,
        1_700_050_000,
    )
    assert (never["dnd_enabled"], never["snooze_enabled"]) == (False, False)


async def test_the_address_of_a_message_and_of_a_reply(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    parent = a_message(sandbox, ana.person.id, section())
    reply = await ana.reply(parent, "a reply")

    of_parent = await client.chat_getPermalink(channel=parent.channel_id, message_ts=parent.ts)
    of_reply = await client.chat_getPermalink(channel=parent.channel_id, message_ts=reply.ts)

    where = f"https://northwind.slack.com/archives/{parent.channel_id}"
    assert of_parent["permalink"] == f"{where}/p{parent.ts.replace('.', '')}"
    assert of_reply["permalink"].startswith(f"{where}/p{reply.ts.replace('.', '')}?")
    assert of_reply["permalink"].endswith(f"thread_ts={parent.ts}&cid={parent.channel_id}")


async def test_good_blocks_would_be_taken(client: AsyncWebClient) -> None:
    assert (await client.blocks_validate(blocks=[section()]))["ok"]
    assert (await client.blocks_validate(message={"blocks": [section()], "text": "x"}))["ok"]
    assert (await client.blocks_validate(view=modal()))["ok"]
    assert (await client.blocks_validate(view=home()))["ok"]


@pytest.mark.parametrize(
    ("arguments", "error", "pointer"),
    [
        ({"blocks": [section("x" * 3001)]}, "invalid_blocks", "/0/text/text"),
        ({"message": {"blocks": [section("x" * 3001)]}}, "invalid_message", "/blocks/0/text/text"),
        ({"view": modal(section("x" * 3001))}, "invalid_view", "/blocks/0/text/text"),
    ],
)
def test_wrong_blocks_are_pointed_at(sandbox: Sandbox, arguments: dict[str, object], error: str, pointer: str) -> None:
    answer = sandbox.call("blocks.validate", arguments, sandbox.app.token)

    assert answer["error"] == error
    assert answer["errors"] == [
        {"pointer": pointer, "code": "failed_constraint", "message": "must be less than 3001 characters"}
    ]


def test_replies_are_found_among_everything_else(sandbox: Sandbox, ana: Actor) -> None:
    parents = [a_message(sandbox, ana.person.id, section()) for _ in range(2)]
    arguments = {"channel": ana.person.id, "text": "x", "thread_ts": parents[0].ts}
    sent = [sandbox.call("chat.postMessage", arguments, sandbox.app.token)["ts"] for _ in range(3)]
    gone = {"channel": parents[0].channel_id, "ts": sent[1]}
    assert sandbox.call("chat.delete", gone, sandbox.app.token)["ok"]

    assert [each.ts for each in ana.dm_channel.replies_to(parents[0].ts)] == [sent[0], sent[2]]
    assert ana.dm_channel.replies_to(parents[1].ts) == []


def test_what_an_app_gave_is_not_changed_by_the_ids_that_are_filled_in(sandbox: Sandbox, ana: Actor) -> None:
    given = modal()
    del given["blocks"][0]["block_id"]
    trigger = sandbox.workspace.screens.issue_trigger(ana.person.id)
    answer = sandbox.call("views.open", {"trigger_id": trigger, "view": given}, sandbox.app.token)

    assert answer["view"]["blocks"][0]["block_id"]
    assert "block_id" not in given["blocks"][0]
