"""What stands open before each person: modals, the Home tab, what was typed and not sent."""

from dataclasses import dataclass

from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.ids import Ids
from sandbox.json_object import Json
from sandbox.records import View
from sandbox.refusal import Refusal

TRIGGER_SECONDS = 3
STACK_LIMIT = 3

Entered = dict[str, dict[str, Json]]


@dataclass(slots=True)
class Trigger:
    """The short-lived permission to open a modal that a press or a command carries."""

    user_id: str
    issued_at: float
    used: bool = False


class Screens:
    """The modals, Home tabs and half-typed values of everybody in a workspace."""

    def __init__(self, clock: Clock, ids: Ids, changes: Changes) -> None:
        self._clock = clock
        self._ids = ids
        self._changes = changes
        self._triggers: dict[str, Trigger] = {}
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._entered: dict[tuple[str, str], Entered] = {}

    def issue_trigger(self, user_id: str) -> str:
        """A trigger for something this person just did."""
        trigger_id = self._ids.trigger()
        self._triggers[trigger_id] = Trigger(user_id, self._clock.now())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """Use a trigger up; give the person it belongs to, or refuse as Slack does."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._clock.now() - trigger.issued_at > TRIGGER_SECONDS:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger.user_id

    def stack(self, user_id: str) -> list[View]:
        """The modals open before a person, the topmost last."""
        return list(self._stacks.get(user_id, ()))

    def push(self, user_id: str, definition: Json, *, own_root: bool) -> View:
        """Put a modal on top; Slack allows three."""
        stack = self._stacks.setdefault(user_id, [])
        if len(stack) >= STACK_LIMIT:
            raise Refusal("push_limit_reached")
        view_id = self._ids.new("V")
        below = None if own_root or not stack else stack[-1]
        view = View(
            id=view_id,
            user_id=user_id,
            definition=definition,
            hash=self._ids.hash(),
            root_view_id=below.root_view_id if below else view_id,
            previous_view_id=below.id if below else None,
        )
        stack.append(view)
        self._changes.bump()
        return view

    def find(self, view_id: str) -> View | None:
        """An open modal or a Home tab by its id."""
        return next((view for view in self._all() if view.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        """An open modal or a Home tab by the id that the app chose."""
        return next((view for view in self._all() if view.external_id == external_id), None)

    def _all(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())

    def redraw(self, view: View, definition: Json) -> View:
        """Show something else in the same place; what was typed stays where ids stay."""
        drawn = view.redrawn(definition, self._ids.hash())
        if view.type == "home":
            self._homes[view.user_id] = drawn
        else:
            stack = self._stacks[view.user_id]
            stack[[each.id for each in stack].index(view.id)] = drawn
        self._changes.bump()
        return drawn

    def pop(self, view: View) -> None:
        """Close a modal and whatever stands on top of it."""
        stack = self._stacks.get(view.user_id, [])
        position = [each.id for each in stack].index(view.id)
        self._forget(stack[position:])
        del stack[position:]
        self._changes.bump()

    def clear(self, user_id: str) -> None:
        """Close every modal of a person."""
        self._forget(self._stacks.pop(user_id, []))
        self._changes.bump()

    def _forget(self, closed: list[View]) -> None:
        for view in closed:
            self._entered.pop((view.user_id, view.id), None)

    def home(self, user_id: str) -> View | None:
        """The Home tab that the app has published for a person."""
        return self._homes.get(user_id)

    def publish(self, user_id: str, definition: Json) -> View:
        """Put a Home tab up, keeping its id when there was one."""
        standing = self._homes.get(user_id)
        if standing is not None:
            return self.redraw(standing, definition)
        view_id = self._ids.new("V")
        view = View(view_id, user_id, definition, self._ids.hash(), root_view_id=view_id)
        self._homes[user_id] = view
        self._changes.bump()
        return view

    def entered(self, user_id: str, surface_id: str) -> Entered:
        """What a person has typed or chosen on a view or a message, by block and action."""
        return self._entered.get((user_id, surface_id), {})

    def enter(self, user_id: str, surface_id: str, block_id: str, values: dict[str, Json]) -> None:
        """Remember what a person typed or chose and has not sent."""
        on_surface = self._entered.setdefault((user_id, surface_id), {})
        on_surface.setdefault(block_id, {}).update(values)
        self._changes.bump()
