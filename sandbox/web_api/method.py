"""What a Web API method is, and what it is given when it is called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.bot_app import InstalledApp
from sandbox.json_object import Json
from sandbox.records import Channel, Person
from sandbox.refusal import Refusal
from sandbox.workspace import Workspace


class Kind(StrEnum):
    """What an argument must be, in whichever way it came."""

    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    JSON = "json"
    # Slack knows it and the sandbox does not: false is honest (nothing happens), true is refused.
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is allowed and well formed: who calls, on what, with which arguments."""

    workspace: Workspace
    app: InstalledApp
    arguments: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        """A text argument."""
        return str(self.arguments.get(name, default))

    def flag(self, name: str) -> bool:
        """A yes-or-no argument; absent is no."""
        return bool(self.arguments.get(name, False))

    def given(self, name: str) -> Any:
        """An argument as it came, None when it did not."""
        return self.arguments.get(name)

    def channel(self, which: str) -> Channel:
        """A conversation that the app may know of."""
        found = self.workspace.find_channel(which)
        if found is None or (found.kind != "public" and self.app.bot_user_id not in found.members):
            raise Refusal("channel_not_found")
        return found

    def person(self, who: str) -> Person:
        """A member by id."""
        if who not in self.workspace.people:
            raise Refusal("user_not_found")
        return self.workspace.people[who]

    def require_member(self, channel: Channel) -> None:
        """Refuse what the app may do only where it was invited."""
        if self.app.bot_user_id not in channel.members:
            raise Refusal("not_in_channel")

    def require_scope(self, scope: str) -> None:
        """Refuse what the app was not granted."""
        if not self.app.has_scope(scope):
            raise missing_scope(self.app, scope)


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method: its name, what it does, what it needs and takes."""

    name: str
    run: Callable[[Call], Json]
    any_scope: Sequence[str] = ()
    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)
    needs_token: bool = True
    takes_anything: bool = False

    @property
    def known(self) -> Mapping[str, Kind]:
        """Every argument it takes."""
        return {**self.required, **self.optional}


def missing_scope(app: InstalledApp, needed: str) -> Refusal:
    """The refusal that names the scope the app lacks."""
    provided = ",".join(app.config.scopes)
    return Refusal("missing_scope", needed=needed, provided=provided)
