"""Every element of Block Kit, chosen and typed in as people do; and modals on modals."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import MARKS
from tests.browser.conftest import Stage, type_and_send

pytestmark = MARKS
Use = Callable[[Locator], Awaitable[None]]


async def list_of_many(message: Locator, words: str) -> Locator:
    """The open list; its words change with what is ticked in it."""
    menu = message.locator("details.multi", has=message.page.locator(f'[aria-label="{words}"]'))
    await menu.locator("summary").click()
    return menu


async def several(message: Locator, words: str, *options: str) -> None:
    """Open a list of many, tick, and say that this is all."""
    menu = await list_of_many(message, words)
    for one in options:
        await menu.get_by_label(one).check()
    await menu.get_by_role("button", name="Done").click()


USED: dict[str, tuple[Use, str]] = {
    "a button": (lambda at: at.get_by_role("button", name="Primary").click(), "primary dropped"),
    "a select": (lambda at: press_option(at, "One planet", "Earth"), "static earth"),
    "a select in groups": (lambda at: press_option(at, "One of two groups", "Saturn"), "grouped saturn"),
    "several": (lambda at: several(at, "Several planets", "Venus", "Mars"), "several venus mars"),
    "a person": (lambda at: press_option(at, "A person", "Ben Okafor"), "user {Ben}"),
    "people": (lambda at: several(at, "Some people", "Ben Okafor", "Dana Weiss"), "users {Ben} {Dana}"),
    "a conversation": (lambda at: press_option(at, "A conversation", "#general"), "conversation {general}"),
    "conversations": (lambda at: several(at, "Some conversations", "#general"), "conversations {general}"),
    "a channel": (lambda at: press_option(at, "A channel", "#leadership"), "channel {leadership}"),
    "channels": (lambda at: several(at, "Some channels", "#general"), "channels {general}"),
    "a date": (lambda at: change(at, "input[type=date]", "2026-12-01"), "date 2026-12-01"),
    "a time": (lambda at: change(at, "input[type=time]", "17:30"), "time 17:30"),
    "a moment": (lambda at: change(at, "input[type=datetime-local]", "2026-12-01T09:00"), "moment 1796112000"),
    "a radio": (lambda at: at.get_by_label("Alone").check(), "radio alone"),
    "checkboxes": (lambda at: at.get_by_label("Water").check(), "boxes water"),
}


async def press_option(message: Locator, label: str, words: str) -> None:
    await message.get_by_label(label, exact=True).select_option(words)


async def change(message: Locator, selector: str, value: str) -> None:
    await message.locator(selector).fill(value)


@pytest.fixture
def ids(stage: Stage) -> dict[str, str]:
    workspace = stage.sandbox.workspace
    people = {person.display_name: person.id for person in workspace.people.values()}
    return people | {channel.name: channel.id for channel in workspace.channels.values()}


async def with_every_block(page: Page) -> Locator:
    await type_and_send(page, "every block")
    message = page.locator(".message", has=page.get_by_role("heading", name="Every block"))
    await expect(message).to_be_visible()
    return message


async def test_every_element_of_a_message_tells_the_app(page: Page, stage: Stage, ids: dict[str, str]) -> None:
    """In one conversation: what each tells the app comes back as a message."""
    message = await with_every_block(page)
    for name, (use, told) in USED.items():
        await use(message)
        expected = f"Noted: {told.format(**ids)}"
        await expect(page.get_by_text(expected, exact=True), name).to_be_attached()
    assert len(stage.ana.dm_messages()) == 2 + len(USED)


async def test_a_list_of_many_takes_only_as_many_as_it_may(page: Page) -> None:
    message = await with_every_block(page)
    menu = await list_of_many(message, "Several planets")
    await menu.get_by_label("Venus").check()
    await menu.get_by_label("Mars").check()
    await expect(menu.get_by_label("Earth")).to_be_disabled()
    await menu.get_by_label("Mars").uncheck()
    await expect(menu.get_by_label("Earth")).to_be_enabled()


async def test_the_app_fills_a_menu_while_one_types(page: Page, stage: Stage) -> None:
    message = await with_every_block(page)
    search = message.get_by_label("Search: A book")
    await search.press_sequentially("bi")
    await expect(message.get_by_role("option", name="Birds")).to_be_attached()
    await expect(search).to_be_focused()
    assert stage.bot.heard[-1]["value"] == "bi"
    await search.fill("bic")
    await expect(message.get_by_role("option", name="Birds")).to_have_count(0)
    await press_option(message, "A book", "Bicycles")
    await expect(page.get_by_text("Noted: external bicycles")).to_be_visible()


async def test_the_app_fills_a_list_of_many(page: Page) -> None:
    message = await with_every_block(page)
    await message.get_by_label("Search: Some books").press("Enter")
    await several(message, "Some books", "Poems", "Birds")
    await expect(page.get_by_text("Noted: externals birds poems")).to_be_visible()


async def test_words_are_drawn_as_slack_draws_them(page: Page) -> None:
    message = await with_every_block(page)
    await expect(message.get_by_role("img", name="Three hills")).to_be_visible()
    await expect(message.get_by_role("heading", name="From markdown")).to_be_visible()
    await expect(message.get_by_role("listitem").filter(has_text="a task")).to_have_text("☐ a task")
    await expect(message.get_by_role("row", name="12 4 of 5")).to_be_visible()
    await expect(message.locator("pre")).to_have_text("as it is\n  typed")
    await expect(message.locator("strong").get_by_text("Bold", exact=True)).to_be_visible()


def field(form: Locator, label: str) -> Locator:
    """A field by its label, whether or not it says that it is optional."""
    return form.get_by_label(re.compile(rf"^{label}( \(optional\))?$"))


async def test_every_field_of_a_form_is_sent(page: Page, stage: Stage) -> None:
    await type_and_send(page, "/cairn fields")
    form = page.get_by_role("dialog", name="Every field")
    typed = {"Line": "one", "Lines": "two\nlines", "Number": "7", "Email": "a@example.org", "Url": "https://a.org/"}
    for label, words in typed.items():
        await field(form, label).fill(words)
    await field(form, "Letters").press_sequentially("abc")
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_be_hidden()
    state = stage.bot.heard[-1]["view"]["state"]["values"]
    held = {block: next(iter(values.values()))["value"] for block, values in state.items()}
    assert held == {f"in_{label.lower()}": words for label, words in typed.items()} | {"in_letters": "abc"}


async def test_what_does_not_fit_a_field_is_said_under_it(page: Page, stage: Stage) -> None:
    await type_and_send(page, "/cairn fields")
    form = page.get_by_role("dialog", name="Every field")
    await field(form, "Lines").fill("no")
    await field(form, "Number").fill("12")
    heard = len(stage.bot.heard)
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_text("Please complete this required field.")).to_be_visible()
    await expect(form.get_by_text("This entry must be at least 3 characters.")).to_be_visible()
    await expect(form.get_by_text("This entry is out of range.")).to_be_visible()
    await expect(field(form, "Line")).to_be_focused()
    assert len(stage.bot.heard) == heard


async def test_three_modals_stand_on_each_other_and_a_fourth_does_not(page: Page) -> None:
    await type_and_send(page, "/cairn deep")
    for level in (1, 2):
        modal = page.get_by_role("dialog", name=f"Level {level}")
        await modal.get_by_label("A word").fill(f"typed on {level}")
        await modal.get_by_role("button", name="One deeper").click()
    top = page.get_by_role("dialog", name="Level 3")
    await expect(top.get_by_text("on top of “Level 2”")).to_be_visible()
    await top.get_by_role("button", name="Done").click()
    await expect(top.get_by_text("Please complete this required field.")).to_be_visible()
    await top.get_by_role("button", name="Too deep").click()
    await expect(top.get_by_text("Cairn did not respond (http_service_error).")).to_be_visible()
    for level in (3, 2):
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog", name=f"Level {level}")).to_have_count(0)
    first = page.get_by_role("dialog", name="Level 1")
    await expect(first.get_by_label("A word")).to_have_value("typed on 1")
    await first.get_by_role("button", name="Done").click()
    await expect(first).to_have_count(0)
