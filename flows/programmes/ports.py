"""What the use cases of programmes need of the store, as protocols."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from flows.people import Person
from flows.privacy import Bond
from flows.programmes.agreement import Agreement
from flows.programmes.enrolment import Enrolment
from flows.programmes.occasion import Occasion
from flows.programmes.programme import Programme
from flows.programmes.share import Accompanied, Reading, Share, Why
from flows.programmes.tie import Tie


class Managers(Protocol):
    """Who may set up programmes."""

    async def is_manager(self, person: Person) -> bool:
        """Whether somebody may now."""
        ...

    async def anybody(self, workspace: str) -> bool:
        """Whether there is anybody who may."""
        ...

    async def all(self, workspace: str) -> Sequence[Person]:
        """Everybody who may now, in the order they were named."""
        ...

    async def name(self, grant: str, person: Person, granted_by: str, at: datetime) -> None:
        """Let somebody set up programmes; nothing happens where they may already."""
        ...

    async def end(self, person: Person, at: datetime) -> None:
        """From now on they may not, and manage none."""
        ...


class Programmes(Protocol):
    """Programmes with their managers."""

    async def get(self, workspace: str, programme: str) -> Programme:
        """One of this workspace. Raises NotAvailable otherwise."""
        ...

    async def managed_by(self, person: Person) -> Sequence[Programme]:
        """Those of one manager, the newest first."""
        ...

    async def running(self, workspace: str) -> Sequence[Programme]:
        """Those of a workspace that are not over, the newest first."""
        ...

    async def over_by(self, day: date, limit: int) -> Sequence[Programme]:
        """Those whose last day was before this one and that were not ended yet, of every workspace."""
        ...

    async def add(self, programme: Programme) -> None:
        """Store a new one."""
        ...

    async def save(self, programme: Programme) -> None:
        """Store it as it is now. Raises Conflict when somebody else has meanwhile."""
        ...


class Enrolments(Protocol):
    """Who takes part in what."""

    async def get(self, workspace: str, enrolment: str, *, hold: bool = False) -> Enrolment:
        """One of this workspace, held until this unit of work ends where it is to change. Raises NotAvailable."""
        ...

    async def of_leader(self, leader: Person) -> Sequence[Enrolment]:
        """All of one leader, the newest first."""
        ...

    async def of_programme(self, programme: Programme, *, hold: bool = False) -> Sequence[Enrolment]:
        """All of one programme, in the order they were made; held as above."""
        ...

    async def taking_part(self, workspace: str) -> Collection[tuple[str, str]]:
        """Every leader whose enrolment goes on, by Slack id, each with the id of the programme."""
        ...

    async def add(self, enrolments: Sequence[Enrolment]) -> None:
        """Store new ones. Raises Conflict where a leader is in the programme already."""
        ...

    async def save(self, enrolments: Sequence[Enrolment]) -> None:
        """Store them as they are now, which were held when they were looked at."""
        ...


class Ties(Protocol):
    """Who accompanies whom."""

    async def get(self, workspace: str, tie: str, *, hold: bool = False) -> Tie:
        """One of this workspace, held until this unit of work ends where something is shown by it.

        Raises NotAvailable otherwise.
        """
        ...

    async def of_leader(self, leader: Person, *, hold: bool = False) -> Sequence[Tie]:
        """All of one leader, also those that ended, the oldest first; held as above."""
        ...

    async def of_person(self, person: Person) -> Sequence[Tie]:
        """All in which somebody accompanies others, also those that ended, the oldest first."""
        ...

    async def of_enrolments(self, workspace: str, enrolments: Collection[str]) -> Sequence[Tie]:
        """All of these enrolments, also those that ended, the oldest first."""
        ...

    async def bonds(self, leader: Person, person: Person) -> Sequence[Bond]:
        """What ties one to the other, as far as it decides what they may do."""
        ...

    async def add(self, ties: Sequence[Tie]) -> None:
        """Store new ones."""
        ...

    async def prolong(self, workspace: str, tie: str, until: date | None) -> None:
        """Move the last day of somebody from outside; None for somebody who is not from outside any more."""
        ...

    async def hand_over(self, workspace: str, tie: str, what: str) -> None:
        """Note what the leader chose to hand over to somebody who is new."""
        ...

    async def end(self, ties: Collection[str], at: datetime) -> None:
        """They are over, and with them everything that was shown because of them."""
        ...


class Agreements(Protocol):
    """What the two of a tie agreed on."""

    async def of(self, ties: Collection[str]) -> Sequence[Agreement]:
        """All versions of these ties, the oldest first."""
        ...

    async def hold(self, ties: Collection[str]) -> Sequence[Agreement]:
        """The same, held until this unit of work ends, so that the two of a tie change it one after the other."""
        ...

    async def add(self, agreement: Agreement) -> None:
        """Store a new version. Raises Conflict when somebody else has meanwhile."""
        ...

    async def add_all(self, agreements: Sequence[Agreement]) -> None:
        """Store many new versions. Raises Conflict when somebody else has one of them meanwhile."""
        ...

    async def save(self, agreement: Agreement) -> None:
        """Store what was said yes to, or taken out."""
        ...


class Shares(Protocol):
    """What is shown to whom, and who has opened it."""

    async def of_conversation(self, owner: Person, conversation: str) -> Sequence[Share]:
        """Everything of one conversation that was shown to anybody, the oldest first."""
        ...

    async def shown(self, owner: Person, viewer: Person) -> Sequence[Share]:
        """Everything of one person that was shown to another, the oldest first."""
        ...

    async def standing(self, workspace: str, ties: Collection[str]) -> Sequence[Share]:
        """Everything that is shown because of these ties now, or will be."""
        ...

    async def get(self, viewer: Person, share: str) -> Share:
        """One that is shown to this person, held so that it cannot end before this unit of work does.

        Raises NotAvailable otherwise.
        """
        ...

    async def readable(self, owner: Person, conversations: Collection[str]) -> Mapping[str, frozenset[str]]:
        """The steps of each of these conversations that can be read: answered, not hidden, and not set aside.

        None of a conversation that is open, or was opened again.
        """
        ...

    async def accompanied(self, person: Person) -> Sequence[Accompanied]:
        """Whom somebody accompanies in programmes that have begun for them, in whatever role, the oldest tie first."""
        ...

    async def add(self, shares: Sequence[Share]) -> None:
        """Show something. What is shown already stays as it is."""
        ...

    async def show_at_once(self, shares: Collection[str], at: datetime) -> None:
        """Do not wait for the hour."""
        ...

    async def hold(self, owner: Person, conversation: str, until: datetime) -> None:
        """Show what stands of a conversation only from then on."""
        ...

    async def end(self, shares: Collection[str], why: Why, at: datetime) -> None:
        """Show it no more."""
        ...

    async def note_reading(self, reading: Reading) -> None:
        """Write down that somebody opened something. Raises NotSaved when it cannot be: then nothing is shown."""
        ...

    async def readings(self, owner: Person, conversation: str) -> Sequence[Reading]:
        """Who opened what of a conversation, the oldest first."""
        ...


class Occasions(Protocol):
    """What is to be done at a moment, once."""

    async def plan(self, occasions: Sequence[Occasion]) -> None:
        """Note what is to be done. What has its key already stays as it is."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[Occasion]:
        """What is due and not done, the oldest first, held until this unit of work ends."""
        ...

    async def done(self, occasion: Occasion, at: datetime) -> None:
        """It was done, or need not be done any more."""
        ...

    async def put_off(self, occasion: Occasion, until: datetime) -> None:
        """It is due later than was thought."""
        ...

    async def drop(self, workspace: str, about: Collection[str], at: datetime) -> None:
        """Nothing about these need be done any more."""
        ...
