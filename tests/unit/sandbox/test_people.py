"""What the app may know: itself, people, conversations."""

from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.json_object import Json
from sandbox.sandbox import Sandbox


def _call(sandbox: Sandbox, method: str, **arguments: Any) -> Json:
    answer = sandbox.call(method, arguments, sandbox.app.token)
    assert answer["ok"], answer
    return answer


def test_the_app_learns_who_it_is(sandbox: Sandbox) -> None:
    me = _call(sandbox, "auth.test")
    bot = _call(sandbox, "bots.info", bot=me["bot_id"])["bot"]

    assert me["user_id"] == sandbox.app.bot_user_id
    assert me["team_id"] == sandbox.workspace.team_id
    assert bot["app_id"] == sandbox.app.app_id


def test_a_person_has_a_zone_and_a_locale_when_asked_for(sandbox: Sandbox, ana: Actor) -> None:
    plain = _call(sandbox, "users.info", user=ana.person.id)["user"]
    full = _call(sandbox, "users.info", user=ana.person.id, include_locale="true")["user"]

    assert "locale" not in plain
    assert full["locale"] == "es-ES"
    assert (full["tz"], full["tz_label"], full["tz_offset"]) == ("Europe/Madrid", "CET", 3600)
    assert full["profile"]["display_name"] == "Ana"
    assert (full["deleted"], full["is_bot"], full["is_restricted"]) == (False, False, False)


@pytest.mark.parametrize(("who", "fact"), [("Ivo", "deleted"), ("Hana", "is_restricted"), ("Cairn", "is_bot")])
def test_those_who_are_not_members_like_others_are_marked(sandbox: Sandbox, who: str, fact: str) -> None:
    person = sandbox.workspace.person(who)

    assert _call(sandbox, "users.info", user=person.id)["user"][fact] is True


def test_a_stranger_from_another_workspace_is_marked(sandbox: Sandbox) -> None:
    stranger = sandbox.workspace.add_person("Zoe", is_stranger=True)

    assert _call(sandbox, "users.info", user=stranger.id)["user"]["is_stranger"] is True


@pytest.mark.parametrize("zone", ["Mars/Phobos", "", "../etc"])
def test_a_zone_that_nobody_knows_is_passed_on(sandbox: Sandbox, ana: Actor, zone: str) -> None:
    sandbox.workspace.change_person(ana.person.id, tz=zone)

    user = _call(sandbox, "users.info", user=ana.person.id)["user"]

    assert (user["tz"], user["tz_offset"]) == (zone, 0)


def test_opening_a_direct_message_twice_gives_the_same_one(sandbox: Sandbox, ana: Actor) -> None:
    first = _call(sandbox, "conversations.open", users=ana.person.id)
    again = _call(sandbox, "conversations.open", users=ana.person.id, return_im=True)

    assert again["channel"]["id"] == first["channel"]["id"]
    assert again["channel"]["user"] == ana.person.id
    assert (first.get("already_open"), again["already_open"]) == (None, True)


def test_a_known_direct_message_is_resumed_by_its_id(sandbox: Sandbox, ana: Actor) -> None:
    opened = _call(sandbox, "conversations.open", channel=ana.dm_channel.id)

    assert opened["channel"]["id"] == ana.dm_channel.id


def test_a_channel_says_who_is_in_it(sandbox: Sandbox) -> None:
    info = _call(sandbox, "conversations.info", channel="#general", include_num_members=True)

    assert (info["channel"]["is_member"], info["channel"]["num_members"]) == (False, 9)
    assert (info["channel"]["is_channel"], info["channel"]["is_general"]) == (True, True)


def test_a_direct_message_says_with_whom(sandbox: Sandbox, ana: Actor) -> None:
    info = _call(sandbox, "conversations.info", channel=ana.dm_channel.id)["channel"]

    assert (info["is_im"], info["user"]) == (True, ana.person.id)
    assert "num_members" not in info
