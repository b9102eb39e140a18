"""What Slack sends to an app: events, interactions and slash commands, field by field."""

from dataclasses import dataclass

from sandbox.bot_app import InstalledApp
from sandbox.json_object import Json
from sandbox.records import Channel, ChannelKind, EphemeralMessage, Message, Person, View
from sandbox.rendering import message_json, view_json
from sandbox.surface import state_values
from sandbox.workspace import Workspace

LEGACY_TOKEN = "sandbox-verification-token"  # noqa: S105  (deprecated field, checked by nobody)
CHANNEL_TYPES = {
    ChannelKind.IM: "im",
    ChannelKind.PUBLIC: "channel",
    ChannelKind.PRIVATE: "group",
}
EVENT_NAMES = {
    ChannelKind.IM: "message.im",
    ChannelKind.PUBLIC: "message.channels",
    ChannelKind.PRIVATE: "message.groups",
}


@dataclass(slots=True)
class Payloads:
    """Writes the payloads of one workspace for one app."""

    workspace: Workspace
    app: InstalledApp
    base_url: str

    def event(self, event: Json) -> Json:
        """An event in its envelope."""
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

    def message_event(self, message: Message, channel: Channel) -> Json:
        """Somebody wrote something where the app listens."""
        written = message_json(message, self.workspace)
        if message.files:
            written["upload"] = False
        return self.event(
            written
            | {
                "channel": channel.id,
                "event_ts": message.ts,
                "channel_type": CHANNEL_TYPES[channel.kind],
            }
        )

    def home_opened(self, person: Person, channel: Channel, view: View | None) -> Json:
        """Somebody looks at the app's Home tab."""
        event: Json = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": channel.id,
            "tab": "home",
            "event_ts": self.workspace.ids.ts(),
        }
        if view is not None:
            event["view"] = self.view(view)
        return self.event(event)

    def command(self, person: Person, channel: Channel, command: str, text: str) -> Json:
        """Somebody ran a slash command; goes out as a form."""
        names = {ChannelKind.IM: "directmessage", ChannelKind.PRIVATE: "privategroup"}
        return {
            "token": LEGACY_TOKEN,
            "team_id": self.workspace.team_id,
            "team_domain": self.workspace.domain,
            "channel_id": channel.id,
            "channel_name": names.get(channel.kind, channel.name),
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": self.app.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_url("commands"),
            "trigger_id": self.workspace.screens.issue_trigger(person.id),
        }

    def press_on_message(self, person: Person, message: Message, action: Json) -> Json:
        """Somebody used an element of a message."""
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel_id,
            "is_ephemeral": False,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        return self._in_channel(person, message, action, container) | {"message": message_json(message, self.workspace)}

    def press_on_ephemeral(self, person: Person, message: EphemeralMessage, action: Json) -> Json:
        """Somebody used an element of a message that only they see; Slack leaves it out."""
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel_id,
            "is_ephemeral": True,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        return self._in_channel(person, message, action, container)

    def _in_channel(self, person: Person, message: Message | EphemeralMessage, action: Json, container: Json) -> Json:
        channel = self.workspace.channels[message.channel_id]
        entered = self.workspace.screens.entered(person.id, message.ts)
        name = "directmessage" if channel.kind is ChannelKind.IM else channel.name
        return self._press(person, action, container) | {
            "channel": {"id": channel.id, "name": name},
            "state": {"values": state_values(message.blocks, entered)},
            "response_url": self._response_url("actions"),
        }

    def press_in_view(self, person: Person, view: View, action: Json) -> Json:
        """Somebody used an element of a modal or of the Home tab."""
        written = self.view(view)
        container = {"type": "view", "view_id": view.id}
        return self._press(person, action, container) | {
            "view": written,
            "state": written["state"],
        }

    def _press(self, person: Person, action: Json, container: Json) -> Json:
        trigger = self.workspace.screens.issue_trigger(person.id)
        return self._interaction("block_actions", person) | {
            "container": container,
            "trigger_id": trigger,
            "actions": [action | {"action_ts": self.workspace.ids.ts()}],
        }

    def submission(self, person: Person, view: View) -> Json:
        """Somebody sent a modal off."""
        return self._interaction("view_submission", person) | {
            "trigger_id": self.workspace.screens.issue_trigger(person.id),
            "view": self.view(view),
            "response_urls": [],
        }

    def closed(self, person: Person, view: View, *, is_cleared: bool) -> Json:
        """Somebody closed a modal without sending it."""
        return self._interaction("view_closed", person) | {
            "view": self.view(view),
            "is_cleared": is_cleared,
        }

    def view(self, view: View) -> Json:
        """A view with what stands in its fields."""
        entered = self.workspace.screens.entered(view.user_id, view.id)
        values = state_values(view.blocks, entered)
        return view_json(view, values, self.app, self.workspace.team_id)

    def _interaction(self, kind: str, person: Person) -> Json:
        team_id = self.workspace.team_id
        return {
            "type": kind,
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": team_id,
            },
            "api_app_id": self.app.app_id,
            "token": LEGACY_TOKEN,
            "team": {"id": team_id, "domain": self.workspace.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _response_url(self, kind: str) -> str:
        return f"{self.base_url}/{kind}/{self.workspace.team_id}/{self.workspace.ids.new('R')}"
