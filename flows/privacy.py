"""Who may do what with what belongs to somebody else: one table, and the only place that decides it.

Every use case that touches another person's things, or uses a right that somebody was given, asks here first. What is
not in the table is forbidden. A refusal says the same whether the thing exists or not.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from flows.errors import NotAvailable
from flows.people import Standing
from flows.roles import COACHING, Role


class Relation(StrEnum):
    """What somebody is to the owner of a thing, or to a programme. A person may be several of these at once."""

    SELF = "self"  # it is theirs: their entry, their enrolment, their side of an agreement
    COACH = "coach"  # coach or mentor, and the agreement is in force
    COACH_TO_BE = "coach_to_be"  # coach or mentor, and there is no agreement yet
    FORMER_COACH = "former_coach"  # was one
    SPONSOR = "sponsor"
    LINE_MANAGER = "line_manager"
    MANAGER = "manager"  # manages this programme
    OTHER_MANAGER = "other_manager"  # may set up programmes, and has nothing to do with this one
    OWNER = "owner"  # owner of the Slack workspace
    COLLEAGUE = "colleague"  # a full member of the workspace
    GUEST = "guest"
    OUTSIDER = "outsider"  # of another workspace, through a shared channel
    BOT = "bot"
    GONE = "gone"  # deactivated, also when they come back with less than they had


class State(StrEnum):
    """How a thing stands towards the one who asks."""

    PRIVATE = "private"  # never shared with them
    ANNOUNCED = "announced"  # they will see it in a while, unless it is kept back
    SHARED = "shared"
    TAKEN_BACK = "taken_back"
    HIDDEN = "hidden"  # deleted, and can still be put back
    RUNNING = "running"  # a programme, an enrolment or an appointment
    PREPARED = "prepared"  # set up, and nobody has been told
    OVER = "over"


class Action(StrEnum):
    """What somebody wants to do."""

    # With an entry
    READ = "read"
    SEE_IN_LIST = "see_in_list"
    SHARE = "share"
    KEEP_BACK = "keep_back"
    CHANGE = "change"
    DELETE = "delete"
    PUT_BACK = "put_back"
    SEE_READERS = "see_readers"
    # With an agreement
    SEE_AGREEMENT = "see_agreement"
    ACCEPT = "accept"
    WIDEN = "widen"
    NARROW = "narrow"
    # With an enrolment
    SET_UP = "set_up"
    LEAVE = "leave"
    HAND_OVER = "hand_over"
    ENROL = "enrol"
    NAME_COACH = "name_coach"
    END_ENROLMENT = "end_enrolment"
    # With a programme
    CREATE_PROGRAMME = "create_programme"
    SEE_PROGRAMME = "see_programme"
    CHANGE_PROGRAMME = "change_programme"
    CONFIRM_PROGRAMME = "confirm_programme"
    END_PROGRAMME = "end_programme"
    SEE_COUNTS = "see_counts"
    NAME_MANAGER = "name_manager"
    # With Cairn at all
    KEEP_A_JOURNAL = "keep_a_journal"
    READ_WHAT_WAS_SHARED = "read_what_was_shared"


_VISIBLE = frozenset({State.PRIVATE, State.ANNOUNCED, State.SHARED, State.TAKEN_BACK})
_LIVE = frozenset({State.PREPARED, State.RUNNING})
_RUNNING = frozenset({State.RUNNING})
_SHARED = frozenset({State.SHARED})
_ANY_TIME = frozenset({State.PREPARED, State.RUNNING, State.OVER})

Rule = Mapping[Relation, frozenset[State]]

TABLE: Final[Mapping[Action, Rule]] = {
    Action.READ: {
        Relation.SELF: _VISIBLE,
        Relation.COACH: _SHARED,
        Relation.SPONSOR: _SHARED,
    },
    Action.SEE_IN_LIST: {
        Relation.SELF: _VISIBLE,
        Relation.COACH: _SHARED,
        Relation.SPONSOR: _SHARED,
    },
    Action.SHARE: {Relation.SELF: _VISIBLE},
    Action.KEEP_BACK: {Relation.SELF: frozenset({*_VISIBLE, State.HIDDEN})},
    Action.CHANGE: {Relation.SELF: _VISIBLE},
    Action.DELETE: {Relation.SELF: frozenset({*_VISIBLE, State.HIDDEN})},
    Action.PUT_BACK: {Relation.SELF: frozenset({State.HIDDEN})},
    Action.SEE_READERS: {Relation.SELF: frozenset({*_VISIBLE, State.HIDDEN})},
    Action.SEE_AGREEMENT: {
        Relation.SELF: _ANY_TIME,
        Relation.COACH: _RUNNING,
        Relation.COACH_TO_BE: _RUNNING,
    },
    Action.ACCEPT: {
        Relation.SELF: _RUNNING,
        Relation.COACH: _RUNNING,
        Relation.COACH_TO_BE: _RUNNING,
    },
    Action.WIDEN: {
        Relation.SELF: _RUNNING,
        Relation.COACH: _RUNNING,
        Relation.COACH_TO_BE: _RUNNING,
    },
    Action.NARROW: {
        Relation.SELF: _RUNNING,
        Relation.COACH: _RUNNING,
        Relation.COACH_TO_BE: _RUNNING,
    },
    Action.SET_UP: {Relation.SELF: _RUNNING},
    Action.LEAVE: {Relation.SELF: _RUNNING},
    Action.HAND_OVER: {Relation.SELF: _RUNNING},
    Action.ENROL: {Relation.MANAGER: _LIVE},
    Action.NAME_COACH: {Relation.MANAGER: _LIVE},
    Action.END_ENROLMENT: {Relation.MANAGER: _LIVE},
    Action.CREATE_PROGRAMME: {
        Relation.MANAGER: _ANY_TIME,
        Relation.OTHER_MANAGER: _ANY_TIME,
    },
    Action.SEE_PROGRAMME: {Relation.MANAGER: _ANY_TIME},
    Action.CHANGE_PROGRAMME: {Relation.MANAGER: _LIVE},
    Action.CONFIRM_PROGRAMME: {Relation.MANAGER: _LIVE},
    Action.END_PROGRAMME: {Relation.MANAGER: _LIVE},
    Action.SEE_COUNTS: {Relation.MANAGER: _ANY_TIME},
    Action.NAME_MANAGER: {Relation.OWNER: _ANY_TIME},
    Action.KEEP_A_JOURNAL: {Relation.COLLEAGUE: _ANY_TIME},
    Action.READ_WHAT_WAS_SHARED: {
        Relation.COLLEAGUE: _ANY_TIME,
        Relation.COACH: _RUNNING,
        Relation.COACH_TO_BE: _RUNNING,
    },
}


AUTHOR: Final = frozenset({Relation.SELF})
"""What somebody is to whatever was looked up among their own things, and found there."""


def may(relation: Relation, state: State, action: Action) -> bool:
    """Whether somebody who is this to a thing that stands so may do this with it."""
    return state in TABLE[action].get(relation, frozenset())


def may_any(relations: Collection[Relation], state: State, action: Action) -> bool:
    """The same for somebody who is several things at once."""
    return any(may(relation, state, action) for relation in relations)


def require(relations: Collection[Relation], state: State, action: Action) -> None:
    """Raise NotAvailable unless they may."""
    if not may_any(relations, state, action):
        raise NotAvailable


@dataclass(frozen=True, slots=True)
class Bond:
    """What ties somebody to the owner of a thing. `until` is the last day of somebody from outside, None for others."""

    role: Role
    ended: bool
    agreed: bool
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the one who asks, about the owner of the thing or the programme in question.

    `manages` is None for somebody who was never made a programme manager, else whether they manage this programme.
    `today` is the day it is where the owner is.
    """

    standing: Standing
    today: date
    is_self: bool = False
    is_owner: bool = False
    manages: bool | None = None
    bonds: Collection[Bond] = ()


_STANDINGS = {
    Standing.MEMBER: Relation.COLLEAGUE,
    Standing.GUEST: Relation.GUEST,
    Standing.OUTSIDER: Relation.OUTSIDER,
    Standing.BOT: Relation.BOT,
    Standing.DEACTIVATED: Relation.GONE,
}
_HELPING = {Role.SPONSOR: Relation.SPONSOR, Role.LINE_MANAGER: Relation.LINE_MANAGER}


def relations(facts: Facts) -> frozenset[Relation]:
    """Everything that somebody is to the owner of a thing.

    Who is no full member of the workspace is nothing else, with one exception: a guest who was named as coach or mentor
    until a certain day is that, until that day.
    """
    by_standing = _STANDINGS[facts.standing]
    if facts.standing is Standing.GUEST:
        return frozenset({by_standing, *(_bound(each, facts.today) for each in facts.bonds if _is_named_outside(each))})
    if facts.standing is not Standing.MEMBER:
        return frozenset({by_standing})
    found = {by_standing, *(_bound(each, facts.today) for each in facts.bonds)}
    if facts.is_self:
        found.add(Relation.SELF)
    if facts.is_owner:
        found.add(Relation.OWNER)
    if facts.manages is not None:
        found.add(Relation.MANAGER if facts.manages else Relation.OTHER_MANAGER)
    return frozenset(found)


def _is_named_outside(bond: Bond) -> bool:
    return bond.role in COACHING and bond.until is not None


def _bound(bond: Bond, today: date) -> Relation:
    over = bond.ended or (bond.until is not None and today > bond.until)
    if bond.role in _HELPING:
        return Relation.COLLEAGUE if over else _HELPING[bond.role]
    if over:
        return Relation.FORMER_COACH
    return Relation.COACH if bond.agreed else Relation.COACH_TO_BE


@dataclass(frozen=True, slots=True)
class Showing:
    """A thing that was shown to one person: from when on, and until when, if that is over. Aware times, in UTC."""

    visible_from: datetime
    ended_at: datetime | None = None


def state_towards(showing: Showing | None, now: datetime, *, hidden: bool = False) -> State:
    """How an entry stands towards the one it was shown to, or not."""
    if hidden:
        return State.HIDDEN
    if showing is None:
        return State.PRIVATE
    if showing.ended_at is not None:
        return State.TAKEN_BACK
    return State.ANNOUNCED if now < showing.visible_from else State.SHARED


def key_owner(leader: str, tie: str = "") -> str:
    """Whose key seals a text: the leader's for what is theirs, the pair's for what a coach and a leader share."""
    return f"pair:{tie}" if tie else leader
