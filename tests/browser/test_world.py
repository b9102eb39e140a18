"""The clock and the faults of the sandbox, moved from the page."""

import re

from playwright.async_api import Locator, Page, expect

from sandbox.clock import Clock
from tests.browser import MARKS
from tests.browser.conftest import Stage, type_and_send

pytestmark = MARKS
HOUR = 3600


async def opened(page: Page) -> Locator:
    await page.get_by_role("link", name="Clock and faults").click()
    world = page.get_by_role("complementary", name="Clock and faults")
    await expect(world.get_by_role("heading", name="Clock", exact=True)).to_be_visible()
    return world


def clock_of(stage: Stage) -> Clock:
    return stage.sandbox.clock


async def test_the_clock_stands_and_runs(page: Page, stage: Stage) -> None:
    world = await opened(page)
    await world.get_by_role("button", name="Stand still").click()
    await expect(world.get_by_text("It stands still.")).to_be_visible()
    assert not clock_of(stage).runs
    await world.get_by_role("button", name="Let it run").click()
    await expect(world.get_by_text("It runs.")).to_be_visible()
    assert clock_of(stage).runs


async def test_the_clock_steps(page: Page, stage: Stage) -> None:
    clock_of(stage).stand()
    world = await opened(page)
    began = clock_of(stage).now()
    shown = await world.locator("time").get_attribute("datetime")
    await world.get_by_role("button", name="+1 hour").click()
    await expect(world.locator("time")).not_to_have_attribute("datetime", shown or "")
    assert clock_of(stage).now() == began + HOUR
    await expect(world.get_by_role("button", name="+1 hour")).to_be_focused()
    day = await world.locator("time").get_attribute("datetime")
    await world.get_by_role("button", name="+1 day").click()
    await expect(world.locator("time")).not_to_have_attribute("datetime", day or "")
    assert clock_of(stage).now() == began + 25 * HOUR


async def test_next_monday_comes_where_one_is(page: Page, stage: Stage) -> None:
    await page.goto(stage.address("Chloe"))
    world = await opened(page)
    await world.get_by_role("button", name="Next Monday 09:00").click()
    await expect(world.locator("time")).to_have_text("09:00")
    await expect(world.get_by_text(re.compile(r"Monday, \d+ \w+ \d{4}"))).to_be_visible()
    await expect(page.get_by_role("button", name="Acting as Chloe Tan")).to_contain_text("09:00 in Singapore")
    await type_and_send(page, "good morning")
    await expect(page.get_by_text("You said: good morning")).to_be_visible()
    assert stage.sandbox.clock.now() % (24 * HOUR) < HOUR * 1.5  # nine o'clock there is one in the night in UTC


async def test_a_planned_fault_meets_the_next_call(page: Page, stage: Stage) -> None:
    world = await opened(page)
    card = world.locator("#call-trouble")
    await card.get_by_label("What goes wrong").select_option("Refused: internal_error")
    await card.get_by_label("With which call").select_option("chat.postMessage")
    await card.get_by_label("Times").fill("2")
    await card.get_by_role("button", name="Plan it for calls").click()
    await expect(world.get_by_text("The next chat.postMessage: Refused: internal_error")).to_be_visible()
    await expect(world.get_by_text("2 times")).to_be_visible()
    await type_and_send(page, "hello")
    await expect(page.get_by_text("Cairn did not respond (http_error).")).to_be_visible()
    await expect(world.get_by_text("2 times")).to_be_hidden()
    assert stage.sandbox.calls[-1].fault == "slack_error"


async def test_a_planned_fault_meets_the_next_event(page: Page, stage: Stage) -> None:
    world = await opened(page)
    card = world.locator("#delivery-trouble")
    await card.get_by_label("With what").select_option("event")
    await card.get_by_role("button", name="Plan it for what is sent").click()
    await expect(world.get_by_text("The next event: It comes twice")).to_be_visible()
    await type_and_send(page, "hello")
    await expect(page.get_by_text("You said: hello")).to_have_count(2)
    await expect(world.get_by_role("heading", name="Planned")).to_be_hidden()
    assert [event["text"] for event in stage.bot.heard] == ["hello", "hello"]


async def test_everything_can_go_well_again(page: Page, stage: Stage) -> None:
    world = await opened(page)
    await world.get_by_role("button", name="Plan it for calls").click()
    await world.get_by_role("button", name="Plan it for what is sent").click()
    await expect(world.get_by_role("listitem")).to_have_count(2)
    await world.get_by_role("button", name="Let everything go well").click()
    await expect(world.get_by_role("heading", name="Planned")).to_be_hidden()
    assert stage.sandbox.faults.planned() == []
    assert stage.sandbox.mishaps.planned() == []


async def test_the_panel_closes_as_it_opened(page: Page) -> None:
    world = await opened(page)
    await page.get_by_role("link", name="Wire log").click()
    await expect(page.get_by_role("complementary", name="Wire log")).to_be_visible()
    await expect(world).to_be_hidden()
    await page.get_by_role("link", name="Close the wire log").click()
    await expect(page.get_by_role("complementary")).to_have_count(0)
