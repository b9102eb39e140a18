"""What Cairn puts into Slack as files is written down before it stands there, and taken away a day later."""

from dataclasses import dataclass, replace
from datetime import timedelta

from flows.conversation.desk import Desk
from flows.conversation.ports import UnitOfWork
from flows.delivery import Deed, Delivery, StandingFile, Subject

STANDS = timedelta(hours=24)
"""So long a file stands in Slack."""

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=15), timedelta(hours=24)
"""Before Slack is asked once more to delete a file: doubled each time."""

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the sender notes of files."""

    desk: Desk

    async def note(self, delivery: Delivery, file: str) -> None:
        """Keep track of a file by Slack's id, before anybody can see it. Raises NotSaved."""
        now = self.desk.clock.now()
        async with self.desk.work() as work:
            ours = StandingFile(file, delivery.workspace, delivery.person, delivery.id, now, now + STANDS)
            await work.files.add(ours)
            await work.commit()

    async def forget(self, workspace: str, file: str) -> None:
        """It does not stand in Slack any more. Raises NotSaved."""
        async with self.desk.work() as work:
            await work.files.drop(workspace, file)
            await work.commit()


async def take_away(desk: Desk) -> None:
    """Have Slack delete what stands there for a day, and ask again for what it did not delete. Raises NotSaved."""
    async with desk.work() as work:
        now = desk.clock.now()
        due = await work.files.due(now, _BATCH)
        for file in due:
            await _ask(desk, work, file)
            pause = min(_FIRST_PAUSE * 2 ** min(file.tries, 10), _LONGEST_PAUSE)
            await work.files.save(replace(file, delete_at=now + pause, tries=file.tries + 1))
        if due:
            await work.commit()


async def _ask(desk: Desk, work: UnitOfWork, file: StandingFile) -> None:
    """Nobody waits for it, so it is in nobody's lane."""
    key = f"take_away:{file.id}:{file.tries}"
    asked = Delivery(desk.ids.new(), file.workspace, "", key, Deed.TAKE_AWAY, Subject.JOURNAL, desk.clock.now())
    await work.outbox.add(replace(asked, details={"file": file.id}))
