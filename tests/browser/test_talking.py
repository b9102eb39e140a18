"""Typing to the app and reading its answers."""

from playwright.async_api import BrowserContext, Page, expect

from tests.browser import MARKS
from tests.browser.conftest import Stage, type_and_send

pytestmark = MARKS


async def test_a_newcomer_is_told_how_to_begin(page: Page) -> None:
    await expect(page.get_by_text("This is your direct message with Cairn. Type reflect, or /cairn.")).to_be_visible()


async def test_the_front_door_leads_into_the_direct_message(page: Page, stage: Stage) -> None:
    await page.goto(stage.url)
    assert page.url == stage.address("Ana")


async def test_what_is_typed_is_answered(page: Page, stage: Stage) -> None:
    await type_and_send(page, "hello")
    await expect(page.get_by_text("You said: hello")).to_be_visible()
    await expect(page.get_by_label("Message Cairn")).to_have_value("")
    await expect(page.get_by_label("Message Cairn")).to_be_focused()
    assert [message.text for message in stage.ana.dm_messages()] == ["hello", "You said: hello"]


async def test_shift_and_enter_is_a_new_line(page: Page, stage: Stage) -> None:
    box = page.get_by_label("Message Cairn")
    await box.press_sequentially("one")
    await box.press("Shift+Enter")
    await box.press_sequentially("two")
    await box.press("Enter")
    await expect(page.get_by_text("You said: one")).to_be_visible()
    assert stage.ana.dm_messages()[0].text == "one\ntwo"


async def test_a_message_that_arrives_leaves_the_typing_alone(page: Page, stage: Stage) -> None:
    box = page.get_by_label("Message Cairn")
    await box.press_sequentially("half a sen")
    await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text="A nudge in between")
    await expect(page.get_by_text("A nudge in between")).to_be_visible()
    await box.press_sequentially("tence")
    await expect(box).to_have_value("half a sentence")
    await expect(box).to_be_focused()


async def test_a_message_that_arrives_never_takes_the_focus(page: Page, stage: Stage) -> None:
    await page.evaluate("document.activeElement.blur()")
    await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text="A nudge")
    await expect(page.get_by_text("A nudge")).to_be_visible()
    assert await page.evaluate("document.activeElement === document.body")


async def test_a_draft_is_still_there_after_looking_elsewhere(page: Page) -> None:
    await page.get_by_label("Message Cairn").fill("not sent yet")
    await page.get_by_role("link", name="general").click()
    await expect(page.get_by_label("Message #general")).to_have_value("")
    await page.go_back()
    await expect(page.get_by_label("Message Cairn")).to_have_value("not sent yet")


async def test_a_thread_stands_beside_the_conversation(page: Page, stage: Stage) -> None:
    await type_and_send(page, "in the thread")
    await page.get_by_role("link", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("Let us go on here.")).to_be_visible()
    await type_and_send(page, "gladly", "Reply in the thread")
    await expect(thread.get_by_text("You said: gladly")).to_be_visible()
    await expect(page.get_by_role("link", name="3 replies")).to_be_visible()
    assert [message.text for message in stage.ana.dm_messages()] == ["in the thread"]


async def test_a_thread_is_begun_and_left_again(page: Page, stage: Stage) -> None:
    await type_and_send(page, "hello")
    await expect(page.get_by_text("You said: hello")).to_be_visible()
    await page.get_by_role("link", name="Reply in thread to Cairn").click()
    await type_and_send(page, "and more", "Reply in the thread")
    await expect(page.get_by_text("You said: and more")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("complementary", name="Thread")).to_be_hidden()
    assert len(stage.ana.thread(stage.ana.dm_messages()[1])) == 3


async def test_the_newest_message_stays_in_sight_unless_one_reads_above(page: Page, stage: Stage) -> None:
    for number in range(30):
        await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text=f"line {number}")
    await expect(page.get_by_text("line 29", exact=True)).to_be_in_viewport()
    await page.get_by_label("Message Cairn").fill("a\nlong\ndraft\nthat\ngrows")
    await expect(page.get_by_text("line 29", exact=True)).to_be_in_viewport(ratio=1)
    await page.get_by_text("line 2", exact=True).scroll_into_view_if_needed()
    await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text="line 30")
    await expect(page.get_by_text("line 30", exact=True)).to_be_attached()
    await expect(page.get_by_text("line 2", exact=True)).to_be_in_viewport()


async def test_what_arrives_right_after_a_scroll_to_the_end_is_in_sight(page: Page, stage: Stage) -> None:
    for number in range(30):
        await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text=f"line {number}")
    await expect(page.get_by_text("line 29", exact=True)).to_be_in_viewport()
    await page.evaluate(
        """() => {
            const box = document.getElementById("scroll"), list = document.getElementById("messages");
            const add = (textContent) =>
                list.append(Object.assign(document.createElement("li"), { textContent, style: "height: 9em" }));
            add("one more");
            box.scrollTop = box.scrollHeight;
            add("and the last");
        }"""
    )
    await expect(page.get_by_text("and the last")).to_be_in_viewport(ratio=1)


async def test_what_is_new_is_marked_until_it_is_seen(page: Page, stage: Stage) -> None:
    await page.get_by_role("link", name="general").click()
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()
    await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text="A nudge")
    await expect(page.get_by_role("link", name="Cairn app 1 unread")).to_be_visible()
    await page.get_by_role("link", name="Cairn app").click()
    await expect(page.get_by_text("A nudge")).to_be_visible()
    await expect(page.get_by_text("unread")).to_have_count(0)


async def test_edits_deletions_and_reactions_show(page: Page, stage: Stage) -> None:
    client, channel = stage.bot.client, stage.ana.dm_channel.id
    kept = await client.chat_postMessage(channel=channel, text="first version")
    dropped = await client.chat_postMessage(channel=channel, text="never mind")
    await expect(page.get_by_text("never mind")).to_be_visible()
    await client.chat_update(channel=channel, ts=kept["ts"], text="second version")
    await client.chat_delete(channel=channel, ts=dropped["ts"])
    await client.reactions_add(channel=channel, timestamp=kept["ts"], name="seedling")
    await expect(page.get_by_text("second version (edited)")).to_be_visible()
    await expect(page.get_by_role("list", name="Reactions").get_by_text("🌱 1")).to_be_visible()
    await expect(page.get_by_text("never mind")).to_be_hidden()


async def test_an_app_that_does_not_answer_is_marked_and_tried_again(page: Page, stage: Stage) -> None:
    stage.bot.ill = True
    await type_and_send(page, "anyone there?")
    await expect(page.get_by_text("Cairn did not respond (http_error).")).to_be_visible()
    stage.bot.ill = False
    await stage.sandbox.run_due_retries()
    await expect(page.get_by_text("You said: anyone there?")).to_be_visible()
    await expect(page.get_by_text("did not respond")).to_be_hidden()


async def test_hostile_words_are_only_words(page: Page, stage: Stage) -> None:
    words = '<script>document.title="gone"</script> <!channel> "><img src=x onerror=document.title=1>'
    await type_and_send(page, words)
    await expect(page.get_by_text("You said:")).to_be_visible()
    await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text=words)
    await expect(page.get_by_text("onerror=document.title=1>")).to_have_count(3)
    assert await page.locator("#messages img, #messages script").count() == 0
    assert "gone" not in await page.title()


async def test_two_windows_are_two_people(page: Page, context: BrowserContext, stage: Stage) -> None:
    other = await context.new_page()
    stage.watch(other)
    workspace = stage.sandbox.workspace
    await other.goto(stage.address("Ben", workspace.person("Ana").id))
    await page.goto(stage.address("Ana", workspace.person("Ben").id))
    await type_and_send(page, "Coffee at ten?", "Message Ben Okafor")
    await expect(other.get_by_text("Coffee at ten?")).to_be_visible()
    await type_and_send(other, "Gladly, @Ana Ruiz", "Message Ana Ruiz")
    await expect(page.get_by_text("Gladly, @Ana Ruiz")).to_be_visible()
