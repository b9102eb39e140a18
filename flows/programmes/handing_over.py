"""What a leader hands over to somebody who coaches them now, of what those before could see."""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from flows.programmes.agreement import Shared
from flows.programmes.share import Share, Why
from flows.programmes.tie import Tie
from flows.roles import COACHING
from flows.timing.local import local_day


class Choice(StrEnum):
    """What a leader is asked once."""

    NOTHING = "nothing"
    GOALS_AND_PLANS = "goals_and_plans"
    EVERYTHING_SINCE = "everything_since"


def those_before(tie: Tie, ties: Collection[Tie]) -> list[Tie]:
    """Who coached in the same programme and does no more, when this one came."""
    return [
        each
        for each in ties
        if each.enrolment == tie.enrolment
        and each.role in COACHING
        and each.ended_at is not None
        and each.ended_at <= tie.since
    ]


def handed_over(
    shares: Sequence[Share], before: Collection[Tie], choice: Choice, since: date, zone: str
) -> list[Share]:
    """Which of the shares with those before are handed over: what they could see when they went, each thing once.

    `since` is a day where the leader is, and counts for "everything since" alone.
    """
    gone = {each.id for each in before}
    wanted = [each for each in shares if each.tie in gone and _stood_at_the_end(each) and _is_wanted(each, choice)]
    if choice is Choice.EVERYTHING_SINCE:
        wanted = [each for each in wanted if local_day(zone, each.created_at) >= since]
    return list({(each.conversation, each.step): each for each in wanted}.values())


def _stood_at_the_end(share: Share) -> bool:
    """Not what was taken back, nor what its hour had not come for."""
    return share.why is Why.TIE_ENDED and share.ended_at is not None and share.visible_from <= share.ended_at


def _is_wanted(share: Share, choice: Choice) -> bool:
    match choice:
        case Choice.NOTHING:
            return False
        case Choice.GOALS_AND_PLANS:
            return share.what in {Shared.GOALS, Shared.PLANS}
        case Choice.EVERYTHING_SINCE:
            return True


def choices(shares: Sequence[Share], before: Collection[Tie]) -> list[Choice]:
    """What there is to choose from; nothing at all where those before could see nothing."""
    every = [each for each in shares if handed_over([each], before, Choice.EVERYTHING_SINCE, date.min, "UTC")]
    if not every:
        return []
    goals = any(_is_wanted(each, Choice.GOALS_AND_PLANS) for each in every)
    return [Choice.NOTHING, *([Choice.GOALS_AND_PLANS] if goals else []), Choice.EVERYTHING_SINCE]
