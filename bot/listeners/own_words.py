"""A person opens what they wrote, and changes or deletes it."""

from collections.abc import Awaitable
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids, window_payloads
from bot.listeners.windows import put_up, redraw
from bot.reception import Reception
from bot.views.edit import edit_modal, problem_text
from bot.views.fields import block_of, written_in
from bot.views.own_words import own_words_modal
from flows.conversation.checks import Problem
from flows.conversation.encounter import Effect, first_time
from flows.conversation.presses import denied
from flows.conversation.reviewing import Which, change_answer, delete_answer, read_change, review
from flows.conversation.showing import own_words, recalled
from flows.conversation.written import Written
from flows.errors import NotAvailable, NotSaved, Unreadable

_Found = TypeVar("_Found")


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners that open a window on a person's own words, and those in it."""
    _register_reading(app, reception)
    _register_changes(app, reception)

    @app.view(ids.EDIT_MODAL)
    async def sent_off(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await _changed(reception, window_payloads.submitted(body)))


def _register_reading(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.SHOW_WORDS)
    @app.action(ids.OPEN_ENTRY)
    async def open_entry(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        await _open(reception, at, ids.Pointer.about_of(at.value))
        await ack()

    @app.action(ids.SHOW_RECALLED)
    async def show_recalled(ack: AsyncAck, body: dict[str, Any]) -> None:
        at = window_payloads.pressed_in_window(body)
        pointer = ids.Pointer.unpacked(at.value) or ids.Pointer("")
        who = at.inbound
        try:
            earlier = await recalled(reception.desk, who.workspace, who.slack_id, pointer.about, pointer.choice)
        except NotAvailable:
            earlier = ""
        await _open(reception, at, earlier)
        await ack()

    @app.action(ids.pattern(ids.WORDS_PAGE))
    async def turn_page(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _turn(reception, window_payloads.pressed_in_window(body))
        await ack()


def _register_changes(app: AsyncApp, reception: Reception) -> None:
    @app.action(ids.EDIT_ANSWER)
    async def edit(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _edit(reception, window_payloads.pressed_in_window(body))
        await ack()

    @app.action(ids.DELETE_ANSWER)
    async def delete(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _delete(reception, window_payloads.pressed_in_window(body))
        await ack()


async def _open(reception: Reception, at: window_payloads.InWindow, conversation: str) -> None:
    who = at.inbound
    asked = own_words(reception.desk, who.workspace, who.slack_id, conversation)
    if (found := await _to_show(reception, at, asked)) is not None:
        own, language = found
        view = own_words_modal(own, reception.words(language), on_top=at.is_modal)
        await put_up(reception, who, at.trigger_id, view, on_top=at.is_modal)


async def _turn(reception: Reception, at: window_payloads.InWindow) -> None:
    who, pointer = at.inbound, ids.Pointer.unpacked(at.value) or ids.Pointer("")
    asked = own_words(reception.desk, who.workspace, who.slack_id, pointer.about)
    if (found := await _to_show(reception, at, asked)) is not None:
        own, language = found
        view = own_words_modal(own, reception.words(language), pointer.turn, on_top=at.view_id != at.root)
        await redraw(reception, who, at.view_id, view, at.hash)


async def _edit(reception: Reception, at: window_payloads.InWindow) -> None:
    who = at.inbound
    asked = review(reception.desk, who.workspace, who.slack_id, _which(at.value))
    if (found := await _to_show(reception, at, asked)) is not None:
        view = edit_modal(found.own, found.answer, reception.words(found.language))
        await put_up(reception, who, at.trigger_id, view, on_top=at.is_modal)


async def _to_show(reception: Reception, at: window_payloads.InWindow, asked: Awaitable[_Found]) -> _Found | None:
    """What was asked for; None, having said so, where it is not theirs, and for a repeat.

    The trigger of a repeat is used up, and its window stands as it was wanted.
    """
    try:
        found = await asked
    except NotAvailable:
        await denied(reception.desk, await reception.acquaint(at.inbound), ids.Pointer.about_of(at.value))
        return None
    return found if await first_time(reception.desk, at.inbound) else None


async def _delete(reception: Reception, at: window_payloads.InWindow) -> None:
    which = _which(at.value)
    effect = await delete_answer(reception.desk, await reception.acquaint(at.inbound), which)
    await _redraw_entry(reception, at, which, at.view_id, changed=effect is Effect.CHANGED)


async def _changed(reception: Reception, at: window_payloads.InWindow) -> dict[str, Any]:
    """Take a changed answer; what to acknowledge it with. The window stays open until it is saved."""
    which = _which(at.about)
    written = written_in(at.values).get(which.step, ())
    words = reception.words_for(at.inbound.sender)
    try:
        found = await review(reception.desk, at.inbound.workspace, at.inbound.slack_id, which)
        words = reception.words(found.language)
        value = read_change(found.answer.step, written)
        if isinstance(value, Problem):
            return _under_field(which, problem_text(value, found.answer.step, words))
        effect = await change_answer(reception.desk, at.inbound, which, value)
    except NotAvailable:
        who = await reception.acquaint(at.inbound)
        if not who.may_take_part:
            await denied(reception.desk, who, which.conversation)  # says who may take part
        return _under_field(which, words("edit.gone"))
    except (NotSaved, Unreadable):
        return _under_field(which, words("edit.not_saved"))
    if effect is Effect.CHANGED:
        await _redraw_entry(reception, at, which, at.below)
        return {}
    return await _meanwhile(reception, at, which, written)


async def _meanwhile(
    reception: Reception, at: window_payloads.InWindow, which: Which, written: Written
) -> dict[str, Any]:
    """The answer was changed elsewhere: show how it reads now, with what was written here in the field."""
    try:
        found = await review(reception.desk, at.inbound.workspace, at.inbound.slack_id, which)
    except NotAvailable:
        words = reception.words_for(at.inbound.sender)
        return _under_field(which, words("edit.gone"))
    view = edit_modal(found.own, found.answer, reception.words(found.language), mine=written)
    return {"response_action": "update", "view": view}


async def _redraw_entry(
    reception: Reception, at: window_payloads.InWindow, which: Which, view_id: str, *, changed: bool = True
) -> None:
    """Show the entry as it is now: in its own window after a deletion, in the one below after a change.

    Nothing can be typed there, so nothing is lost if somebody else has redrawn it meanwhile.
    """
    who = at.inbound
    try:
        own, language = await own_words(reception.desk, who.workspace, who.slack_id, which.conversation)
    except NotAvailable:
        return
    words = reception.words(language)
    done = words("words.deleted") if view_id == at.view_id else words("words.saved")
    view = own_words_modal(own, words, note=done if changed else "", on_top=view_id != at.root)
    await redraw(reception, who, view_id, view)


def _which(pointed: str) -> Which:
    pointer = ids.Pointer.unpacked(pointed) or ids.Pointer("")
    return Which(pointer.about, pointer.choice, pointer.turn)


def _under_field(which: Which, text: str) -> dict[str, Any]:
    return {"response_action": "errors", "errors": {block_of(which.step): text}}
