"""Modals: opened, filled in, refused, sent, stacked and closed."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import MARKS
from tests.browser.conftest import Stage, type_and_send
from tests.browser.kit import plain

pytestmark = MARKS


async def opened(page: Page) -> Locator:
    await type_and_send(page, "/cairn form")
    form = page.get_by_role("dialog", name="Reflection")
    await expect(form).to_be_visible()
    return form


def save(form: Locator) -> Locator:
    return form.get_by_role("button", name="Save")


async def test_a_form_is_refused_and_then_taken(page: Page, stage: Stage) -> None:
    form = await opened(page)
    field = form.get_by_label("What did you learn this week?")
    await expect(field).to_be_focused()
    await field.fill("short")
    await save(form).click()
    await expect(form.get_by_text("Say a little more, please.")).to_be_visible()
    await expect(field).to_have_value("short")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await field.fill("I waited for the others.\nIt worked.")
    await form.get_by_label("Little").check()
    await form.get_by_text("Choose people").click()
    await form.get_by_label("Dana Weiss").check()
    await form.get_by_label("When will you try it again?").fill("2026-12-01")
    await save(form).click()
    await expect(form).to_be_hidden()
    await expect(page.get_by_text("Saved. Only you can see it.")).to_be_visible()
    values = stage.bot.heard[-1]["view"]["state"]["values"]
    assert values["learned"]["value"]["value"] == "I waited for the others.\nIt worked."
    assert values["energy"]["value"]["selected_option"]["value"] == "little"
    assert values["helpers"]["value"]["selected_users"] == [stage.sandbox.workspace.person("Dana").id]
    assert values["when"]["value"]["selected_date"] == "2026-12-01"


async def test_a_missing_answer_is_asked_for_before_the_app_hears_of_it(page: Page, stage: Stage) -> None:
    form = await opened(page)
    heard = len(stage.bot.heard)
    await save(form).click()
    await expect(form.get_by_text("Please complete this required field.")).to_be_visible()
    assert len(stage.bot.heard) == heard


async def test_escape_closes_the_form_and_the_app_is_told(page: Page, stage: Stage) -> None:
    form = await opened(page)
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await expect(page.get_by_label("Message Cairn")).to_be_focused()
    assert stage.bot.heard[-1]["type"] == "view_closed"


async def test_a_second_form_stands_on_the_first(page: Page) -> None:
    form = await opened(page)
    await form.get_by_label("What did you learn this week?").fill("typed before looking")
    await form.get_by_role("button", name="Show an example").click()
    example = page.get_by_role("dialog", name="An example")
    await expect(example.get_by_text("I let Ben run the review")).to_be_visible()
    await example.get_by_role("button", name="Back").click()
    await expect(example).to_be_hidden()
    await expect(form.get_by_label("What did you learn this week?")).to_have_value("typed before looking")


async def test_the_focus_stays_inside_the_form(page: Page) -> None:
    form = await opened(page)
    for _ in range(20):
        await page.keyboard.press("Tab")
        # Between the last field and the first the browser's own bar may have it: then nothing has.
        assert await page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    await expect(form).to_be_visible()


async def test_a_message_that_arrives_leaves_the_form_alone(page: Page, stage: Stage) -> None:
    form = await opened(page)
    field = form.get_by_label("What did you learn this week?")
    await field.press_sequentially("so far")
    await stage.bot.client.chat_postMessage(channel=stage.ana.dm_channel.id, text="A nudge in between")
    await expect(page.get_by_text("A nudge in between")).to_be_visible()
    await field.press_sequentially(" so good")
    await expect(field).to_have_value("so far so good")


async def test_words_outlive_an_app_that_does_not_answer(page: Page, stage: Stage) -> None:
    form = await opened(page)
    await form.get_by_label("What did you learn this week?").fill("I waited for the others.")
    stage.bot.ill = True
    await save(form).click()
    await expect(form.get_by_text("Your answers are still here")).to_be_visible()
    stage.bot.ill = False
    await page.reload()
    await expect(form.get_by_label("What did you learn this week?")).to_have_value("I waited for the others.")
    await save(form).click()
    await expect(page.get_by_text("Saved. Only you can see it.")).to_be_visible()


async def draft(page: Page, stage: Stage, action_id: str) -> Locator:
    """The field of a form that tells the app while it is typed in."""
    await opened(page)
    view = stage.ana.open_views()[0]
    label = {"type": "plain_text", "text": "Draft"}
    on = {"trigger_actions_on": ["on_character_entered"]}
    element = {"type": "plain_text_input", "action_id": action_id, "dispatch_action_config": on}
    block = {"type": "input", "block_id": "d", "dispatch_action": True, "label": label, "element": element}
    shown = {"type": "modal", "title": label, "submit": plain("Keep it"), "close": plain("Leave"), "blocks": [block]}
    await stage.bot.client.views_update(view_id=view.id, view={**shown, "notify_on_close": True})
    return page.get_by_role("textbox", name="Draft")


async def test_a_field_can_tell_the_app_while_it_is_typed_in(page: Page, stage: Stage) -> None:
    field = await draft(page, stage, "deeper")
    await field.press_sequentially("as I type")
    await expect(page.get_by_role("dialog", name="An example")).to_be_visible()
    assert stage.bot.heard[-1]["actions"][0]["value"] == "as I type"


@pytest.mark.parametrize(("button", "told"), [("Keep it", "view_submission"), ("Leave", "view_closed")])
async def test_the_app_hears_what_was_typed_just_before_a_form_goes(
    page: Page, stage: Stage, button: str, told: str
) -> None:
    field = await draft(page, stage, "typed")
    before = len(stage.bot.heard)
    await field.fill("in a hurry")
    await page.get_by_role("button", name=button).click()
    await expect(page.get_by_role("dialog", name="Draft")).to_be_hidden()
    await expect(page.get_by_text("not open any more")).to_be_hidden()
    typed, gone = stage.bot.heard[before:]
    assert (typed["type"], gone["type"]) == ("block_actions", told)
    assert typed["actions"][0]["value"] == "in a hurry"
    assert gone["view"]["state"]["values"]["d"]["typed"]["value"] == "in a hurry"


async def test_home_shows_what_the_app_published(page: Page, stage: Stage) -> None:
    await page.get_by_role("link", name="Home").click()
    await expect(page.get_by_role("heading", name="Your path")).to_be_visible()
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_role("dialog", name="Reflection")).to_be_visible()
    assert [event["type"] for event in stage.bot.heard] == ["app_home_opened", "block_actions"]


async def test_home_is_plain_before_anything_was_published(page: Page, stage: Stage) -> None:
    stage.bot.ill = True
    await page.get_by_role("link", name="Home").click()
    await expect(page.get_by_text("Cairn has not put anything on its Home tab for you yet.")).to_be_visible()
