"""Buttons, menus and lists in messages."""

from playwright.async_api import Page, expect

from tests.browser import MARKS
from tests.browser.conftest import Stage, type_and_send
from tests.browser.gallery import menu
from tests.browser.kit import button, option, plain

pytestmark = MARKS


async def with_kit(page: Page) -> None:
    await type_and_send(page, "kit")
    await expect(page.get_by_role("heading", name="Week 3")).to_be_visible()


async def test_a_press_changes_the_message(page: Page, stage: Stage) -> None:
    await with_kit(page)
    await page.get_by_role("button", name="4", exact=True).click()
    await expect(page.get_by_text("Energy: 4 of 5. Thank you.")).to_be_visible()
    await expect(page.get_by_role("button", name="4", exact=True)).to_be_hidden()
    assert stage.bot.heard[-1]["actions"][0]["value"] == "4"


async def test_a_button_may_ask_first(page: Page, stage: Stage) -> None:
    await with_kit(page)
    heard = len(stage.bot.heard)
    await page.get_by_role("button", name="Drop the goal").click()
    question = page.get_by_role("alertdialog", name="Drop this goal?")
    await question.get_by_role("button", name="Keep it").click()
    await expect(question).to_be_hidden()
    assert len(stage.bot.heard) == heard
    await page.get_by_role("button", name="Drop the goal").click()
    await question.get_by_role("button", name="Drop it").click()
    await expect(page.get_by_text("Noted: drop dropped")).to_be_visible()


async def test_a_choice_in_a_list_is_sent_at_once_and_stays(page: Page) -> None:
    await with_kit(page)
    await page.get_by_label("How was it?").select_option("Rough")
    await expect(page.get_by_text("Noted: mood rough")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("How was it?")).to_have_value("rough")


async def test_a_person_to_choose(page: Page, stage: Stage) -> None:
    await with_kit(page)
    await page.get_by_label("Ask somebody").select_option("Ben Okafor")
    await expect(page.get_by_text(f"Noted: who {stage.sandbox.workspace.person('Ben').id}")).to_be_visible()


async def test_with_the_keyboard_a_list_waits_for_enter(page: Page, stage: Stage) -> None:
    await with_kit(page)
    heard = len(stage.bot.heard)
    await page.get_by_label("How was it?").focus()
    for _ in range(3):
        await page.keyboard.press("ArrowDown")
    await expect(page.get_by_label("How was it?")).to_have_value("stormy")
    assert len(stage.bot.heard) == heard
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Noted: mood stormy")).to_be_visible()
    assert len(stage.bot.heard) == heard + 1


async def test_an_overflow_menu(page: Page) -> None:
    await with_kit(page)
    await page.get_by_label("More actions").click()
    await page.get_by_role("button", name="Snooze").click()
    await expect(page.get_by_text("Noted: more snooze")).to_be_visible()
    await expect(page.get_by_role("button", name="Snooze")).to_be_hidden()


async def test_escape_closes_a_menu_and_returns_to_it(page: Page) -> None:
    await with_kit(page)
    await page.get_by_label("More actions").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Snooze")).to_be_hidden()
    await expect(page.get_by_label("More actions")).to_be_focused()


async def test_a_press_that_is_not_answered_is_marked(page: Page, stage: Stage) -> None:
    await with_kit(page)
    stage.bot.ill = True
    await page.get_by_role("button", name="2", exact=True).click()
    await expect(page.get_by_text("Cairn did not respond (http_service_error).")).to_be_visible()
    stage.bot.ill = False
    await page.get_by_role("button", name="2", exact=True).click()
    await expect(page.get_by_text("Energy: 2 of 5")).to_be_visible()
    await expect(page.get_by_text("did not respond")).to_be_hidden()


async def test_a_press_in_a_message_that_only_one_person_sees(page: Page, stage: Stage) -> None:
    ana = stage.ana
    offer = {"type": "button", "action_id": "mood", "text": {"type": "plain_text", "text": "Tell me"}}
    await stage.bot.client.chat_postEphemeral(
        channel=ana.dm_channel.id, user=ana.person.id, text="psst", blocks=[{"type": "actions", "elements": [offer]}]
    )
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    await page.get_by_role("button", name="Tell me").click()
    await expect(page.get_by_text("Noted: mood dropped")).to_be_visible()
    assert stage.bot.heard[-1]["container"]["is_ephemeral"]


async def test_what_is_pressed_is_told_from_its_likes_in_other_blocks(page: Page, stage: Stage) -> None:
    lines = [
        {"type": "section", "text": plain(name), "accessory": button("read", f"Read {name}", value=name)}
        for name in ("March", "April", "May")
    ]
    moods = [
        {"type": "actions", "elements": [menu("static_select", "mood", name, options=[option("fine"), option("low")])]}
        for name in ("Before", "After")
    ]
    await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text="Three", blocks=[*lines, *moods])
    await page.get_by_role("button", name="Read April").click()
    await expect(page.get_by_text("Noted: read")).to_be_visible()
    assert stage.bot.heard[-1]["actions"][0]["value"] == "April"
    await page.get_by_label("After").select_option("Low")
    await expect(page.get_by_text("Noted: mood low")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("After")).to_have_value("low")
    await expect(page.get_by_label("Before")).to_have_value("")


async def test_a_field_that_tells_while_one_types_is_told_from_its_likes(page: Page, stage: Stage) -> None:
    await type_and_send(page, "/cairn form")
    await expect(page.get_by_role("dialog", name="Reflection")).to_be_visible()
    fields = [
        {
            "type": "input",
            "block_id": name.lower(),
            "dispatch_action": True,
            "label": plain(name),
            "element": {
                "type": "plain_text_input",
                "action_id": "deeper",
                "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
            },
        }
        for name in ("First", "Second")
    ]
    shown = {"type": "modal", "title": plain("Two"), "submit": plain("Save"), "blocks": fields}
    await stage.bot.client.views_update(view_id=stage.ana.open_views()[0].id, view=shown)
    await page.get_by_role("textbox", name="Second").press_sequentially("as I type")
    await expect(page.get_by_role("dialog", name="An example")).to_be_visible()
    told = stage.bot.heard[-1]["actions"][0]
    assert (told["block_id"], told["value"]) == ("second", "as I type")
