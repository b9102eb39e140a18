"""What follows when one of the two of a tie says what the coach is to see by itself. Versions: the oldest first.

The two say it each in a screen of their own, and the coach must not be able to tell what the leader has said. So a
leader who holds something back changes nothing that the coach reads: it is noted as withdrawn, in the version that both
know. A coach who wants to see less proposes a version with less in it; it counts at once, for it asks nothing of the
leader. Whatever is more becomes a version of its own, and counts when the other one has said yes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.ports import Ids
from flows.programmes.agreement import Agreement, Side, Terms, accept

NOTHING: Terms = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be stored: versions that were changed, and new ones. `asks`: the other one has to be asked."""

    changed: Sequence[Agreement] = ()
    added: Sequence[Agreement] = ()
    asks: bool = False


def held(versions: Sequence[Agreement], side: Side) -> Agreement | None:
    """The newest version that this one of the two has said yes to."""
    return next((each for each in reversed(versions) if said_yes(each, side)), None)


def said_yes(version: Agreement, side: Side) -> datetime | None:
    """When this one of the two said yes to a version."""
    return version.leader_at if side is Side.LEADER else version.coach_at


def chosen_by(versions: Sequence[Agreement], side: Side) -> Terms:
    """What this one of the two wants the coach to see by itself, as far as they have said; else what is proposed.

    For the coach nothing of it depends on what the leader has said or held back.
    """
    mine = held(versions, side)
    if mine is None:
        return versions[0].terms & versions[-1].terms if versions else NOTHING
    return mine.terms - mine.withdrawn if side is Side.LEADER else mine.terms


def asked_for(versions: Sequence[Agreement], side: Side) -> Terms:
    """What the other one proposes beyond that, and this one has not said yes to."""
    mine = held(versions, side)
    if not versions or versions[-1].proposed_by is side or versions[-1] is mine:
        return NOTHING
    return versions[-1].terms - (mine.terms if mine else chosen_by(versions, side))


def settle(versions: Sequence[Agreement], side: Side, wanted: Terms, ids: Ids, now: datetime) -> Outcome:
    """What is to be stored when this one of the two says yes to exactly this."""
    if not versions:
        return Outcome()
    if side is Side.LEADER:
        return _by_leader(versions, wanted, ids, now)
    return _by_coach(versions, wanted, ids, now)


def _by_leader(versions: Sequence[Agreement], wanted: Terms, ids: Ids, now: datetime) -> Outcome:
    newest, mine = versions[-1], held(versions, Side.LEADER)
    after = {each.id: _kept_to(each, wanted, now) for each in versions if each.leader_at}
    if mine is None or not wanted <= mine.terms:
        after[newest.id] = _restricted(accept(after.get(newest.id, newest), Side.LEADER, now), wanted)
    changed = tuple(after[each.id] for each in versions if each.id in after and after[each.id] != each)
    if wanted <= newest.terms or (mine and wanted <= mine.terms):
        return Outcome(changed)
    terms = newest.terms | wanted
    more = replace(_next(newest, ids, now), terms=terms, proposed_by=Side.LEADER, leader_at=now)
    return Outcome(changed, (_restricted(more, wanted),), asks=True)


def _by_coach(versions: Sequence[Agreement], wanted: Terms, ids: Ids, now: datetime) -> Outcome:
    """How many versions this adds depends on the leader too: so nobody is shown their numbers."""
    mine, leaders = held(versions, Side.COACH), held(versions, Side.LEADER)
    for each in reversed(versions):
        if each.terms == wanted:
            return Outcome() if each.coach_at else Outcome((accept(each, Side.COACH, now),))
        if each is mine:
            break  # an older one would count for nothing beside the one they hold
    added: list[Agreement] = []
    if _drops_and_asks(versions, wanted):  # less counts at once, whatever comes of the rest
        at_once = wanted & leaders.terms if leaders else wanted
        added.append(_of_coach(versions[-1], at_once, leaders, ids, now))
    added.append(_of_coach([*versions, *added][-1], wanted, leaders, ids, now))
    known = leaders.terms if leaders else versions[0].terms
    return Outcome((), tuple(added), asks=not wanted <= known)


def _drops_and_asks(versions: Sequence[Agreement], wanted: Terms) -> bool:
    """Whether something is taken out of what the coach said yes to, and something else was not in all of it."""
    theirs = [each.terms for each in versions if each.coach_at]
    return any(each - wanted for each in theirs) and any(wanted - each for each in theirs)


def _of_coach(newest: Agreement, terms: Terms, leaders: Agreement | None, ids: Ids, now: datetime) -> Agreement:
    """A version of the coach's. What is within what the leader said yes to needs no other yes, and holds back alike."""
    fresh = replace(_next(newest, ids, now), terms=terms, proposed_by=Side.COACH, coach_at=now)
    if leaders is None or not terms <= leaders.terms:
        return fresh
    return _restricted(replace(fresh, leader_at=leaders.leader_at), leaders.terms - leaders.withdrawn)


def _kept_to(version: Agreement, wanted: Terms, now: datetime) -> Agreement:
    """A version that the leader said yes to, without what they hold back.

    What they give free again counts from now on, and reaches nothing before.
    """
    after = _restricted(version, wanted)
    return replace(after, leader_at=now) if version.withdrawn - after.withdrawn else after


def _restricted(version: Agreement, wanted: Terms) -> Agreement:
    return replace(version, withdrawn=version.terms - wanted)


def _next(newest: Agreement, ids: Ids, now: datetime) -> Agreement:
    return replace(
        newest,
        id=ids.new(),
        version=newest.version + 1,
        proposed_at=now,
        leader_at=None,
        coach_at=None,
        withdrawn=NOTHING,
    )
