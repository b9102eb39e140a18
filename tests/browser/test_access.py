"""For every eye, ear and hand: names for everything, contrast, and focus that stays where it belongs."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.browser import MARKS
from tests.browser.conftest import Stage, type_and_send

pytestmark = MARKS
WRONG = """
<button></button><img src="data:,"><p class="faint">pale</p><div tabindex="0" aria-labelledby="nowhere"></div>
"""
LOOKS = (Path(__file__).parent / "looks.js").read_text().strip()


async def stumbles(page: Page) -> list[str]:
    """What somebody would stumble over on the page as it stands."""
    found: list[str] = await page.evaluate(LOOKS)
    return found


async def with_everything(page: Page, stage: Stage) -> None:
    """A conversation in which every block stands, with a note, a problem, a whisper and a thread."""
    await type_and_send(page, "every block")
    await expect(page.get_by_role("heading", name="Every block")).to_be_visible()
    await type_and_send(page, "/cairn goal")
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    stage.bot.ill = True
    await type_and_send(page, "anyone there?")
    await expect(page.get_by_text("did not respond")).to_be_visible()
    stage.bot.ill = False
    await type_and_send(page, "/nonsense")
    await expect(page.get_by_text("is not a command here")).to_be_visible()


async def stumbles_in_any_light(page: Page) -> list[str]:
    """What is hard to use, light or dark."""
    found = []
    await page.emulate_media(color_scheme="dark")
    found += await stumbles(page)
    await page.emulate_media(color_scheme="light")
    return found + await stumbles(page)


async def test_nobody_stumbles(browser: Browser, stage: Stage) -> None:
    page = await browser.new_page(color_scheme="light", reduced_motion="reduce")
    await page.goto(stage.address("Ana"))
    await with_everything(page, stage)
    for address in ("?panel=world", "?panel=log", f"?thread={stage.ana.dm_messages()[0].ts}"):
        await page.goto(stage.address("Ana") + address)
        assert await stumbles_in_any_light(page) == [], address
    await page.goto(stage.address("Ana"))
    await page.locator(".message .tool").first.hover()
    await page.get_by_role("button", name="Acting as").click()
    assert await stumbles_in_any_light(page) == []
    await page.keyboard.press("Escape")
    for form in ("fields", "choices"):
        await type_and_send(page, f"/cairn {form}")
        modal = page.get_by_role("dialog", name="Every field")
        await expect(modal).to_be_visible()
        assert await stumbles_in_any_light(page) == [], form
        if form == "fields":
            await modal.get_by_role("button", name="Send").click()
            await expect(modal.get_by_text("Please complete")).to_be_visible()
            assert await stumbles_in_any_light(page) == [], "with an error"
        await page.keyboard.press("Escape")
        await expect(modal).to_have_count(0)
    await page.goto(stage.address("Ana", "home"))
    await expect(page.get_by_role("heading", name="Your path")).to_be_visible()
    assert await stumbles_in_any_light(page) == [], "Home"
    await page.close()


async def test_the_check_itself_finds_what_is_wrong(page: Page) -> None:
    """A check that finds nothing anywhere would pass too."""
    # In one go: the next live update takes away what is not from the server.
    spoil = """
        document.querySelector("main").insertAdjacentHTML("beforeend", html);
        document.querySelector(".faint").style.color = "#bbb";
    """
    found: list[str] = await page.evaluate(f"html => {{{spoil} return ({LOOKS})(); }}", WRONG)
    assert {each.partition(":")[0].split(" ")[0] for each in found} >= {"no", "contrast", "aria-labelledby"}
    assert len(found) == 5


async def test_the_focus_stays_while_the_page_changes(page: Page, stage: Stage) -> None:
    await type_and_send(page, "every block")
    select = page.get_by_label("One planet")
    await select.focus()
    await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text="A nudge")
    await expect(page.get_by_text("A nudge")).to_be_visible()
    await expect(select).to_be_focused()
    await page.get_by_label("More actions").click()
    await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text="Another nudge")
    await expect(page.get_by_text("Another nudge")).to_be_attached()
    await expect(page.get_by_role("button", name="Later")).to_be_visible()


async def test_new_messages_are_read_out(page: Page) -> None:
    log = page.get_by_role("log", name="Messages", exact=True)
    await expect(log).to_have_attribute("aria-live", "polite")
    await type_and_send(page, "hello")
    await expect(log.get_by_text("You said: hello")).to_be_visible()


async def test_the_clock_needs_no_mouse(page: Page) -> None:
    keys = page.keyboard
    await page.get_by_role("link", name="Clock and faults").focus()
    await keys.press("Enter")
    world = page.get_by_role("complementary", name="Clock and faults")
    await expect(world).to_be_visible()
    shown = await world.locator("time").text_content()
    await world.get_by_role("button", name="+1 hour").focus()
    await keys.press("Enter")
    await expect(world.locator("time")).not_to_have_text(shown or "")
    await keys.press("Escape")
    await expect(world).to_be_hidden()
    await expect(page.get_by_label("Message Cairn")).to_be_focused()


async def test_a_form_needs_no_mouse(page: Page) -> None:
    """Opened from the hints, refused, corrected and sent; the focus is always where one goes on."""
    keys = page.keyboard
    await keys.type("/cairn f")
    await keys.press("Tab")
    await keys.press("Enter")
    form = page.get_by_role("dialog", name="Reflection")
    await expect(form.get_by_label("What did you learn this week?")).to_be_focused()
    await keys.type("short")
    await form.get_by_role("button", name="Save").focus()
    await keys.press("Enter")
    await expect(form.get_by_text("Say a little more, please.")).to_be_visible()
    await expect(form.get_by_label("What did you learn this week?")).to_be_focused()
    await keys.type(" words, and now enough of them")
    await form.get_by_role("button", name="Save").focus()
    await keys.press("Enter")
    await expect(form).to_have_count(0)
    await expect(page.get_by_text("Saved. Only you can see it.")).to_be_visible()
    await expect(page.get_by_label("Message Cairn")).to_be_focused()


async def test_nothing_scrolls_sideways_on_a_phone(browser: Browser, stage: Stage) -> None:
    phone = await browser.new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    await phone.goto(stage.address("Ana"))
    await with_everything(phone, stage)
    for address in ("", "?panel=world", "?panel=log", f"?thread={stage.ana.dm_messages()[0].ts}"):
        await phone.goto(stage.address("Ana") + address)
        widest = await phone.evaluate(
            "Math.max(...[...document.querySelectorAll('html, .scroll')].map((one) => one.scrollWidth))"
        )
        assert widest <= 360, address
    await phone.goto(stage.address("Ana") + "?panel=world")
    await phone.get_by_role("link", name="Close the clock and faults").tap()
    await expect(phone.get_by_role("main")).to_be_visible()
    await phone.close()
