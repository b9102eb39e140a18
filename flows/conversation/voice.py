"""Queue what is to be said. Nothing is drawn here: a delivery only names what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.conversation.checks import Problem
from flows.conversation.kept import HeldReply
from flows.conversation.message_ports import Outbox
from flows.conversation.state import Conversation, Place
from flows.delivery import Deed, Delivery, DeliveryState, Subject
from flows.people import Person
from flows.ports import Ids


def burst_key(burst: str) -> str:
    """The key of the one message about answers that were deleted together."""
    return f"deletion:{burst}"


def confirm_key(held: str) -> str:
    """The key of the one message that asks whether a held reply is an answer."""
    return f"confirm:{held}"


def cause_of(post: Delivery) -> str:
    """The inbound key of what led to this post about a conversation."""
    return post.key.removeprefix(_about_key(post.subject, post.conversation, post.turn))


def _about_key(subject: Subject, conversation: str | None, turn: int | None) -> str:
    return f"{subject}:{conversation}:{turn}:"


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks to one person because of one cause (an inbound key), so that nothing is queued twice for it."""

    outbox: Outbox
    ids: Ids
    person: Person
    cause: str
    now: datetime

    async def ask(self, conversation: Conversation, problem: Problem | None = None) -> None:
        """Ask the question the conversation stands at; with a problem, once more, saying why."""
        details = {"problem": problem.value} if problem else {}
        await self._about(Subject.QUESTION, conversation, details)

    async def receipt(self, conversation: Conversation) -> None:
        """Say that it is over and who can see what was said."""
        await self._about(Subject.RECEIPT, conversation, {})

    async def confirm(self, held: HeldReply, candidates: Sequence[Conversation], place: Place) -> None:
        """Ask "Is this your answer?", and to which of the open questions."""
        turns = {each.id: str(each.turn) for each in candidates}
        delivery = self._post(Subject.CONFIRM, confirm_key(held.id), place)
        await self.outbox.add(replace(delivery, details={"held": held.id, **turns}))

    async def notice(self, word: str, place: Place) -> None:
        """Say one thing from the word files. Nobody can look up later what those speak of whom nothing is kept."""
        delivery = self._post(Subject.NOTICE, f"notice:{word}:{self.cause}", place)
        language = {} if self.person.id else {"language": self.person.language}
        await self.outbox.add(replace(delivery, details={"word": word, **language}))

    async def deletion(self, burst: str, place: Place) -> None:
        """Say that answers were hidden because their messages were deleted, and offer them back."""
        delivery = self._post(Subject.DELETION, burst_key(burst), place)
        await self.outbox.add(replace(delivery, details={"burst": burst}))

    async def again(self, lost: Delivery) -> None:
        """Say once more what may never have arrived."""
        fresh = self._post(lost.subject, f"again:{lost.id}", Place(lost.channel, lost.thread))
        about = replace(fresh, conversation=lost.conversation, turn=lost.turn, step=lost.step, details=lost.details)
        await self.outbox.add(about)

    async def redraw(self, earlier: Delivery) -> None:
        """Bring an earlier message up to date with what is true when it is drawn.

        Where it stands is taken along when it is known by now; it never moves.
        """
        key = f"redraw:{earlier.id}:{self.cause}"
        redrawn = replace(earlier, id=self.ids.new(), key=key, deed=Deed.REDRAW, redraws=earlier.id, due_at=self.now)
        await self.outbox.add(replace(redrawn, state=DeliveryState.DUE, attempts=0))

    async def home(self) -> None:
        """Put up the Home tab as it stands when that is done; once is enough, however much has changed by then."""
        if not await self.outbox.waits(self.person, Deed.HOME):
            await self.outbox.add(replace(self._post(Subject.HOME, f"home:{self.cause}", Place()), deed=Deed.HOME))

    async def journal(self) -> None:
        """Bring the whole journal as a file; once is enough while one is still to be made."""
        if not await self.outbox.waits(self.person, Deed.FILE):
            place = Place(self.person.dm_channel)
            await self.outbox.add(replace(self._post(Subject.JOURNAL, f"journal:{self.cause}", place), deed=Deed.FILE))

    async def tick(self, place: Place, ts: str) -> None:
        """Put the recorded mark on what the person typed."""
        key = f"tick:{place.channel}:{ts}"
        tick = Delivery(self.ids.new(), self.person.workspace, self.person.id, key, Deed.TICK, Subject.NOTICE, self.now)
        await self.outbox.add(replace(tick, channel=place.channel, ts=ts))

    async def _about(self, subject: Subject, conversation: Conversation, details: Mapping[str, str]) -> None:
        key = _about_key(subject, conversation.id, conversation.turn) + self.cause
        delivery = self._post(subject, key, conversation.place)
        about = replace(delivery, conversation=conversation.id, turn=conversation.turn, step=conversation.at)
        await self.outbox.add(replace(about, details=details))

    def _post(self, subject: Subject, key: str, place: Place) -> Delivery:
        post = Delivery(self.ids.new(), self.person.workspace, self.person.id, key, Deed.POST, subject, self.now)
        return replace(post, channel=place.channel, thread=place.thread)
