"""A person presses something in a message."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids, payloads
from bot.reception import Reception
from flows.conversation.confirming import say_no, say_yes
from flows.conversation.deleting import delete_now, hide, keep, put_back
from flows.conversation.presses import Press, denied, pressed, say, start_pressed


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners for buttons and pickers."""
    _register_questions(app, reception)
    _register_confirmations(app, reception)
    _register_deletions(app, reception)
    _register_pages(app, reception)


_ABOUT_DELETIONS = {"put_back": put_back, "delete_now": delete_now, "keep": keep, "hide": hide}


def _register_deletions(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.pattern(ids.DELETION))
    async def deletion(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        decide = _ABOUT_DELETIONS.get(at.action_id.partition(":")[2])
        inbound = await reception.acquaint(at.inbound)
        if decide is None:
            await say(reception.desk, inbound, "old_button")
        else:
            await decide(reception.desk, inbound, ids.Pointer.about_of(at.value))
        await ack()


def _register_questions(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.pattern(ids.QUESTION))
    async def question(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _take(reception, body, payloads.question_press(body))
        await ack()

    @app.action(ids.PICK)
    async def pick(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _take(reception, body, payloads.picked(body))
        await ack()

    @app.action(ids.PICKS)
    async def picks(ack: AsyncAck) -> None:
        await ack()  # what is ticked counts when Done is pressed


def _register_confirmations(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.pattern(ids.CONFIRM_YES))
    async def yes(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        pointer = ids.Pointer.unpacked(at.value)
        inbound = await reception.acquaint(at.inbound)
        if pointer is None:
            await denied(reception.desk, inbound, "")
        else:
            await say_yes(reception.desk, inbound, pointer.choice, pointer.about, pointer.turn)
        await ack()

    @app.action(ids.CONFIRM_NO)
    async def no(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        pointer = ids.Pointer.unpacked(at.value)
        inbound = await reception.acquaint(at.inbound)
        if pointer is None:
            await denied(reception.desk, inbound, "")
        else:
            await say_no(reception.desk, inbound, pointer.about)
        await ack()


def _register_pages(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.pattern(ids.START))
    async def start(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = payloads.pointed(body)
        script = at.action_id.partition(":")[2]
        await start_pressed(reception.desk, await reception.acquaint(at.inbound), script)
        await ack()

    @app.action(ids.HELP)
    async def help_wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        await say(reception.desk, await reception.acquaint(payloads.pointed(body).inbound), "help")
        await ack()

    @app.action(ids.PRIVACY)
    async def privacy_wanted(ack: AsyncAck, body: dict[str, Any]) -> None:
        await say(reception.desk, await reception.acquaint(payloads.pointed(body).inbound), "privacy")
        await ack()


async def _take(reception: Reception, body: dict[str, Any], press: Press | None) -> None:
    inbound = await reception.acquaint(payloads.pointed(body).inbound)
    if press is None:
        await say(reception.desk, inbound, "old_button")
    else:
        await pressed(reception.desk, inbound, press)
