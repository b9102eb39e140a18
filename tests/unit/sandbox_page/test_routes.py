"""The page's doors: who may come in, from where, and what goes out."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace

import aiohttp
import pytest

from sandbox.bot_app import BotApp
from sandbox.clock import ManualClock
from sandbox.faults import slow
from sandbox.page.routes import routes
from sandbox.records import Message
from sandbox.sandbox import Sandbox
from sandbox.server import serve


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Door:
    sandbox: Sandbox
    url: str
    client: aiohttp.ClientSession

    def path(self, person: str = "Ana", place: str = "") -> str:
        workspace = self.sandbox.workspace
        return f"{self.url}/as/{workspace.person(person).id}/{place or self.sandbox.app.bot_user_id}"

    async def post(self, url: str, fields: dict[str, str], **headers: str) -> Answer:
        async with self.client.post(url, data=fields, headers=headers, allow_redirects=False) as answer:
            return Answer(answer.status, answer.headers, await answer.text())

    async def get(self, url: str, **headers: str) -> Answer:
        async with self.client.get(url, headers=headers) as answer:
            return Answer(answer.status, answer.headers, await answer.text())

    async def page(self, url: str, **headers: str) -> str:
        return (await self.get(url, **headers)).text


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    sandbox = Sandbox(ManualClock())
    sandbox.install(BotApp(name="Cairn", signing_secret="s", commands=["/cairn"]))
    async with serve(sandbox, extra_routes=routes(sandbox)) as url, aiohttp.ClientSession() as client:
        yield Door(sandbox, url, client)


def said(door: Door) -> list[str]:
    return [message.text for message in door.sandbox.act_as("Ana").dm_messages()]


async def test_a_form_of_the_page_itself_is_taken(door: Door) -> None:
    answer = await door.post(door.path(), {"text": "hello"}, Origin=door.url)
    assert answer.status == 303
    assert said(door) == ["hello"]


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
async def test_a_form_from_elsewhere_is_refused(door: Door, headers: dict[str, str]) -> None:
    answer = await door.post(door.path(), {"text": "hello"}, **headers)
    assert answer.status == 403
    assert said(door) == []


async def test_an_older_browser_is_known_by_its_referer(door: Door) -> None:
    assert (await door.post(door.path(), {"text": "hello"}, Referer=door.path())).status == 303
    assert (await door.post(door.path(), {"text": "hello"}, Referer="https://elsewhere.example/")).status == 403


async def test_a_redirect_never_leads_to_another_site(door: Door) -> None:
    answer = await door.post(
        f"{door.url}/page/theme", {"theme": "dark"}, Origin=door.url, Referer=f"{door.url}//elsewhere.example/"
    )
    assert answer.headers["Location"] == "/elsewhere.example/"
    assert answer.headers["Set-Cookie"].startswith("theme=dark;")


async def test_a_theme_nobody_knows_is_not_kept(door: Door) -> None:
    answer = await door.post(f"{door.url}/page/theme", {"theme": '"><script>'}, Origin=door.url)
    assert "Set-Cookie" not in answer.headers
    assert "<script>" not in await door.page(door.path(), Cookie='theme="><script>')


@pytest.mark.parametrize("person", ["Ivo", "Cairn", "Slackbot"])
async def test_nobody_acts_as_an_app_or_as_somebody_who_left(door: Door, person: str) -> None:
    assert (await door.get(door.path(person))).status == 404


async def test_nobody_looks_into_a_channel_they_are_not_in(door: Door) -> None:
    leadership = door.sandbox.workspace.channel("leadership").id
    assert (await door.get(door.path("Ana", leadership))).status == 200
    assert (await door.get(door.path("Emil", leadership))).status == 404
    assert (await door.get(door.path("Ana", "C404"))).status == 404
    assert (await door.get(f"{door.url}/as/nobody/home")).status == 404


async def test_the_browser_is_told_to_run_nothing_but_the_pages_own_script(door: Door) -> None:
    answer = await door.get(door.path())
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'" in policy
    assert "unsafe" not in policy
    html = answer.text
    assert "<script>" not in html
    assert " style=" not in html


async def test_names_and_words_are_escaped_wherever_they_are_shown(door: Door) -> None:
    workspace = door.sandbox.workspace
    evil = '"><script>alert(1)</script>'
    workspace.change_person(workspace.person("Ben").id, real_name=evil, title=evil)
    workspace.add_channel(evil, [workspace.person("Ana").id])
    ana = door.sandbox.act_as("Ana")
    await ana.dm(evil)
    await ana.reply(ana.dm_messages()[0], evil)
    html = await door.page(f"{door.path()}?panel=log&thread={ana.dm_messages()[0].ts}")
    assert "alert(1)" in html
    assert "<script>alert" not in html


async def test_a_window_that_has_everything_waits_and_hears_of_nothing(door: Door) -> None:
    seen = (await door.get(door.path())).headers["X-Drawing"]
    answer = await door.get(door.path(), **{"X-Page": "live", "X-Seen": seen})
    assert answer.status == 204


async def test_a_waiting_window_hears_of_a_change_at_once(door: Door) -> None:
    seen = (await door.get(door.path())).headers["X-Drawing"]
    waiting = asyncio.create_task(door.page(door.path(), **{"X-Page": "live", "X-Seen": seen}))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await door.sandbox.act_as("Ana").dm("news")
    assert "news" in await waiting


async def test_a_window_whose_place_changed_is_not_kept_waiting(door: Door) -> None:
    seen = (await door.get(door.path())).headers["X-Drawing"]
    await door.sandbox.act_as("Ana").dm("news")
    assert "news" in await door.page(door.path(), **{"X-Page": "live", "X-Seen": seen})


async def test_local_time_is_each_persons_own(door: Door) -> None:
    assert "23:13" in await door.page(door.path("Ana"))  # 1700000000 in Madrid
    assert "Good" not in await door.page(door.path("Chloe"))
    await door.sandbox.act_as("Chloe").dm("Good morning")
    html = await door.page(door.path("Chloe"))
    assert '<time datetime="2023-11-15T06:13:20+08:00">06:13</time>' in html


async def test_a_press_on_something_that_is_gone_is_explained(door: Door) -> None:
    await door.post(door.path(), {"message": "1.2", "press": '["b", "a"]'}, Origin=door.url)
    assert "this message is gone" in await door.page(door.path())
    await door.post(door.path(), {"view": "V404", "do": "submit"}, Origin=door.url)
    assert "this is not open any more" in await door.page(door.path())


async def test_words_to_another_person_go_only_to_them(door: Door) -> None:
    workspace = door.sandbox.workspace
    ana, ben = workspace.person("Ana"), workspace.person("Ben")
    await door.post(door.path("Ana", ben.id), {"text": "just us"}, Origin=door.url)
    assert "just us" in await door.page(door.path("Ben", ana.id))
    assert "just us" not in await door.page(door.path("Dana", ana.id))
    assert list(door.sandbox.deliveries) == []


async def test_a_thread_goes_on_after_its_parent_was_deleted(door: Door) -> None:
    ana = door.sandbox.act_as("Ana")
    parent = await ana.dm("parent")
    await ana.reply(parent, "reply")
    door.sandbox.workspace.delete(parent)
    await door.post(door.path(), {"text": "more", "thread_ts": parent.ts}, Origin=door.url)
    html = await door.page(f"{door.path()}?thread={parent.ts}")
    assert "This message was deleted." in html
    assert "2 replies" in html


async def test_of_a_long_conversation_the_newest_part_is_shown(door: Door) -> None:
    ana = door.sandbox.act_as("Ana")
    for number in range(300):
        await ana.dm(f"message {number}")
    html = await door.page(door.path())
    assert "message 299" in html
    assert "message 99<" not in html


async def test_only_ones_own_messages_are_changed_and_deleted(door: Door) -> None:
    ana, ben = door.sandbox.act_as("Ana"), door.sandbox.act_as("Ben")
    theirs = await ben.say("general", "Ben's words")
    here = door.path("Ana", door.sandbox.workspace.channel("general").id)
    for fields in ({"do": "edit", "text": "changed"}, {"do": "delete"}):
        await door.post(here, {"message": theirs.ts, **fields}, Origin=door.url)
        assert "That did not work" in await door.page(here)
    assert [message.text for message in ana.channel_messages("general")] == ["Ben's words"]


async def test_a_box_to_change_a_message_stands_in_one_place(door: Door) -> None:
    ana = door.sandbox.act_as("Ana")
    parent = await ana.dm("parent")
    reply = await ana.reply(parent, "reply")
    beside = f"{door.path()}?thread={parent.ts}&edit="
    for message in (parent, reply):
        assert (await door.page(beside + message.ts)).count("data-editing") == 1
    assert (await door.page(f"{door.path()}?edit={parent.ts}")).count("data-editing") == 1
    theirs = await door.sandbox.act_as("Ben").say("general", "hi")
    channel = door.path("Ana", theirs.channel_id)
    assert "data-editing" not in await door.page(f"{channel}?edit={theirs.ts}")


async def test_a_shortcut_that_the_app_does_not_have_is_not_chosen(door: Door) -> None:
    await door.post(door.path(), {"shortcut": "made_up"}, Origin=door.url)
    assert "That did not work" in await door.page(door.path())
    assert not door.sandbox.deliveries


async def test_the_clock_moves_by_its_buttons_only(door: Door) -> None:
    began = door.sandbox.clock.now()
    await door.post(door.path(), {"clock": "year"}, Origin=door.url)
    assert door.sandbox.clock.now() == began
    await door.post(door.path(), {"clock": "day"}, Origin=door.url)
    assert door.sandbox.clock.now() == began + 86_400


async def test_people_in_a_zone_that_no_machine_knows_are_shown(door: Door) -> None:
    workspace = door.sandbox.workspace
    workspace.change_person(workspace.person("Ben").id, tz="Moon/Base")
    assert "Ben Okafor" in await door.page(f"{door.path('Ben')}?panel=world")


async def test_a_conversation_of_several_is_called_after_them(door: Door) -> None:
    workspace = door.sandbox.workspace
    group = workspace.group_message([workspace.person(name).id for name in ("Ana", "Ben", "Dana")])
    await door.sandbox.act_as("Ben").say(group.id, "Shall we?")
    html = await door.page(door.path("Ana", group.id))
    assert "Message Ana, Ben, Dana" in html
    assert "Shall we?" in html
    assert group.name not in html
    assert group.id not in await door.page(door.path("Gus"))


async def test_a_window_sees_what_others_do_to_the_clock_and_plan(door: Door) -> None:
    address = f"{door.path()}?panel=world"
    drawing = (await door.get(address)).headers["X-Drawing"]
    door.sandbox.clock.run()
    running = await door.get(address, **{"X-Page": "live", "X-Seen": drawing})
    assert "It runs." in running.text
    door.sandbox.faults.plan(slow(5))
    planned = await door.get(address, **{"X-Page": "live", "X-Seen": running.headers["X-Drawing"]})
    assert "The next call" in planned.text


async def bring_a_file(door: Door, content: bytes) -> str:
    """The app puts a file into Ana's direct message with it; its address on the page."""
    workspace, app = door.sandbox.workspace, door.sandbox.app
    file = workspace.files.reserve("notes.html", len(content), app.bot_user_id)
    workspace.files.receive(file.id, content)
    channel = door.sandbox.act_as("Ana").dm_channel
    done = workspace.files.finish(workspace.files.find(file.id) or file, "My notes", channel.id)
    carries = (workspace.files.json(done),)
    workspace.put(Message(channel.id, workspace.ids.ts(), app.bot_user_id, "Here it is", files=carries))
    return f"{door.url}/as/{workspace.person('Ana').id}/files/{file.id}"


async def test_a_file_is_kept_by_who_is_in_its_conversation_and_never_run(door: Door) -> None:
    address = await bring_a_file(door, b"<script>alert(1)</script>")
    assert address.removeprefix(door.url) in await door.page(door.path())
    kept = await door.get(address)
    assert (kept.status, kept.text) == (200, "<script>alert(1)</script>")
    assert kept.headers["Content-Type"] == "application/octet-stream"
    assert kept.headers["Content-Disposition"] == "attachment; filename*=UTF-8''notes.html"
    workspace = door.sandbox.workspace
    ben = address.replace(workspace.person("Ana").id, workspace.person("Ben").id)
    assert (await door.get(ben)).status == 404
    assert (await door.get(f"{address}0")).status == 404


async def test_a_file_that_was_deleted_says_so(door: Door) -> None:
    address = await bring_a_file(door, b"gone soon")
    workspace = door.sandbox.workspace
    [message] = door.sandbox.act_as("Ana").dm_messages()
    workspace.files.delete(message.files[0]["id"])
    workspace.put(replace(message, files=({"id": message.files[0]["id"], "mode": "tombstone"},)))
    assert "This file was deleted." in await door.page(door.path())
    assert (await door.get(address)).status == 404


async def test_a_file_that_somebody_sends_from_the_page_is_only_named(door: Door) -> None:
    await door.sandbox.act_as("Ana").dm("look", files=["photo.png"])
    assert "photo.png" in await door.page(door.path())
    assert "/files/" not in await door.page(door.path())
