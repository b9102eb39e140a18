"""What Slack sends to an app when somebody does something with it: interactions and slash commands."""

from dataclasses import dataclass

from sandbox.bot_app import InstalledApp
from sandbox.events import LEGACY_TOKEN
from sandbox.json_object import Json
from sandbox.records import Channel, ChannelKind, EphemeralMessage, Message, Person, View
from sandbox.rendering import message_json, view_json
from sandbox.surface import state_values
from sandbox.workspace import Workspace

PLACE_NAMES = {ChannelKind.IM: "directmessage"}
COMMAND_PLACE_NAMES = PLACE_NAMES | {ChannelKind.PRIVATE: "privategroup"}


@dataclass(slots=True)
class Payloads:
    """Writes the payloads of one workspace for one app."""

    workspace: Workspace
    app: InstalledApp
    base_url: str

    def command(self, person: Person, channel: Channel, command: str, text: str) -> Json:
        """Somebody ran a slash command; goes out as a form."""
        return {
            "token": LEGACY_TOKEN,
            "team_id": self.workspace.team_id,
            "team_domain": self.workspace.domain,
            "channel_id": channel.id,
            "channel_name": COMMAND_PLACE_NAMES.get(channel.kind, channel.name),
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
        return self._in_channel(person, message, action) | {"message": message_json(message, self.workspace)}

    def press_on_ephemeral(self, person: Person, message: EphemeralMessage, action: Json) -> Json:
        """Somebody used an element of a message that only they see; Slack leaves it out."""
        return self._in_channel(person, message, action)

    def _in_channel(self, person: Person, message: Message | EphemeralMessage, action: Json) -> Json:
        channel = self.workspace.channels[message.channel_id]
        entered = self.workspace.screens.entered(person.id, message.ts)
        return self._press(person, action, self._container(message)) | {
            "channel": self._place(channel),
            "state": {"values": state_values(message.blocks, entered)},
            "response_url": self._response_url("actions"),
        }

    @staticmethod
    def _container(message: Message | EphemeralMessage) -> Json:
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel_id,
            "is_ephemeral": isinstance(message, EphemeralMessage),
        }
        return container | ({"thread_ts": message.thread_ts} if message.thread_ts else {})

    @staticmethod
    def _place(channel: Channel) -> Json:
        return {"id": channel.id, "name": PLACE_NAMES.get(channel.kind, channel.name)}

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

    def shortcut(self, person: Person, callback_id: str) -> Json:
        """Somebody chose a shortcut beside the composer."""
        team_id = self.workspace.team_id
        user = {"id": person.id, "username": person.name, "team_id": team_id}
        return self._shortcut("shortcut", person, callback_id) | {"user": user}

    def message_shortcut(self, person: Person, message: Message, callback_id: str) -> Json:
        """Somebody chose a shortcut in the menu of a message."""
        return self._shortcut("message_action", person, callback_id) | {
            "user": {"id": person.id, "name": person.name, "team_id": self.workspace.team_id},
            "channel": self._place(self.workspace.channels[message.channel_id]),
            "message": message_json(message, self.workspace),
            "message_ts": message.ts,
            "response_url": self._response_url("app"),
        }

    def _shortcut(self, kind: str, person: Person, callback_id: str) -> Json:
        return {
            "type": kind,
            "token": LEGACY_TOKEN,
            "action_ts": self.workspace.ids.ts(),
            "team": {"id": self.workspace.team_id, "domain": self.workspace.domain},
            "is_enterprise_install": False,
            "enterprise": None,
            "callback_id": callback_id,
            "trigger_id": self.workspace.screens.issue_trigger(person.id),
        }

    def suggestion(self, person: Person, surface: Message | EphemeralMessage | View, found: Json, typed: str) -> Json:
        """Somebody types in a menu whose options the app looks up."""
        asked = self._interaction("block_suggestion", person) | found | {"value": typed}
        if isinstance(surface, View):
            return asked | {"container": {"type": "view", "view_id": surface.id}, "view": self.view(surface)}
        container = self._container(surface)
        channel = self._place(self.workspace.channels[surface.channel_id])
        return asked | {"container": container, "channel": channel}

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
