"""For everybody: other people, the keyboard alone, a phone, dark and light, no script."""

from playwright.async_api import Browser, Page, expect

from tests.browser import MARKS
from tests.browser.conftest import Stage, type_and_send

pytestmark = MARKS


async def test_two_presses_make_one_somebody_else(page: Page, stage: Stage) -> None:
    await page.get_by_role("button", name="Acting as Ana Ruiz").click()
    await page.get_by_role("link", name="Chloe Tan Leader, sales").click()
    await expect(page.get_by_role("button", name="Acting as Chloe Tan")).to_be_visible()
    assert page.url == stage.address("Chloe")
    await expect(page.get_by_role("button", name="Acting as Chloe Tan")).to_contain_text("in Singapore")


async def test_only_people_who_are_here_can_be_acted_as(page: Page) -> None:
    await page.get_by_role("button", name="Acting as Ana Ruiz").click()
    people = page.get_by_role("navigation", name="Act as someone else")
    await expect(people.get_by_role("link")).to_have_count(11)
    await expect(people.get_by_text("Ivo Petrov")).to_have_count(0)


async def test_the_keyboard_is_enough(page: Page, stage: Stage) -> None:
    await page.keyboard.type("kit")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Week 3")).to_be_visible()
    await tab_to(page, "button[value*=scale_5]", backwards=True)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Energy: 5 of 5")).to_be_visible()
    assert await page.evaluate("document.activeElement.matches('.message')")
    await tab_to(page, "#acting", backwards=True)
    await page.keyboard.press("Enter")
    await tab_to(page, ".people li:nth-child(2) a")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Acting as Ben Okafor")).to_be_visible()


async def tab_to(page: Page, selector: str, *, backwards: bool = False) -> None:
    for _ in range(60):
        await page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never comes to {selector}")


TWICE = "[...document.querySelectorAll('[id]')].map((one) => one.id).filter((id, at, all) => all.indexOf(id) !== at)"


async def test_nothing_has_the_same_id_twice(page: Page) -> None:
    await type_and_send(page, "kit")
    await expect(page.get_by_role("heading", name="Week 3")).to_be_visible()
    await page.get_by_role("link", name="Reply in thread to Cairn").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_role("heading", name="Week 3")).to_be_visible()
    await thread.get_by_role("button", name="Open the form").click()
    await expect(page.get_by_role("dialog", name="Reflection")).to_be_visible()
    assert await page.evaluate(TWICE) == []


async def test_the_skip_link_leads_past_the_sidebar(page: Page) -> None:
    await page.locator(".skip").focus()
    await expect(page.get_by_role("link", name="Skip to the conversation")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()


async def test_whatever_has_the_focus_can_be_seen_to_have_it(page: Page) -> None:
    await type_and_send(page, "kit")
    await expect(page.get_by_role("heading", name="Week 3")).to_be_visible()
    for selector in (".place", "#acting", "#theme", ".message .button", ".message select"):
        await page.locator(selector).first.focus()
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Tab")
        assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", selector


async def test_on_a_phone_the_places_fold_away(browser: Browser, stage: Stage) -> None:
    phone = await browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    stage.watch(phone)
    await phone.goto(stage.address("Ana"))
    await expect(phone.get_by_role("navigation", name="Places")).to_be_hidden()
    await type_and_send(phone, "in the thread")
    await phone.get_by_role("link", name="1 reply").tap()
    await expect(phone.get_by_role("complementary", name="Thread")).to_be_visible()
    await expect(phone.get_by_role("main")).to_be_hidden()
    await phone.get_by_role("link", name="Close the thread").tap()
    await phone.get_by_role("button", name="Places").tap()
    await phone.get_by_role("link", name="general").tap()
    await expect(phone.get_by_role("heading", name="#general")).to_be_visible()
    await type_and_send(phone, "kit", "Message #general")
    assert await phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await phone.close()


async def test_nothing_is_wider_than_a_phone(browser: Browser, stage: Stage) -> None:
    phone = await browser.new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    await phone.goto(stage.address("Ana"))
    await type_and_send(phone, "kit")
    await expect(phone.get_by_role("heading", name="Week 3")).to_be_visible()
    assert await phone.evaluate("document.querySelector('#scroll').scrollWidth <= innerWidth")
    await phone.get_by_role("button", name="Open the form").tap()
    box = await phone.get_by_role("dialog", name="Reflection").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    await phone.close()


PAPER = "getComputedStyle(document.querySelector('.main')).backgroundColor.match(/\\d+/g).map(Number)[0]"


async def test_dark_and_light_follow_the_machine_and_the_button(browser: Browser, stage: Stage) -> None:
    dark = await browser.new_page(color_scheme="dark")
    stage.watch(dark)
    await dark.goto(stage.address("Ana"))
    assert await dark.evaluate(PAPER) < 60
    await dark.get_by_role("button", name="Switch between light and dark").click()
    assert await dark.evaluate(PAPER) > 200
    await dark.reload()
    assert await dark.evaluate(PAPER) > 200
    await dark.close()


async def test_it_works_without_script(browser: Browser, stage: Stage) -> None:
    plain = await browser.new_page(java_script_enabled=False)
    await plain.goto(stage.address("Ana"))
    await plain.get_by_label("Message Cairn").fill("kit")
    await plain.get_by_role("button", name="Send", exact=True).last.click()
    await expect(plain.get_by_role("heading", name="Week 3")).to_be_visible()
    await plain.get_by_role("button", name="3", exact=True).click()
    await expect(plain.get_by_text("Energy: 3 of 5")).to_be_visible()
    await plain.get_by_label("Message Cairn").fill("/cairn form")
    await plain.get_by_role("button", name="Send", exact=True).last.click()
    await plain.get_by_label("What did you learn this week?").fill("I waited for the others.")
    await plain.get_by_role("button", name="Save").last.click()
    await expect(plain.get_by_text("Saved. Only you can see it.")).to_be_visible()
    await plain.close()


async def test_messages_and_the_clock_are_changed_without_script(browser: Browser, stage: Stage) -> None:
    plain = await browser.new_page(java_script_enabled=False)
    message = await stage.ana.dm("before")
    await plain.goto(f"{stage.address('Ana')}?panel=world&edit={message.ts}")
    await plain.get_by_label("Edit your message").fill("after")
    await plain.get_by_role("button", name="Save").click()
    await expect(plain.get_by_text("after (edited)")).to_be_visible()
    await plain.get_by_role("button", name="Stand still").click()
    await expect(plain.get_by_text("It stands still.")).to_be_visible()
    await plain.locator(".message", has=plain.get_by_text("after")).locator("summary").click()
    await plain.get_by_role("button", name="Delete message").click()
    await expect(plain.get_by_text("after")).to_have_count(0)
    await plain.close()


async def test_the_wire_log_tells_what_went_over_it(page: Page) -> None:
    await type_and_send(page, "hello")
    await expect(page.get_by_text("You said: hello")).to_be_visible()
    await page.get_by_role("link", name="Wire log").click()
    log = page.get_by_role("complementary", name="Wire log")
    await expect(log.get_by_role("listitem").nth(0)).to_contain_text("chat.postMessage")
    await expect(log.get_by_role("listitem").nth(1)).to_contain_text("200 in")
    await log.get_by_text("chat.postMessage").click()
    await expect(log.get_by_text('"text": "You said: hello"').first).to_be_visible()
    await type_and_send(page, "again")
    await expect(log.get_by_role("listitem")).to_have_count(4)
    await expect(log.get_by_text('"text": "You said: hello"').first).to_be_visible()
    await log.get_by_role("link", name="Close the wire log").click()
    await expect(log).to_be_hidden()


async def test_a_sandbox_that_stopped_is_noticed_and_words_are_kept(page: Page, stage: Stage) -> None:
    await page.route("**/as/**", lambda route: route.abort())
    await type_and_send(page, "into the void")
    await expect(page.get_by_text("The sandbox does not answer. Is it still running?")).to_be_visible()
    await expect(page.get_by_label("Message Cairn")).to_have_value("into the void")
    await page.unroute("**/as/**")
    await expect(page.get_by_text("The sandbox does not answer")).to_be_hidden()
    assert set(stage.complaints) == {"Failed to load resource: net::ERR_FAILED"}
    stage.complaints.clear()
