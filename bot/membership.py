"""A look at Slack's list of members every day: events may be lost, and nobody tells of those who are gone for good."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.reception import Reception
from bot.roster import roster
from flows.errors import CairnError
from flows.managing.membership import hear_of, whoever_differs

_log = logging.getLogger(__name__)

EVERY = timedelta(hours=24)


@dataclass(slots=True)
class Membership:
    """Keeps what is known of the workspace's members true. `us` is the bot's own Slack id, which every list holds."""

    reception: Reception
    workspace: str
    us: str
    _looked_at: datetime | None = None

    async def look_daily(self) -> None:
        """Look when a day has passed since the last time. What cannot be done now is tried at the next call."""
        now = self.reception.desk.clock.now()
        if self._looked_at is not None and now < self._looked_at + EVERY:
            return
        try:
            changed = await self.look()
        except CairnError as error:
            _log.warning("The members could not be looked through yet: %s", error, extra={"action": "members"})
            return
        self._looked_at = now
        _log.info("The members were looked through", extra={"action": "members", "count": changed})

    async def look(self) -> int:
        """Take what Slack says of everybody now; of how many something is different. Raises CairnError."""
        desk, at = self.reception.desk, self.reception.desk.clock.now()
        listed = await roster(self.reception.slack, self.workspace)
        if self.us not in listed:
            raise IncompleteList("the list does not even hold Cairn itself, so it says of nobody that they have left")
        changed = 0
        for profile in await whoever_differs(desk, self.workspace, listed):
            changed += await hear_of(desk, self.workspace, profile, at)
            self.reception.forget((self.workspace, profile.slack_id))
        return changed


class IncompleteList(CairnError):
    """Slack's list of members cannot be all of them."""
