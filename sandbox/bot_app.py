"""The app that is tried out: what its manifest would say, and what installing it gives."""

from collections.abc import Sequence
from dataclasses import dataclass

MODELLED_EVENTS = frozenset({"app_home_opened", "message.channels", "message.groups", "message.im"})


@dataclass(frozen=True, slots=True)
class BotApp:
    """An app as it is set up before installing: name, address, secret, scopes, subscriptions."""

    name: str
    signing_secret: str
    request_url: str | None = None
    scopes: Sequence[str] = ()
    events: Sequence[str] = ()
    commands: Sequence[str] = ()
    token: str = "xoxb-sandbox-token"  # noqa: S105  (a made-up token for a made-up workspace)

    def __post_init__(self) -> None:
        """Refuse subscriptions that would silently never arrive."""
        if unknown := sorted(set(self.events) - MODELLED_EVENTS):
            raise ValueError(f"the sandbox does not send these events: {', '.join(unknown)}")
        if wrong := [name for name in self.commands if not name.startswith("/")]:
            raise ValueError(f"a slash command begins with a slash: {', '.join(wrong)}")


@dataclass(slots=True)
class InstalledApp:
    """An app in the workspace, with the ids and the token it got there."""

    app_id: str
    bot_id: str
    bot_user_id: str
    config: BotApp
    request_url: str | None

    @property
    def name(self) -> str:
        """What people see as its name."""
        return self.config.name

    @property
    def token(self) -> str:
        """What it calls the Web API with."""
        return self.config.token

    @property
    def signing_secret(self) -> str:
        """What deliveries to it are signed with."""
        return self.config.signing_secret

    def has_scope(self, scope: str) -> bool:
        """Whether it was granted a scope."""
        return scope in self.config.scopes

    def hears(self, event: str) -> bool:
        """Whether it subscribed to an event."""
        return event in self.config.events
