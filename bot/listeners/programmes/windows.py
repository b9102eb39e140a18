"""What the windows about programmes have in common: what they show, and how one takes the place of another."""

from collections.abc import Awaitable, Sequence
from dataclasses import replace
from typing import TypedDict, TypeVar

from slack_sdk.models.views import View

from bot import ids
from bot.listeners.windows import put_up, redraw
from bot.payloads import Payload
from bot.reception import Reception
from bot.views.programmes.inside import programme_modal
from bot.views.programmes.listed import gone_modal
from bot.views.programmes.preview import preview_modal
from bot.window_payloads import InWindow, pressed_in_window, submitted
from flows.conversation.encounter import Effect, first_time
from flows.conversation.presses import denied
from flows.conversation.script import Script
from flows.errors import NotAvailable
from flows.managing.looking import inside
from flows.managing.previewing import preview
from flows.managing.window_sights import Inside
from flows.privacy import Action
from flows.programmes.cohort import Note
from flows.words import Words

_Found = TypeVar("_Found")


class Answer(TypedDict, total=False):
    """What a window that was sent off is acknowledged with; nothing to close it."""

    response_action: str
    view: View
    errors: dict[str, str]


def scripts_in(reception: Reception, language: str) -> Sequence[Script]:
    """What can be practised, in the order it is offered."""
    return reception.desk.library.in_language(language)


async def programme_window(reception: Reception, at: InWindow, programme: str, page: int = 0, note: str = "") -> View:
    """One programme as it is now. `note` names what was just done. Raises NotAvailable."""
    found = await inside(reception.desk, at.inbound, programme, page)
    words = reception.words(found.language)
    said = words(f"programme.done.{note}") if note else ""
    return programme_modal(found, scripts_in(reception, found.language), words, said)


async def preview_window(
    reception: Reception,
    at: InWindow,
    programme: str,
    page: int = 0,
    notes: Sequence[Note] = (),
    *,
    changed: bool = False,
) -> View:
    """What would be sent if a programme began now. Raises NotAvailable."""
    found = await preview(reception.desk, at.inbound, programme, page)
    return preview_modal(found, reception.words(found.language), reception.words, notes, changed=changed)


async def pressed(reception: Reception, body: Payload) -> InWindow:
    """A press by somebody Cairn knows, or may get to know."""
    at = pressed_in_window(body)
    return replace(at, inbound=await reception.acquaint(at.inbound))


async def sent_off(reception: Reception, body: Payload) -> InWindow:
    """A window sent off by somebody Cairn knows, or may get to know."""
    at = submitted(body)
    return replace(at, inbound=await reception.acquaint(at.inbound))


async def to_show(reception: Reception, at: InWindow, asked: Awaitable[_Found]) -> _Found | None:
    """What was asked for; None, having said so, where it is not theirs, and for a repeat."""
    try:
        found = await asked
    except NotAvailable:
        await deny(reception, at, ids.Pointer.about_of(at.value))
        return None
    return found if await first_time(reception.desk, at.inbound) else None


async def deny(reception: Reception, at: InWindow, about: str) -> None:
    """Say that there is nothing here, in the direct message and in the window, and write down who asked."""
    await denied(reception.desk, at.inbound, about)
    if at.is_modal:
        await redraw(reception, at.inbound, at.view_id, gone_modal(words_of(reception, at)))


def open_for(reception: Reception, at: InWindow, action: Action) -> Awaitable[Inside]:
    """The programme that a button points at, for one who may do this with it."""
    return inside(reception.desk, at.inbound, ids.Pointer.about_of(at.value), action=action)


async def show(reception: Reception, at: InWindow, view: View) -> None:
    """Open a window: over the one in which somebody pressed, or by itself."""
    await put_up(reception, at.inbound, at.trigger_id, view, on_top=at.is_modal)


def words_of(reception: Reception, at: InWindow) -> Words:
    """The words for somebody whose language is not looked up again."""
    return reception.words_for(at.inbound.sender)


def instead(view: View) -> Answer:
    """Let this window take the place of the one sent off."""
    return {"response_action": "update", "view": view}


def under(errors: dict[str, str]) -> Answer:
    """Leave the window as it is, and say this under its fields."""
    return {"response_action": "errors", "errors": errors}


def gone(reception: Reception, at: InWindow) -> Answer:
    """There is nothing here any more: said under the first field, so that what was typed can be copied."""
    fields = list(at.values)
    words = words_of(reception, at)
    return under({fields[0]: words("gone.engagement")}) if fields else instead(gone_modal(words))


async def not_theirs(reception: Reception, at: InWindow, about: str) -> Answer:
    """The same where nobody has been told yet, and nothing is written down."""
    await denied(reception.desk, at.inbound, about)
    return gone(reception, at)


def is_refused(effect: Effect) -> bool:
    """Whether nothing was done, because they may not."""
    return effect in {Effect.NOT_AVAILABLE, Effect.REFUSED}


async def below(reception: Reception, at: InWindow, view: View) -> None:
    """Redraw the window that this one covers, if there is one."""
    if at.below:
        await redraw(reception, at.inbound, at.below, view)


async def instead_or_below(reception: Reception, at: InWindow, view: View) -> Answer:
    """Close the window and show this in the one below; where there is none, in its place."""
    if not at.below:
        return instead(view)
    await below(reception, at, view)
    return {}
