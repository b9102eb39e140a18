"""What follows from the app's answer to a submission or a command."""

import json

from sandbox.acting.scene import Scene
from sandbox.checks.messages import check_blocks, check_text
from sandbox.checks.views import check_view
from sandbox.json_object import Json
from sandbox.records import Channel, EphemeralMessage, Message, Person, View
from sandbox.refusal import Refusal
from sandbox.surface import with_ids
from sandbox.traffic import Delivery


def read_object(body: str) -> Json:
    """The app's answer as an object; an empty body says nothing."""
    if not body.strip():
        return {}
    try:
        answer = json.loads(body)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(answer, dict):
        raise Refusal("json_not_object")
    return answer


class SubmissionAnswer:
    """Applies `response_action` to the modals of a person."""

    def __init__(self, scene: Scene, view: View) -> None:
        self._screens = scene.workspace.screens
        self._fresh = scene.workspace.ids.short
        self._view = view
        self.errors: dict[str, str] = {}

    def apply(self, delivery: Delivery) -> None:
        """Do what the app said, or mark the delivery as answered wrongly."""
        if self._screens.find(self._view.id) is None:
            # The person closed the modal before the answer came: nothing is left to apply it to.
            return
        try:
            self._apply(read_object(delivery.body))
        except Refusal as refusal:
            delivery.rejected = str(refusal)

    def _apply(self, answer: Json) -> None:
        actions = {
            None: self._close,
            "errors": self._errors,
            "update": self._update,
            "push": self._push,
            "clear": self._clear,
        }
        action = actions.get(answer.get("response_action"))
        if action is None:
            raise Refusal("unknown_response_action", [str(answer.get("response_action"))])
        action(answer)

    def _close(self, answer: Json) -> None:
        if answer:
            raise Refusal("unknown_response", sorted(answer))
        self._screens.pop(self._view)

    def _errors(self, answer: Json) -> None:
        errors = answer.get("errors")
        fields = {block["block_id"] for block in self._view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            raise Refusal("missing_errors")
        if strangers := sorted(set(errors) - fields):
            raise Refusal("errors_for_unknown_blocks", strangers)
        self.errors = {block_id: str(text) for block_id, text in errors.items()}

    def _update(self, answer: Json) -> None:
        self._screens.redraw(self._view, self._drawn(answer))

    def _push(self, answer: Json) -> None:
        self._screens.push(self._view.user_id, self._drawn(answer), own_root=False)

    def _clear(self, _answer: Json) -> None:
        self._screens.clear(self._view.user_id)

    def _drawn(self, answer: Json) -> Json:
        checked = check_view(answer.get("view"), "modal")
        return checked | {"blocks": with_ids(checked["blocks"], self._fresh)}


class CommandAnswer:
    """Shows what the app answered to a slash command."""

    KNOWN = frozenset({"response_type", "text", "blocks"})

    def __init__(self, scene: Scene, person: Person, channel: Channel) -> None:
        self._scene = scene
        self._person = person
        self._channel = channel
        self.shown: EphemeralMessage | Message | None = None

    def apply(self, delivery: Delivery) -> None:
        """Show the answer, or mark the delivery as answered wrongly."""
        try:
            if delivery.content_type.startswith("application/json"):
                self._show(read_object(delivery.body))
            elif delivery.body.strip():
                self._show({"text": delivery.body})
        except Refusal as refusal:
            delivery.rejected = str(refusal)

    def _show(self, answer: Json) -> None:
        if not answer:
            return
        if unknown := sorted(set(answer) - self.KNOWN):
            raise Refusal("unknown_response", unknown)
        text = check_text(str(answer.get("text", "")))
        blocks = check_blocks(answer["blocks"]) if "blocks" in answer else ()
        if not text.strip() and not blocks:
            raise Refusal("no_text")
        filled = tuple(with_ids(blocks, self._scene.workspace.ids.short))
        if answer.get("response_type", "ephemeral") == "in_channel":
            self.shown = self._say(text, filled)
        else:
            self.shown = self._whisper(text, filled)

    def _whisper(self, text: str, blocks: tuple[Json, ...]) -> EphemeralMessage:
        workspace, app = self._scene.workspace, self._scene.app
        return workspace.show(
            EphemeralMessage(
                channel_id=self._channel.id,
                ts=workspace.ids.ts(),
                recipient_id=self._person.id,
                author_id=app.bot_user_id,
                text=text,
                blocks=blocks,
            )
        )

    def _say(self, text: str, blocks: tuple[Json, ...]) -> Message:
        workspace, app = self._scene.workspace, self._scene.app
        return workspace.put(
            Message(
                channel_id=self._channel.id,
                ts=workspace.ids.ts(),
                user_id=app.bot_user_id,
                text=text,
                blocks=blocks,
                app_id=app.app_id,
                bot_id=app.bot_id,
            )
        )
