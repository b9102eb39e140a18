"""How often an app may call: per channel, per method and per workspace, as Slack counts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sandbox.refusal import RateLimited


class Tier(StrEnum):
    """The class that Slack puts a method in."""

    ONE = "1+ a minute"
    TWO = "20+ a minute"
    THREE = "50+ a minute"
    FOUR = "100+ a minute"
    SPECIAL = "hundreds a minute"
    POST = "1 a second and channel, hundreds a minute"


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and one more every so many seconds."""

    burst: int
    seconds_each: float


def _a_minute(many: int, burst: int | None = None) -> Allowance:
    return Allowance(burst or many, 60 / many)


# For the first tier Slack tolerates "a small amount of burst behavior".
ALLOWANCES: Mapping[Tier, Allowance] = {
    Tier.ONE: _a_minute(1, burst=3),
    Tier.TWO: _a_minute(20),
    Tier.THREE: _a_minute(50),
    Tier.FOUR: _a_minute(100),
    Tier.SPECIAL: _a_minute(300),
    Tier.POST: _a_minute(300),
}
# Seconds since 1970 have no more digits than that.
HAIR = 1e-6
# "No more than 1 a second per channel, short bursts allowed": how short, Slack does not say.
POSTS_IN_CHANNEL = Allowance(burst=10, seconds_each=1.0)


@dataclass(slots=True)
class _Bucket:
    """How much of an allowance is used up, and when that was so."""

    used: float
    at: float


class Rates:
    """Counts the calls of one app by the sandbox's clock, and refuses what is too much."""

    def __init__(self, in_channel: Allowance = POSTS_IN_CHANNEL, tiers: Mapping[Tier, Allowance] | None = None) -> None:
        self._in_channel = in_channel
        self._tiers = ALLOWANCES if tiers is None else tiers
        self._buckets: dict[str, _Bucket] = {}

    def count(self, method: str, tier: Tier, channel: str | None, now: float) -> None:
        """Count a call, or refuse it: what is refused counts nowhere."""
        drawn = [(self._bucket(key, allowance, now), allowance) for key, allowance in self._keys(method, tier, channel)]
        if waits := [_wait(bucket, allowance) for bucket, allowance in drawn if _wait(bucket, allowance) > 0]:
            raise RateLimited(max(1, math.ceil(max(waits) - HAIR)))
        for bucket, _ in drawn:
            bucket.used += 1

    def _keys(self, method: str, tier: Tier, channel: str | None) -> list[tuple[str, Allowance]]:
        whole = self._tiers[tier]
        if tier is not Tier.POST:
            return [(f"method {method}", whole)]
        # Posts of all methods together count for the workspace.
        return [("posts", whole), *([(f"channel {channel}", self._in_channel)] if channel else [])]

    def _bucket(self, key: str, allowance: Allowance, now: float) -> _Bucket:
        bucket = self._buckets.setdefault(key, _Bucket(0.0, now))
        bucket.used = max(0.0, bucket.used - (now - bucket.at) / allowance.seconds_each)
        bucket.at = now
        return bucket


def _wait(bucket: _Bucket, allowance: Allowance) -> float:
    over = bucket.used + 1 - allowance.burst
    return over * allowance.seconds_each if over > HAIR else 0.0
