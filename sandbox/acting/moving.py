"""Going about in the workspace: opening the app's tabs, joining and leaving channels, bringing others."""

from sandbox.acting.outcomes import NotOnScreenError
from sandbox.acting.scene import Scene
from sandbox.records import Channel, ChannelKind, Person
from sandbox.traffic import DeliveryKind

_NAMED = frozenset({ChannelKind.PUBLIC, ChannelKind.PRIVATE})


async def open_tab(scene: Scene, person: Person, tab: str) -> None:
    """Look at a tab of the app."""
    if not scene.app.hears("app_home_opened"):
        return
    home = scene.workspace.screens.home(person.id) if tab == "home" else None
    view = scene.payloads.view(home) if home else None
    payload = scene.events.home_opened(person, scene.dm_of(person.id), tab, view)
    await scene.deliver.send(DeliveryKind.EVENT, payload)


async def join(scene: Scene, person: Person, channel: Channel) -> None:
    """Go into a channel that is open to all."""
    if channel.kind is not ChannelKind.PUBLIC or person.is_restricted:
        raise NotOnScreenError(f"{person.display_name} needs an invitation to {channel.name}")
    with scene.workspace.noting() as happened:
        scene.workspace.invite(channel.id, person.id)
    await scene.tell(happened)


async def leave(scene: Scene, person: Person, channel: Channel) -> None:
    """Go out of a channel."""
    _require_inside(person, channel)
    with scene.workspace.noting() as happened:
        scene.workspace.leave(channel.id, person.id)
    await scene.tell(happened)


async def invite(scene: Scene, person: Person, channel: Channel, guest: Person) -> None:
    """Bring somebody into a channel."""
    _require_inside(person, channel)
    if guest.deleted:
        raise NotOnScreenError(f"{guest.display_name} is deactivated")
    with scene.workspace.noting() as happened:
        scene.workspace.invite(channel.id, guest.id, person.id)
    await scene.tell(happened)


def _require_inside(person: Person, channel: Channel) -> None:
    if channel.kind not in _NAMED or person.id not in channel.members:
        raise NotOnScreenError(f"{person.display_name} is not in {channel.name}")
