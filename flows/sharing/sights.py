"""What the windows about sharing show, as values. People by their Slack ids: Slack writes their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.conversation.sights import Audience, Led, Listed, OwnAnswer


@dataclass(frozen=True, slots=True)
class ShareSight:
    """An entry of one's own, who sees it, and with whom it can be shared. `day` is what it was about."""

    conversation: str
    title: str
    started: date
    day: date
    answers: Sequence[OwnAnswer]
    audience: Audience
    companions: Sequence[Led]


@dataclass(frozen=True, slots=True)
class LeadersSight:
    """A page of the leaders whom somebody accompanies."""

    leaders: Sequence[Led]
    page: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class SharedSight:
    """A page of what one leader shows to the one who looks, the newest first.

    `tie` is the one between the two; each line is named by the id of a share.
    """

    tie: str
    leader: str
    entries: Sequence[Listed]
    page: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class SharedEntry:
    """An entry of somebody else's, as far as it is shown to the one who reads. `share` is what they opened."""

    share: str
    leader: str
    title: str
    started: date
    day: date
    answers: Sequence[OwnAnswer]
