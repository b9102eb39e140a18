"""Who may see what, said once more in the plainest way, for random stories: nothing here is taken from the product.

A leader with people around them: whoever accompanies them, what was written, and to whom each of it is shown.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass
class Bond:
    """Somebody accompanies the leader. It ends once, and never begins again."""

    person: str
    sponsors: bool
    since: datetime
    part: int  # which time the leader takes part
    last_day: date | None = None
    ended: datetime | None = None
    leader_agreed: bool = False
    other_agreed: bool = False
    want: set[str] = field(default_factory=set)  # who of the two wants it to be shown by itself
    asked: bool = False  # what to hand over was answered

    def holds(self, now: datetime) -> bool:
        return self.ended is None and (self.last_day is None or now.date() <= self.last_day)

    def reads(self, now: datetime) -> bool:
        return self.holds(now) and (self.sponsors or self.agreed)

    @property
    def agreed(self) -> bool:
        return self.leader_agreed and self.other_agreed

    @property
    def by_itself(self) -> bool:
        return self.want == {"leader", "other"}


@dataclass
class Shown:
    """An entry is shown to somebody because of a bond."""

    bond: Bond
    since: datetime
    ended: datetime | None = None
    by_end: bool = False  # it ended because the bond did


@dataclass
class Model:
    """How everything stands."""

    now: datetime
    bonds: list[Bond] = field(default_factory=list)
    entries: list[list[Shown]] = field(default_factory=list)
    part: int = 0
    takes_part: bool = False
    gone: set[str] = field(default_factory=set)  # those whom Slack took away
    guests: set[str] = field(default_factory=set)  # and those whom it made guests

    def held(self) -> list[Bond]:
        """Who accompanies the leader now."""
        return [each for each in self.bonds if each.holds(self.now)]

    def is_here(self, bond: Bond) -> bool:
        """Whether they can do by it what it lets them do: guests only until a last day."""
        return bond.person not in self.gone and (bond.person not in self.guests or bond.last_day is not None)

    def may_read(self, shown: Shown) -> bool:
        """Whether the one to whom it was shown may open it now."""
        return (
            self.is_here(shown.bond) and shown.bond.reads(self.now) and shown.ended is None and shown.since <= self.now
        )

    def readable(self, bond: Bond) -> set[int]:
        """The entries that somebody finds in their list."""
        return {
            place
            for place, shows in enumerate(self.entries)
            if any(each.bond is bond and self.may_read(each) for each in shows)
        }

    def writes(self) -> None:
        """The leader finishes an entry, and it goes where it goes by itself."""
        goes_to = [each for each in self.held() if not each.sponsors and each.agreed and each.by_itself]
        self.entries.append([Shown(each, self.now + HOUR) for each in goes_to])

    def may_share(self, bond: Bond) -> bool:
        return bond.reads(self.now) and self.takes_part

    def shares(self, place: int, bond: Bond) -> None:
        standing = [each for each in self.entries[place] if each.bond is bond and each.ended is None]
        for each in standing:
            each.since = min(each.since, self.now)
        if not standing:
            self.entries[place].append(Shown(bond, self.now))

    def shares_now(self, place: int) -> None:
        for each in self.entries[place]:
            if each.ended is None:
                each.since = min(each.since, self.now)

    def takes_back(self, place: int) -> None:
        self._ends_shown([each for each in self.entries[place] if each.ended is None])

    def may_agree(self, bond: Bond, side: str) -> bool:
        here = side == "leader" or self.is_here(bond)
        return here and not bond.sponsors and bond.holds(self.now) and self.takes_part

    def agrees(self, bond: Bond, side: str, by_itself: bool) -> None:
        """One of them says yes; to show it by itself, both must want it; less counts at once.

        A leader who holds back, and does so no more, needs no second yes: the coach's stands, who was told of neither.
        When the coach wants less, that is what both have agreed on from then on.
        """
        if side == "leader":
            bond.leader_agreed = True
        else:
            bond.other_agreed = True
        if by_itself:
            bond.want.add(side)
        else:
            bond.want -= {side} if side == "leader" else {"leader", "other"}
            waits = [each for shows in self.entries for each in shows if each.bond is bond and each.since > self.now]
            self._ends_shown([each for each in waits if each.ended is None])

    def ends(self, bond: Bond) -> None:
        if bond.ended is not None:
            return
        bond.ended = self.now
        for shows in self.entries:
            for each in shows:
                if each.bond is bond and each.ended is None:
                    each.ended, each.by_end = self.now, True

    def leaves(self) -> None:
        self.takes_part = False
        for each in self.bonds:
            self.ends(each)

    def goes_away(self, person: str, *, as_guest: bool) -> None:
        """Slack takes them away or makes them a guest: what they had is over, also when they come back."""
        (self.guests if as_guest else self.gone).add(person)
        for each in self.bonds:
            if each.person == person and not self.is_here(each):
                self.ends(each)

    def comes_back(self, person: str) -> None:
        self.gone.discard(person)
        self.guests.discard(person)

    def may_be_named(self, person: str, last_day: date | None) -> bool:
        return person not in self.gone and (person not in self.guests or last_day is not None)

    def changes_coach(self, new: str, of: Collection[str], last_day: date | None) -> None:
        """Of these, only this one coaches from now on; a guest until that day."""
        until = last_day if new in self.guests else None
        held = [each for each in self.held() if each.person in of]
        for each in held:
            if each.person == new:
                each.last_day = until
            else:
                self.ends(each)
        if not any(each.person == new for each in held):
            self.bonds.append(Bond(new, False, self.now, self.part, until))

    def may_hand_over(self, bond: Bond) -> bool:
        return self.takes_part and bond.holds(self.now) and not bond.asked

    def hands_over(self, bond: Bond) -> None:
        """Everything that those before could see when they went, in the same programme."""
        bond.asked = True
        for shows in self.entries:
            if any(self._was_seen_before(each, bond) for each in shows):
                shows.append(Shown(bond, self.now))

    def _was_seen_before(self, shown: Shown, bond: Bond) -> bool:
        before = shown.bond
        went = before.ended is not None and before.ended <= bond.since and before.part == bond.part
        stood = shown.by_end and shown.ended is not None and shown.since <= shown.ended
        return went and stood and not before.sponsors

    def time_passes(self, by: timedelta) -> None:
        """With it, last days pass."""
        self.now += by
        for each in self.bonds:
            if each.ended is None and not each.holds(self.now):
                self.ends(each)

    def _ends_shown(self, some: list[Shown]) -> None:
        for each in some:
            each.ended = self.now
