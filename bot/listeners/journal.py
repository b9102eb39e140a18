"""A person pages through their journal, and looks for something in it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.views import View

from bot import ids, payloads
from bot.listeners.windows import put_up, redraw
from bot.reception import Reception
from bot.views.journal import journal_modal
from flows.conversation.encounter import Inbound, first_time
from flows.errors import NotSaved, Unreadable
from flows.journal.home import home_opened
from flows.journal.pages import Wanted, journal_page


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for the journal's window and for Home."""
    _register_window(app, reception)

    @app.event("app_home_opened")
    async def looked_at_home(body: dict[str, Any]) -> None:
        if inbound := payloads.home_opened(body):
            await home_opened(reception.desk, await reception.acquaint(inbound))


async def open_journal(reception: Reception, who: Inbound, trigger_id: str) -> bool:
    """Open the journal at its newest page. False when Slack was too slow for it."""
    view = await _page(reception, who, "", 0)
    if not await first_time(reception.desk, who):
        return True  # a repeat: its trigger is used up, and the window stands open
    return await put_up(reception, who, trigger_id, view)


def _register_window(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.OPEN_JOURNAL)
    async def opened(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pressed_in_window(body)
        await open_journal(reception, at.inbound, at.trigger_id)
        await ack()

    @app.action(ids.pattern(ids.JOURNAL_PAGE))
    async def turned(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pressed_in_window(body)
        page = int(at.value) if at.value.isascii() and at.value.isdecimal() and len(at.value) < 7 else 0
        await _redraw(reception, at, page)
        await ack()

    @app.action(ids.JOURNAL_SEARCH)
    async def looked_for(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _redraw(reception, payloads.pressed_in_window(body), 0)
        await ack()

    @app.view(ids.JOURNAL_MODAL)
    async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.submitted(body)
        try:
            view = await _page(reception, at.inbound, payloads.searched(at), 0)
        except (NotSaved, Unreadable):
            words = reception.words_for((at.inbound.workspace, at.inbound.slack_id))
            await ack(response_action="errors", errors={ids.JOURNAL_SEARCH: words("journal.out_of_reach")})
            return
        await ack(response_action="update", view=view)


async def _redraw(reception: Reception, at: payloads.InWindow, page: int) -> None:
    view = await _page(reception, at.inbound, payloads.searched(at), page)
    await redraw(reception, at.inbound, at.view_id, view, at.hash)


async def _page(reception: Reception, who: Inbound, asked: str, page: int) -> View:
    wanted = Wanted(who.workspace, who.slack_id, asked, page)
    found, language = await journal_page(reception.desk, reception.searches, wanted)
    return journal_modal(found, reception.words(language))
