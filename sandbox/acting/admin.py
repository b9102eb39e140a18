"""What an administrator of the workspace does: people come, change and go; messages age; the app is taken out."""

from collections.abc import Sequence
from datetime import timedelta

from sandbox.acting.scene import Scene
from sandbox.events import endings
from sandbox.records import Person
from sandbox.traffic import DeliveryKind

UNINSTALLED, REVOKED = "account_inactive", "token_revoked"
ENDINGS = ("tokens_revoked", "app_uninstalled")


class Admin:
    """Changes the workspace, and lets the app hear of it."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    async def add(self, display_name: str, real_name: str = "", **facts: object) -> Person:
        """Let somebody join the workspace; `facts` are further fields of Person."""
        with self._scene.workspace.noting() as happened:
            person = self._scene.workspace.add_person(display_name, real_name, **facts)
        await self._scene.tell(happened)
        return person

    async def change(self, who: str, **facts: object) -> Person:
        """Change somebody's zone (`tz`), `locale`, names, `status_text`, or any other field of Person."""
        workspace = self._scene.workspace
        with workspace.noting() as happened:
            person = workspace.change_person(workspace.person(who).id, **facts)
        await self._scene.tell(happened)
        return person

    async def deactivate(self, who: str) -> Person:
        """Take somebody's account away; what they wrote stays."""
        return await self.change(who, deleted=True)

    async def reactivate(self, who: str) -> Person:
        """Give somebody their account back."""
        return await self.change(who, deleted=False)

    async def make_guest(self, who: str) -> Person:
        """Let somebody see only the channels they are invited to."""
        return await self.change(who, is_restricted=True)

    async def make_member(self, who: str) -> Person:
        """Make a guest a full member."""
        return await self.change(who, is_restricted=False, is_ultra_restricted=False)

    async def make_owner(self, who: str) -> Person:
        """Let somebody own the workspace, beside whoever does."""
        return await self.change(who, is_owner=True)

    async def clear_messages(self, older_than: timedelta) -> int:
        """Let the workspace's retention rule take away every message of this age; the app is told of each as ever.

        Threads go from their last reply to their parent, so that no gravestone is left. Returns how many went.
        """
        workspace = self._scene.workspace
        before = workspace.clock.now() - older_than.total_seconds()
        everything = [each for channel in workspace.channels.values() for each in channel.messages.values()]
        old = [each for each in everything if float(each.ts) < before and each.subtype != "tombstone"]
        with workspace.noting() as happened:
            for message in sorted(old, key=lambda each: not each.is_reply):
                workspace.delete(message)
        await self._scene.tell(happened)
        return len(old)

    async def uninstall(self, order: Sequence[str] = ENDINGS) -> None:
        """Take the app out; the two events come in either order, and the token opens nothing any more."""
        written = endings(self._scene.events, order)
        self._scene.app.refused = UNINSTALLED
        for event in written:
            await self._scene.deliver.send(DeliveryKind.EVENT, event)

    async def revoke_token(self) -> None:
        """Take the token back while the app stays where it is."""
        written = endings(self._scene.events, ["tokens_revoked"])
        self._scene.app.refused = REVOKED
        for event in written:
            await self._scene.deliver.send(DeliveryKind.EVENT, event)

    def enable_events(self) -> None:
        """Switch events on again, after Slack switched them off because hardly any was taken."""
        self._scene.app.events_disabled = False
        self._scene.deliver.quota.forget()
