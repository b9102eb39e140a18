"""Slash commands, typed in full or taken from the hints."""

from playwright.async_api import Page, expect

from tests.browser import MARKS
from tests.browser.conftest import Stage, type_and_send

pytestmark = MARKS


async def test_a_command_is_answered_for_one_person_only(page: Page, stage: Stage) -> None:
    await type_and_send(page, "/cairn goal delegate more")
    await expect(page.get_by_text("You ran /cairn with goal delegate more.")).to_be_visible()
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    assert stage.bot.heard[-1]["text"] == "goal delegate more"
    await page.goto(stage.address("Ben"))
    await expect(page.get_by_text("This is your direct message")).to_be_visible()
    await expect(page.get_by_text("You ran")).to_have_count(0)


async def test_a_command_in_a_channel_says_where(page: Page, stage: Stage) -> None:
    general = stage.sandbox.workspace.channel("general").id
    await page.goto(stage.address("Ana", general))
    await type_and_send(page, "/cairn help", "Message #general")
    await expect(page.get_by_text("You ran /cairn with help.")).to_be_visible()
    assert stage.bot.heard[-1]["channel_id"] == general


async def test_the_hints_narrow_down_and_are_taken_by_keyboard(page: Page) -> None:
    box = page.get_by_label("Message Cairn")
    hints = page.get_by_role("listbox", name="Commands")
    await expect(hints).to_be_hidden()
    await box.press_sequentially("/")
    await expect(hints.get_by_role("option")).to_have_count(4)
    await box.press_sequentially("cairn g")
    await expect(hints.get_by_role("option")).to_have_count(1)
    await box.press("ArrowDown")
    await expect(hints.get_by_role("option", name="/cairn goal")).to_have_attribute("aria-selected", "true")
    await box.press("Enter")
    await expect(box).to_have_value("/cairn goal")
    await expect(hints).to_be_hidden()
    await box.press("Enter")
    await expect(page.get_by_text("You ran /cairn with goal.")).to_be_visible()


async def test_enter_runs_what_is_typed_while_the_hints_are_open(page: Page) -> None:
    await page.get_by_label("Message Cairn").press_sequentially("/cairn")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_visible()
    await page.get_by_label("Message Cairn").press("Enter")
    await expect(page.get_by_text("You ran /cairn with nothing.")).to_be_visible()


async def test_a_hint_is_taken_with_the_mouse(page: Page) -> None:
    await page.get_by_label("Message Cairn").press_sequentially("/")
    await page.get_by_role("option", name="/cairn reflect").click()
    await expect(page.get_by_label("Message Cairn")).to_have_value("/cairn reflect")
    await expect(page.get_by_label("Message Cairn")).to_be_focused()


async def test_an_unknown_command_is_explained(page: Page, stage: Stage) -> None:
    await type_and_send(page, "/nonsense")
    await expect(page.get_by_text("/nonsense is not a command here.")).to_be_visible()
    assert stage.bot.heard == []


async def test_commands_do_not_work_in_threads(page: Page, stage: Stage) -> None:
    await type_and_send(page, "in the thread")
    await page.get_by_role("link", name="1 reply").click()
    heard = len(stage.bot.heard)
    await type_and_send(page, "/cairn", "Reply in the thread")
    await expect(page.get_by_text("/cairn cannot be used in threads.")).to_be_visible()
    assert len(stage.bot.heard) == heard


async def test_a_command_that_is_not_answered_says_so(page: Page, stage: Stage) -> None:
    stage.bot.ill = True
    await type_and_send(page, "/cairn goal")
    await expect(page.get_by_text("/cairn goal did not work: Cairn did not respond")).to_be_visible()
