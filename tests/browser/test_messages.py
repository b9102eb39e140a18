"""What people do with messages: change them, take them away, choose the app's shortcuts."""

from playwright.async_api import Page, expect

from tests.browser import MARKS
from tests.browser.conftest import Stage, type_and_send

pytestmark = MARKS


async def open_menu(page: Page, words: str) -> None:
    message = page.locator(".message", has=page.get_by_text(words, exact=True))
    await message.hover()
    await message.get_by_text("More for the message").locator("..").click()


async def said_hello(page: Page) -> None:
    await type_and_send(page, "hello")
    await expect(page.get_by_text("You said: hello")).to_be_visible()


async def test_ones_own_message_is_changed(page: Page, stage: Stage) -> None:
    await type_and_send(page, "1 < 2 & @Ben Okafor")
    await expect(page.get_by_text("You said: 1 < 2")).to_be_visible()
    await open_menu(page, "1 < 2 & @Ben Okafor")
    await page.get_by_role("link", name="Edit message").click()
    box = page.get_by_label("Edit your message")
    await expect(box).to_be_focused()
    await expect(box).to_have_value("1 < 2 & @Ben Okafor")
    await box.fill("3 > 2\nand so on")
    await box.press("Enter")
    await expect(page.get_by_text("3 > 2 and so on (edited)")).to_be_visible()
    await expect(page.get_by_label("Edit your message")).to_have_count(0)
    assert stage.ana.dm_messages()[0].text == "3 &gt; 2\nand so on"
    assert stage.bot.heard[-1]["subtype"] == "message_changed"


async def test_a_change_can_be_given_up(page: Page, stage: Stage) -> None:
    await said_hello(page)
    heard = len(stage.bot.heard)
    await page.get_by_label("Message Cairn").press("ArrowUp")
    box = page.get_by_label("Edit your message")
    await box.fill("something else")
    await box.press("Escape")
    await expect(box).to_have_count(0)
    await expect(page.get_by_text("hello", exact=True)).to_be_visible()
    assert len(stage.bot.heard) == heard


async def test_a_message_without_words_is_not_a_change(page: Page, stage: Stage) -> None:
    await said_hello(page)
    await page.get_by_label("Message Cairn").press("ArrowUp")
    await page.get_by_label("Edit your message").fill("  ")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("a message needs words; to take it away, delete it")).to_be_visible()
    assert stage.ana.dm_messages()[0].text == "hello"


async def test_ones_own_message_is_deleted_after_a_question(page: Page, stage: Stage) -> None:
    await said_hello(page)
    await open_menu(page, "hello")
    await page.get_by_role("button", name="Delete message").click()
    question = page.get_by_role("alertdialog", name="Delete this message?")
    await question.get_by_role("button", name="Keep it").click()
    assert len(stage.ana.dm_messages()) == 2
    await open_menu(page, "hello")
    await page.get_by_role("button", name="Delete message").click()
    await question.get_by_role("button", name="Delete it").click()
    await expect(page.get_by_text("hello", exact=True)).to_have_count(0)
    assert stage.bot.heard[-1]["subtype"] == "message_deleted"


async def test_a_thread_outlives_the_message_it_began_with(page: Page, stage: Stage) -> None:
    await type_and_send(page, "in the thread")
    await page.get_by_role("link", name="1 reply").click()
    await stage.ana.delete(stage.ana.dm_messages()[0])
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("This message was deleted.")).to_be_visible()
    await expect(thread.get_by_text("Let us go on here.")).to_be_visible()
    assert await page.get_by_role("link", name="Edit message").count() == 0


async def test_the_messages_of_others_can_be_answered_but_not_changed(page: Page) -> None:
    await said_hello(page)
    await open_menu(page, "You said: hello")
    await expect(page.get_by_role("button", name="Answer in a form")).to_be_visible()
    await expect(page.get_by_role("link", name="Edit message")).to_be_hidden()


async def test_a_shortcut_on_a_message_carries_the_message(page: Page, stage: Stage) -> None:
    await said_hello(page)
    await open_menu(page, "You said: hello")
    await page.get_by_role("button", name="Answer in a form").click()
    await expect(page.get_by_role("dialog", name="Reflection")).to_be_visible()
    payload = stage.bot.heard[-1]
    assert (payload["type"], payload["callback_id"]) == ("message_action", "answer_in_form")
    assert payload["message"]["text"] == "You said: hello"


async def test_a_shortcut_stands_beside_the_composer(page: Page, stage: Stage) -> None:
    await page.get_by_label("Message Cairn").fill("a draft")
    await page.get_by_label("Shortcuts").click()
    await page.get_by_role("button", name="Write a reflection").click()
    await expect(page.get_by_role("dialog", name="Reflection")).to_be_visible()
    assert stage.bot.heard[-1]["callback_id"] == "reflect_now"
    assert stage.ana.dm_messages() == []
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("Message Cairn")).to_have_value("a draft")


async def test_a_shortcut_that_is_not_answered_says_so(page: Page, stage: Stage) -> None:
    stage.bot.ill = True
    await page.get_by_label("Shortcuts").click()
    await page.get_by_role("button", name="Write a reflection").click()
    await expect(page.get_by_text("Cairn did not respond (http_service_error).")).to_be_visible()
