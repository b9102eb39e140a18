"""The sandbox: one workspace, the app installed in it, and everything that passed between."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.acting.actor import Actor
from sandbox.acting.admin import Admin
from sandbox.acting.scene import Scene
from sandbox.bot_app import BotApp, InstalledApp
from sandbox.carrying import Carrier
from sandbox.clock import Clock, SystemClock
from sandbox.deliver import DEADLINE_SECONDS, Deliver
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.json_object import Json
from sandbox.mishaps import Mishaps
from sandbox.payloads import Payloads
from sandbox.rates import Rates
from sandbox.refusal import Refusal
from sandbox.seed import northwind
from sandbox.sockets.hub import Sockets
from sandbox.traffic import Delivery, DeliveryKind, ResponseUrlCall, WebApiCall
from sandbox.transport import HttpTransport, Transport
from sandbox.web_api.calling import Answered, Door
from sandbox.workspace import Workspace


class Sandbox:
    """A Slack workspace on one's own machine; `keep` bounds the record of the traffic."""

    def __init__(  # noqa: PLR0913 - each is a choice of whoever builds it, and most leave them alone
        self,
        clock: Clock | None = None,
        workspace: Workspace | None = None,
        *,
        transport: Transport | None = None,
        wire_clock: Clock | None = None,
        keep: int | None = None,
        deadline: float = DEADLINE_SECONDS,
        rates: Rates | None = None,
        echoes: bool = False,
    ) -> None:
        self.clock = workspace.clock if workspace else (clock or SystemClock())
        self.workspace = workspace or northwind(self.clock)
        self.faults = Faults()
        self.mishaps = Mishaps()
        # Without rates an app may call as often as it likes: where time stands still, everything is at once.
        self.rates = rates
        # An app hears of what it writes itself, like everybody. Most tests would rather not count that along.
        self._echoes = echoes
        self._echoing: set[asyncio.Task[None]] = set()
        self.calls: deque[WebApiCall] = deque(maxlen=keep)
        self.deliveries: deque[Delivery] = deque(maxlen=keep)
        self.response_url_calls: deque[ResponseUrlCall] = deque(maxlen=keep)
        self._transport = transport or HttpTransport()
        # Requests are stamped with the real time however far the story has jumped ahead,
        # since that is what the receiving end compares the stamp with.
        self._wire_clock = wire_clock or SystemClock()
        self._deadline = deadline
        self._base_url = "http://sandbox.invalid"
        self._scene: Scene | None = None

    def install(self, app: BotApp) -> InstalledApp:
        """Install the one app that this sandbox is for."""
        if self._scene is not None:
            raise RuntimeError(f"{self._scene.app.name} is installed already")
        ids = self.workspace.ids
        bot_user = self.workspace.add_person(app.name, is_bot=True, title="App")
        installed = InstalledApp(ids.new("A"), ids.new("B"), bot_user.id, app, app.request_url)
        sockets = Sockets(installed, self.workspace)
        sockets.base_url = self._base_url
        installed.socket_url = sockets.issue_url
        carrier = Carrier(installed, self._transport, sockets, self._wire_clock)
        deliver = Deliver(self.workspace, carrier, self.deliveries, self.mishaps)
        deliver.deadline = self._deadline
        payloads = Payloads(self.workspace, installed, self._base_url)
        self._scene = Scene(self.workspace, installed, deliver, payloads, Events(self.workspace, installed))
        return installed

    @property
    def app(self) -> InstalledApp:
        """The installed app."""
        return self._installed.app

    @property
    def deliver(self) -> Deliver:
        """The road to the app, to hold deliveries back or repeat them."""
        return self._installed.deliver

    @property
    def sockets(self) -> Sockets:
        """The app's connections in Socket Mode, to refresh, silence or cut them."""
        return self.deliver.sockets

    @property
    def _installed(self) -> Scene:
        if self._scene is None:
            raise RuntimeError("install an app first")
        return self._scene

    def served_at(self, base_url: str) -> None:
        """Let the payloads carry addresses that lead back here."""
        self._base_url = base_url
        self.workspace.files.base_url = base_url
        if self._scene is not None:
            self._scene.payloads.base_url = base_url
            self.sockets.base_url = base_url

    def end(self) -> None:
        """Leave no connection, no timer and no task behind."""
        for task in self._echoing:
            task.cancel()
        if self._scene is not None:
            self.sockets.end()

    def act_as(self, who: str) -> Actor:
        """Act as a person, by id or name."""
        return Actor(self._installed, self.workspace.person(who).id)

    @property
    def admin(self) -> Admin:
        """Act as an administrator: people come, change and go."""
        return Admin(self._installed)

    def call(self, method: str, arguments: Mapping[str, Any], token: str | None) -> Json:
        """What the Web API answers to a call."""
        return self.answer(method, arguments, token).json

    def answer(self, method: str, arguments: Mapping[str, Any], token: str | None) -> Answered:
        """The same, with the time to wait where the app called too often."""
        if self._scene is None:
            return Answered(Refusal("invalid_auth").answer())
        door = Door(self.workspace, self._scene.app, self.rates)
        if not self._echoes:
            return door.answer(method, arguments, token)
        with self.workspace.noting() as happened:
            answered = door.answer(method, arguments, token)
        self._echo(self._scene.events.of(happened))
        return answered

    def _echo(self, events: list[Json]) -> None:
        """Tell the app, while it goes on, what it has done itself."""
        if events:
            task = asyncio.get_running_loop().create_task(self._deliver_all(events))
            self._echoing.add(task)
            task.add_done_callback(self._echoing.discard)

    async def _deliver_all(self, events: list[Json]) -> None:
        for event in events:
            await self.deliver.send(DeliveryKind.EVENT, event)

    async def run_due_retries(self) -> int:
        """Try events again that are due by the sandbox's clock; give how many."""
        return await self.deliver.run_due_retries() if self._scene else 0

    async def redeliver(
        self, delivery: Delivery, *, times: int = 1, new_event_id: bool = False, retry_number: int | None = None
    ) -> list[Delivery]:
        """Deliver the same thing again, as Slack sometimes does without saying so, or with a number of its own."""
        again = self.deliver.redeliver
        return await again(delivery, times=times, new_event_id=new_event_id, retry_number=retry_number)

    async def until(self, happened: Callable[[], object], seconds: float = 30.0) -> None:
        """Wait until something is so, looking again at every change; fail when it never is."""
        async with asyncio.timeout(seconds):
            while not happened():
                await self.workspace.changes.beyond(self.workspace.changes.version)
