"""Where people act: the workspace, the app they talk with, and the road to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.bot_app import InstalledApp
from sandbox.deliver import Deliver
from sandbox.events import Events
from sandbox.happenings import Happening
from sandbox.payloads import Payloads
from sandbox.records import Channel
from sandbox.traffic import Delivery, DeliveryKind
from sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything an acting person needs at hand."""

    workspace: Workspace
    app: InstalledApp
    deliver: Deliver
    payloads: Payloads
    events: Events

    def dm_of(self, person_id: str) -> Channel:
        """A person's conversation with the app."""
        return self.workspace.direct_message(self.app.bot_user_id, person_id)

    async def tell(self, happened: Iterable[Happening]) -> list[Delivery]:
        """Let the app hear of what happened, as far as it listens."""
        return [await self.deliver.send(DeliveryKind.EVENT, event) for event in self.events.of(happened)]
