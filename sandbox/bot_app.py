"""The app that is tried out: what its manifest would say, and what installing it gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Every event that the sandbox sends, with the scopes of which an app needs one to hear it.
SCOPES_OF_EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}
MODELLED_EVENTS = frozenset(SCOPES_OF_EVENTS)


class ShortcutKind(StrEnum):
    """Where people find a shortcut: by the composer, or in the menu of a message."""

    GLOBAL = "global"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of an app: what people see, and the name it is known by in code."""

    name: str
    callback_id: str
    kind: ShortcutKind = ShortcutKind.GLOBAL
    description: str = ""


@dataclass(frozen=True, slots=True)
class BotApp:
    """An app as it is set up before installing: name, address, secrets, scopes, subscriptions."""

    name: str
    signing_secret: str
    request_url: str | None = None
    scopes: Sequence[str] = ()
    events: Sequence[str] = ()
    commands: Sequence[str] = ()
    token: str = "xoxb-sandbox-token"  # noqa: S105  (a made-up token for a made-up workspace)
    shortcuts: Sequence[Shortcut] = ()
    # With Socket Mode switched on, everything goes over the sockets and nothing to the request URL.
    socket_mode: bool = False
    app_token: str | None = None
    app_scopes: Sequence[str] = ("connections:write",)

    def __post_init__(self) -> None:
        """Refuse subscriptions that would silently never arrive."""
        if unknown := sorted(set(self.events) - MODELLED_EVENTS):
            raise ValueError(f"the sandbox does not send these events: {', '.join(unknown)}")
        if wrong := [name for name in self.commands if not name.startswith("/")]:
            raise ValueError(f"a slash command begins with a slash: {', '.join(wrong)}")
        if self.socket_mode and not (self.app_token or "").startswith("xapp-"):
            raise ValueError("Socket Mode needs an app token, which begins with xapp-")


def _nowhere() -> str:
    raise RuntimeError("this app has no sockets yet")


@dataclass(slots=True)
class InstalledApp:
    """An app in the workspace, with the ids and the token it got there."""

    app_id: str
    bot_id: str
    bot_user_id: str
    config: BotApp
    request_url: str | None
    # What its token is refused with once it was uninstalled or its token was taken back.
    refused: str | None = None
    # Where events were switched off because too few of them were taken.
    events_disabled: bool = False
    # Gives a fresh address for a connection of its own.
    socket_url: Callable[[], str] = _nowhere

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

    @property
    def socket_mode(self) -> bool:
        """Whether it is reached over sockets rather than at its request URL."""
        return self.config.socket_mode

    def has_scope(self, scope: str) -> bool:
        """Whether it was granted a scope."""
        return scope in self.config.scopes

    def hears(self, event: str) -> bool:
        """Whether it subscribed to an event and may know what that tells."""
        needed = SCOPES_OF_EVENTS[event]
        return event in self.config.events and (not needed or any(map(self.has_scope, needed)))

    def shortcuts(self, kind: ShortcutKind) -> list[Shortcut]:
        """Its shortcuts of one kind, in the order of its manifest."""
        return [each for each in self.config.shortcuts if each.kind is kind]
