"""What a Web API method is, and what it is given when it is called."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sandbox.bot_app import InstalledApp
from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.records import Channel, Person
from sandbox.refusal import Refusal
from sandbox.schemas.library import call_arguments
from sandbox.workspace import Workspace


class Token(StrEnum):
    """What a method is called with."""

    NONE = "none"
    BOT = "bot"
    APP = "app"


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
    """A Web API method: its name, what it does, what it needs and takes.

    Slack's schema of the method says which arguments there are and of which type. `takes` are those that the sandbox
    models; any other of Slack's is refused unless it is false, which is honest: nothing happens.
    """

    name: str
    run: Callable[[Call], Json]
    any_scope: Sequence[str] = ()
    takes: Collection[str] = ()
    # Needed beyond what the schema says, and left to the method, which has an error of its own for it.
    needs: Collection[str] = ()
    asks_itself: Collection[str] = ()
    token: Token = Token.BOT
    takes_anything: bool = False
    tier: Tier = Tier.THREE

    @property
    def arguments(self) -> Mapping[str, Json]:
        """Every argument that Slack knows, with its schema."""
        known: Mapping[str, Json] = call_arguments(self.name).document["properties"]
        return known

    @property
    def required(self) -> list[str]:
        """The arguments without which it is refused before anything is looked at."""
        by_schema = call_arguments(self.name).document["required"]
        return [name for name in [*by_schema, *self.needs] if name not in self.asks_itself]


def missing_scope(app: InstalledApp, needed: str) -> Refusal:
    """The refusal that names the scope the app lacks."""
    provided = ",".join(app.config.scopes)
    return Refusal("missing_scope", needed=needed, provided=provided)
