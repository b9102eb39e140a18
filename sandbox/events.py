"""What an app is told of what happens, event by event, in the shape in which Slack sends it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sandbox.bot_app import InstalledApp
from sandbox.happenings import (
    Changed,
    Happening,
    Joined,
    Left,
    PersonCame,
    PersonChanged,
    Reacted,
    Removed,
    Wrote,
)
from sandbox.json_object import Json
from sandbox.records import Channel, ChannelKind, Message, Person
from sandbox.rendering import member_json, message_json
from sandbox.workspace import Workspace

LEGACY_TOKEN = "sandbox-verification-token"  # noqa: S105  (deprecated field, checked by nobody)
CHANNEL_TYPES = {
    ChannelKind.IM: "im",
    ChannelKind.MPIM: "mpim",
    ChannelKind.PUBLIC: "channel",
    ChannelKind.PRIVATE: "group",
}
MESSAGE_EVENTS = {
    ChannelKind.IM: "message.im",
    ChannelKind.MPIM: "message.mpim",
    ChannelKind.PUBLIC: "message.channels",
    ChannelKind.PRIVATE: "message.groups",
}
_READS = {ChannelKind.PUBLIC: "channels:read", ChannelKind.PRIVATE: "groups:read"}


@dataclass(frozen=True, slots=True)
class Events:
    """Writes the events of one workspace for one app; leaves out what the app may not hear."""

    workspace: Workspace
    app: InstalledApp

    def of(self, happened: Iterable[Happening]) -> list[Json]:
        """The envelopes that tell the app of these things, as far as it subscribed and is there."""
        written = [event for happening in happened for event in (self._event(happening), self._mention(happening))]
        return [self.envelope(event) for event in written if event is not None]

    def envelope(self, event: Json) -> Json:
        """An event in what Slack wraps around it."""
        ids = self.workspace.ids
        return {
            "token": LEGACY_TOKEN,
            "team_id": self.workspace.team_id,
            "context_team_id": self.workspace.team_id,
            "context_enterprise_id": None,
            "api_app_id": self.app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": ids.new("Ev"),
            "event_time": int(self.workspace.clock.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self.workspace.team_id,
                    "user_id": self.app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{ids.new('Et')}",
        }

    def home_opened(self, person: Person, channel: Channel, tab: str, view: Json | None) -> Json:
        """Somebody looks at a tab of the app."""
        event = self._stamped("app_home_opened") | {"user": person.id, "channel": channel.id, "tab": tab}
        return self.envelope(event | ({"view": view} if view else {}))

    def uninstalled(self) -> Json:
        """The app was taken out of the workspace."""
        return self.envelope(self._stamped("app_uninstalled"))

    def tokens_revoked(self) -> Json:
        """The app's token no longer opens anything."""
        return self.envelope(self._stamped("tokens_revoked") | {"tokens": {"oauth": [], "bot": [self.app.bot_user_id]}})

    def _event(self, happening: Happening) -> Json | None:
        if isinstance(happening, Wrote | Changed | Removed):
            return self._of_message(happening)
        if isinstance(happening, Joined | Left):
            return self._of_membership(happening)
        if isinstance(happening, Reacted):
            return self._of_reaction(happening)
        return self._of_person(happening)

    def _of_message(self, happening: Wrote | Changed | Removed) -> Json | None:
        about = happening.previous if isinstance(happening, Removed) else happening.message
        channel = self.workspace.channels[about.channel_id]
        if self.app.bot_user_id not in channel.members or not self.app.hears(MESSAGE_EVENTS[channel.kind]):
            return None
        place = {"channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
        if isinstance(happening, Wrote):
            return self._written(about) | {"event_ts": about.ts} | place
        return self._hidden(happening) | place

    def _mention(self, happening: Happening) -> Json | None:
        """Somebody has called the app by its name where it is; in a direct message that goes without saying."""
        if not isinstance(happening, Wrote) or f"<@{self.app.bot_user_id}>" not in happening.message.text:
            return None
        message = happening.message
        channel = self.workspace.channels[message.channel_id]
        here = self.app.bot_user_id in channel.members and channel.kind is not ChannelKind.IM
        if not here or message.bot_id is not None or not self.app.hears("app_mention"):
            return None
        written = {key: value for key, value in self._written(message).items() if key != "subtype"}
        return written | {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}

    def _hidden(self, happening: Changed | Removed) -> Json:
        ts = self.workspace.ids.ts()
        common = {"type": "message", "hidden": True, "ts": ts, "event_ts": ts}
        before = {"previous_message": self._written(happening.previous)}
        if isinstance(happening, Changed):
            return common | {"subtype": "message_changed", "message": self._written(happening.message)} | before
        return common | {"subtype": "message_deleted", "deleted_ts": happening.previous.ts} | before

    def _written(self, message: Message) -> Json:
        written = message_json(message, self.workspace)
        if message.files:
            written["upload"] = False
        if message.subtype == "tombstone":
            written["hidden"] = True
        if message.bot_id is not None:
            written["bot_profile"] = self._bot_profile()
        return written

    def _bot_profile(self) -> Json:
        return {
            "id": self.app.bot_id,
            "app_id": self.app.app_id,
            "name": self.app.name,
            "deleted": False,
            "updated": self.workspace.created,
            "icons": {},
            "team_id": self.workspace.team_id,
        }

    def _of_membership(self, happening: Joined | Left) -> Json | None:
        channel = happening.channel
        name = "member_joined_channel" if isinstance(happening, Joined) else "member_left_channel"
        may_read = self.app.has_scope(_READS.get(channel.kind, "mpim:read"))
        if self.app.bot_user_id not in channel.members or not may_read or not self.app.hears(name):
            return None
        event = self._stamped(name) | {
            "user": happening.person_id,
            "channel": channel.id,
            "channel_type": "C" if channel.kind is ChannelKind.PUBLIC else "G",
            "team": self.workspace.team_id,
        }
        inviter = happening.inviter_id if isinstance(happening, Joined) else None
        return event | ({"inviter": inviter} if inviter else {})

    def _of_reaction(self, happening: Reacted) -> Json | None:
        name = "reaction_added" if happening.added else "reaction_removed"
        message = happening.message
        if self.app.bot_user_id not in self.workspace.channels[message.channel_id].members or not self.app.hears(name):
            return None
        return self._stamped(name) | {
            "user": happening.user_id,
            "reaction": happening.name,
            "item_user": message.user_id,
            "item": {"type": "message", "channel": message.channel_id, "ts": message.ts},
        }

    def _of_person(self, happening: PersonCame | PersonChanged) -> Json | None:
        name = "team_join" if isinstance(happening, PersonCame) else "user_change"
        if not self.app.hears(name):
            return None
        now = int(self.workspace.clock.now())
        return self._stamped(name) | {"user": member_json(happening.person, self.workspace), "cache_ts": now}

    def _stamped(self, name: str) -> Json:
        return {"type": name, "event_ts": self.workspace.ids.ts()}


def endings(events: Events, order: Sequence[str]) -> list[Json]:
    """What tells an app that it is out, in the order in which it comes: Slack promises none."""
    written = {"app_uninstalled": events.uninstalled, "tokens_revoked": events.tokens_revoked}
    return [written[name]() for name in order if events.app.hears(name)]
