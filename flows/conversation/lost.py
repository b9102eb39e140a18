"""What may never have arrived: said again when somebody is there to hear it, as far as it still matters."""

from flows.conversation.ports import UnitOfWork
from flows.conversation.state import Place
from flows.conversation.voice import Voice
from flows.delivery import Deed, Delivery, Subject
from flows.errors import NotAvailable
from flows.people import Person

_MATTERS = frozenset(
    {
        Subject.RECEIPT,
        Subject.DELETION,
        Subject.WELCOME,
        Subject.COACH_WELCOME,
        Subject.NEW_COACH,
        Subject.PROPOSAL,
        Subject.FAREWELL,
    }
)
"""Messages that somebody must have read, however late."""


async def make_good(work: UnitOfWork, person: Person, voice: Voice) -> None:
    """Say again to somebody what may never have arrived, or that it may not have."""
    for lost in await work.outbox.unconfirmed(person):
        place = Place(lost.channel or person.dm_channel, lost.thread)
        if lost.deed is Deed.FILE:
            await _in_doubt(work, person, voice, Place(place.channel))
        elif lost.subject is Subject.NOTICE:
            await _admit(voice, lost, place)
        elif await _still_matters(work, person, lost):
            await voice.again(lost)
        await work.outbox.give_up(lost)


async def _still_matters(work: UnitOfWork, person: Person, lost: Delivery) -> bool:
    """Whether a post that may never have arrived should be said again. Passing remarks should not."""
    match lost.subject:
        case Subject.QUESTION:
            return await _leads_on(work, person, lost)
        case Subject.CONFIRM:
            return await is_held(work, person, lost.details["held"])
        case _:
            return lost.subject in _MATTERS


async def _in_doubt(work: UnitOfWork, person: Person, voice: Voice, place: Place) -> None:
    """Say that a file may not have arrived, unless another one is on its way: nobody wants it twice unasked."""
    if not await work.outbox.waits(person, Deed.FILE):
        await voice.notice("file_unsure", place)


async def _admit(voice: Voice, lost: Delivery, place: Place) -> None:
    """Say what somebody must know who may believe that their words were kept; other remarks are not said later."""
    if lost.details.get("word") == "not_understood":
        await voice.notice("was_not_saved", place)


async def _leads_on(work: UnitOfWork, person: Person, question: Delivery) -> bool:
    """Whether a question is the newest of a conversation that is not over: it asks what is open, or leads to the form.

    Who goes on in a form is sent no other message, and would have none to come back from.
    """
    about = question.conversation or ""
    conversation = await work.conversations.get(person, about)
    newest = await work.outbox.last_question(person, about)
    return newest is not None and newest.id == question.id and not conversation.is_over


async def is_held(work: UnitOfWork, person: Person, reply: str) -> bool:
    """Whether a typed reply of this person still waits for a yes or no."""
    try:
        await work.held.get(person, reply)
    except NotAvailable:
        return False
    return True
