"""Who looks at the page: the names they know and the clock on their wall."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.records import Person


def zone_of(person: Person) -> ZoneInfo:
    """Somebody's zone; one that no machine knows shows as UTC."""
    try:
        return ZoneInfo(person.tz)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Etc/UTC")


@dataclass(frozen=True, slots=True)
class Reader:
    """What turns ids into names and instants into local times while one page is drawn."""

    person_id: str
    people: Mapping[str, str]
    channels: Mapping[str, str]
    zone: ZoneInfo
    now: datetime
    gone: frozenset[str] = frozenset()  # left the workspace: named, but not to be chosen

    def local(self, seconds: float) -> datetime:
        """An instant (seconds since 1970) as this person's clock shows it."""
        return datetime.fromtimestamp(seconds, UTC).astimezone(self.zone)

    def today(self) -> datetime:
        """This person's own present moment."""
        return self.now.astimezone(self.zone)
